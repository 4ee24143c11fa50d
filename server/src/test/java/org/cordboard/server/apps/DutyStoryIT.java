package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.PATIENCE;
import static org.cordboard.server.apps.AppCentre.untilEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cordboard.apps.simplecontactcentre.SimpleContactCentre;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F174, and the escalation of F169: agents go on and off duty by text, calls nobody can take are told so and counted,
/// and a caller whose language nobody speaks gets anybody after a while.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DutyStoryIT {
    private static final String NUMBER = "+15550001020";
    private static final int ESCALATE_SECONDS = 2;

    private final BlockingQueue<JsonNode> missed = new LinkedBlockingQueue<>();
    private AppCentre centre;
    private String workspace;
    private ScriptedPhone charles;
    private ScriptedPhone shyam;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        centre = new AppCentre(data);
        var port = FreePort.find();
        centre.closing(SimpleContactCentre.start(
                centre.environment(port, Map.of("ESCALATE_SECONDS", Integer.toString(ESCALATE_SECONDS)))));
        workspace = centre.workspace("simple-contact-centre");
        charles = centre.phone("charles");
        shyam = centre.phone("shyam");
        watch(port);
    }

    @AfterAll
    void stop() {
        centre.close();
    }

    private void watch(int port) {
        var client = centre.closing(HttpClient.newHttpClient());
        var page = client.newWebSocketBuilder()
                .header("Origin", "http://127.0.0.1:" + port)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/live"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        try {
                            missed.add(new JsonMapper().readTree(text.toString()));
                        } catch (java.io.IOException e) {
                            throw new AssertionError(e);
                        }
                        socket.request(1);
                        return null;
                    }
                })
                .join();
        centre.closing(page::abort);
    }

    private String writes(ScriptedPhone phone, String words) {
        var connection = centre.connection();
        assertEquals(
                200,
                phone.text(
                        "sip:" + NUMBER + "@" + connection.sipAddress(),
                        connection.sipDomain(),
                        connection.phonePassword(),
                        words));
        return phone.awaitText(PATIENCE);
    }

    private void is(String worker, String activity) {
        untilEquals(activity, () -> centre.activityOf(workspace, worker));
    }

    private PhoneCall caller(String from, String key) throws Exception {
        var call = centre.call(from, NUMBER);
        assertEquals(200, call.awaitAnswer(PATIENCE));
        assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the menu is heard");
        call.press(key);
        return call;
    }

    @Test
    void agentsComeAndGoByTextAndCallsInBetweenAreMissed() throws Exception {
        assertEquals("charles, you are off duty. Write on to come back.", writes(charles, "off"));
        assertEquals("shyam, you are off duty. Write on to come back.", writes(shyam, " OFF\n"));
        is("charles", "Offline");
        is("shyam", "Offline");
        assertEquals("charles, you are Offline. Write on or off.", writes(charles, "hello?"));
        assertEquals("Offline", centre.activityOf(workspace, "charles"));

        var caller = caller("+16505550001", "1");
        assertTrue(caller.awaitEnd(Duration.ofSeconds(40)), "told that nobody is there, then hung up on");
        var row = missed.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals("+16505550001", row.path("from").asText());
        assertEquals("nobody on duty", row.path("why").asText());
        assertEquals("english", row.path("language").asText());
        var total = row.path("total").asInt();

        assertEquals("charles, you are on duty. Write off to go home.", writes(charles, "On"));
        is("charles", "Available");
        var next = caller("+16505550002", "1");
        var agent = charles.awaitRinging(PATIENCE).answer();
        agent.sing(620);
        assertTrue(next.ears().within(PATIENCE, () -> next.ears().tone(620)), "the caller hears the agent");
        next.hangUp();
        assertTrue(agent.awaitEnd(PATIENCE));
        is("charles", "Wrap-Up");

        writes(shyam, "on");
        var impatient = caller("+16505550003", "2");
        var ringing = shyam.awaitRinging(PATIENCE);
        impatient.hangUp();
        assertTrue(ringing.stopsRinging(PATIENCE));
        var gone = missed.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals("caller gave up", gone.path("why").asText());
        assertEquals(total + 1, gone.path("total").asInt());
    }

    @Test
    void aCallerWhoseLanguageNobodySpeaksGetsAnybodyAfterAWhile() throws Exception {
        writes(charles, "off");
        writes(shyam, "on");
        is("charles", "Offline");
        is("shyam", "Available");
        var pressed = System.nanoTime();
        var caller = caller("+16505550004", "1");
        var ringing = shyam.awaitRinging(PATIENCE);
        var seconds = (System.nanoTime() - pressed) / 1e9;
        assertTrue(seconds >= ESCALATE_SECONDS, "not before " + ESCALATE_SECONDS + " s, but after " + seconds);
        var task = centre.api().list(workspace + "/Tasks", "tasks").getLast();
        assertEquals("5", task.path("priority").asText(), "the escalated ones go first");
        assertEquals("everybody", task.path("task_queue_friendly_name").asText());
        var agent = ringing.answer();
        agent.sing(620);
        assertTrue(caller.ears().within(PATIENCE, () -> caller.ears().tone(620)), "the caller hears the agent");
        caller.hangUp();
        assertTrue(agent.awaitEnd(PATIENCE));
        is("shyam", "Wrap-Up");
    }
}
