package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.PATIENCE;
import static org.cordboard.server.apps.AppCentre.untilEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.cordboard.apps.simplecontactcentre.SimpleContactCentre;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F169: language menu, music, dequeue, wrap-up.
@Timeout(120)
class SimpleContactCentreStoryIT {
    private static final String NUMBER = "+15550001020";
    private static final double CALLER_HERTZ = 440;
    private static final double AGENT_HERTZ = 620;

    @TempDir
    Path data;

    private AppCentre centre;
    private String workspace;

    @BeforeEach
    void start() throws Exception {
        centre = new AppCentre(data);
        centre.closing(SimpleContactCentre.start(
                centre.environment(FreePort.find(), Map.of("VIP_NUMBERS", "+16505557777"))));
        workspace = centre.workspace("simple-contact-centre");
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private PhoneCall caller(String from, String key) throws Exception {
        var call = centre.call(from, NUMBER);
        assertEquals(200, call.awaitAnswer(PATIENCE));
        assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the menu is heard");
        call.press(key);
        return call;
    }

    private void waits(PhoneCall call) {
        // The tune's first note; speech has no such steady tone.
        assertTrue(call.ears().within(PATIENCE, () -> call.ears().tone(262) || call.ears().tone(330)), "music");
    }

    @Test
    void theLanguageChosenFindsTheAgentWhoSpeaksItAndWrapsUp() throws Exception {
        var shyam = centre.phone("shyam");
        var caller = caller("+16505551111", "2");
        var ringing = shyam.awaitRinging(PATIENCE);
        assertEquals(NUMBER, ringing.from());
        var agent = ringing.answer();
        caller.sing(CALLER_HERTZ);
        agent.sing(AGENT_HERTZ);
        assertTrue(caller.ears().within(PATIENCE, () -> caller.ears().tone(AGENT_HERTZ)), "the caller hears the agent");
        assertTrue(agent.ears().within(PATIENCE, () -> agent.ears().tone(CALLER_HERTZ)), "the agent hears the caller");
        agent.hangUp();
        assertTrue(caller.awaitEnd(PATIENCE));
        untilEquals("Wrap-Up", () -> centre.activityOf(workspace, "shyam"));
        assertEquals("Available", centre.activityOf(workspace, "charles"), "English was not asked for");
    }

    @Test
    void whoWaitsLongestIsNextButForAVip() throws Exception {
        setActivity("Offline");
        var first = caller("+16505550001", "1");
        waits(first);
        var second = caller("+16505550002", "1");
        waits(second);
        var vip = caller("+16505557777", "1");
        waits(vip);
        var phone = centre.phone("charles");
        for (var next : new PhoneCall[] {vip, first, second}) {
            setActivity("Available");
            var agent = phone.awaitRinging(PATIENCE).answer();
            agent.sing(AGENT_HERTZ);
            assertTrue(next.ears().within(PATIENCE, () -> next.ears().tone(AGENT_HERTZ)), "the right caller is served");
            next.hangUp();
            assertTrue(agent.awaitEnd(PATIENCE));
            untilEquals("Wrap-Up", () -> centre.activityOf(workspace, "charles"));
        }
    }

    private void setActivity(String activity) {
        var sid = centre.api().list(workspace + "/Activities?FriendlyName=" + activity, "activities").getFirst();
        centre.api().post(
                workspace + "/Workers/" + centre.worker(workspace, "charles").path("sid").asText(),
                Map.of("ActivitySid", sid.path("sid").asText()));
    }
}
