package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.PATIENCE;
import static org.cordboard.server.apps.AppCentre.until;
import static org.cordboard.server.apps.AppCentre.untilEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.apps.roundrobin.RoundRobin;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.Ringing;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F172: calls go to three phones in turn; one that does not answer is passed over.
@Timeout(180)
class RoundRobinStoryIT {
    private static final String NUMBER = "+15550001050";
    private static final double CALLER_HERTZ = 440;
    private static final double AGENT_HERTZ = 620;
    private static final Duration MOMENT = Duration.ofMillis(50);

    @TempDir
    Path data;

    private AppCentre centre;
    private String workspace;
    private final List<ScriptedPhone> phones = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        centre = new AppCentre(data);
        centre.closing(RoundRobin.start(centre.environment(FreePort.find(), Map.of())));
        workspace = centre.workspace("round-robin");
        for (var name : List.of("charles", "dave", "edith")) {
            phones.add(centre.phone(name));
        }
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private record Rung(ScriptedPhone phone, Ringing ringing) {}

    private Rung rung() {
        var found = new ArrayList<Rung>();
        until("a phone rings", Duration.ofSeconds(40), () -> {
            for (var phone : phones) {
                phone.ringing(MOMENT).ifPresent(ringing -> found.add(new Rung(phone, ringing)));
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private PhoneCall caller() throws Exception {
        var call = centre.call("+16505551111", NUMBER);
        assertEquals(200, call.awaitAnswer(PATIENCE));
        return call;
    }

    private String taskStatus() {
        var tasks = centre.api().list(workspace + "/Tasks", "tasks");
        return tasks.isEmpty() ? "none" : tasks.getLast().path("assignment_status").asText();
    }

    private void talkAndHangUp(PhoneCall caller, Rung rung) {
        var agent = rung.ringing().answer();
        caller.sing(CALLER_HERTZ);
        agent.sing(AGENT_HERTZ);
        assertTrue(caller.ears().within(PATIENCE, () -> caller.ears().tone(AGENT_HERTZ)), "the caller hears the agent");
        assertTrue(agent.ears().within(PATIENCE, () -> agent.ears().tone(CALLER_HERTZ)), "the agent hears the caller");
        untilEquals("assigned", this::taskStatus);
        caller.hangUp();
        assertTrue(agent.awaitEnd(PATIENCE));
        untilEquals("completed", this::taskStatus);
    }

    @Test
    void threeCallsRingThreePhonesAndTheFourthTheFirstAgain() throws Exception {
        var order = new ArrayList<String>();
        for (var i = 0; i < 4; i++) {
            var caller = caller();
            var rung = rung();
            assertEquals(NUMBER, rung.ringing().from(), "the number called is shown");
            order.add(rung.phone().user());
            talkAndHangUp(caller, rung);
        }
        assertEquals(3, order.stream().distinct().count(), order.toString());
        assertEquals(order.getFirst(), order.getLast(), order.toString());
    }

    @Test
    void aPhoneThatIsBusyIsPassedOverForTheNext() throws Exception {
        var caller = caller();
        assertTrue(caller.ears().within(PATIENCE, caller.ears()::sound), "the Japanese announcement is heard");
        var first = rung();
        first.ringing().refuse(486);
        var second = rung();
        assertTrue(!first.phone().user().equals(second.phone().user()), "it is another one's turn");
        talkAndHangUp(caller, second);
    }

    @Test
    void aPhoneNobodyAnswersIsPassedOverForTheNext() throws Exception {
        var caller = caller();
        var first = rung();
        assertTrue(first.ringing().stopsRinging(Duration.ofSeconds(30)));
        var second = rung();
        assertTrue(!first.phone().user().equals(second.phone().user()), "it is another one's turn");
        talkAndHangUp(caller, second);
    }
}
