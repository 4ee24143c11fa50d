package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.PATIENCE;
import static org.cordboard.server.apps.AppCentre.until;
import static org.cordboard.server.apps.AppCentre.untilEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cordboard.apps.amdtaskrouter.AmdTaskRouter;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F171: three agents, of whom one has a mailbox, one is busy and one is a person.
@Timeout(180)
class AmdTaskRouterStoryIT {
    private static final String NUMBER = "+15550001040";
    private static final double CALLER_HERTZ = 440;
    private static final double AGENT_HERTZ = 620;

    @TempDir
    Path data;

    private AppCentre centre;
    private Chromium browser;
    private String workspace;

    @BeforeEach
    void start() throws Exception {
        centre = new AppCentre(data);
        var port = FreePort.find();
        centre.closing(AmdTaskRouter.start(centre.environment(port, Map.of("TEMP_UNAVAILABLE_TIMER", "10"))));
        workspace = centre.workspace("AMD");
        browser = centre.closing(new Chromium());
        browser.open("http://127.0.0.1:" + port + "/");
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private String shown(String agent) {
        return String.valueOf(browser.script("return [...document.querySelectorAll('#agents tr')]"
                + ".find(row => row.cells[0].innerText === '" + agent + "')?.cells[1].innerText ?? ''"));
    }

    /// Sets an agent online by its button; the one who is online first has waited longest.
    private ScriptedPhone online(String agent) throws Exception {
        var phone = centre.phone(agent);
        untilEquals("Offline", () -> shown(agent));
        browser.script("[...document.querySelectorAll('#agents tr')].find(row => row.cells[0].innerText === '" + agent
                + "').querySelector('button').click()");
        untilEquals("Idle", () -> shown(agent));
        return phone;
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

    @Test
    void aMachineAndABusyAgentArePassedOverForAPerson() throws Exception {
        var greeting = Voices.machine();
        var hello = Voices.human();
        var machine = online("charles");
        var busy = online("dave");
        var person = online("edith");
        var caller = caller();
        var mailbox = machine.awaitRinging(PATIENCE).answer();
        mailbox.play(greeting);
        var refused = busy.awaitRinging(PATIENCE);
        assertTrue(mailbox.awaitEnd(PATIENCE), "the mailbox is hung up");
        untilEquals("Temporarily Unavailable", () -> shown("charles"));
        refused.refuse(486);
        var human = person.awaitRinging(PATIENCE).answer();
        untilEquals("Temporarily Unavailable", () -> shown("dave"));
        browser.screenshot("amd-taskrouter-agents");
        human.play(hello);
        untilEquals("assigned", this::taskStatus);
        caller.sing(CALLER_HERTZ);
        human.sing(AGENT_HERTZ);
        assertTrue(caller.ears().within(PATIENCE, () -> caller.ears().tone(AGENT_HERTZ)), "the caller hears the agent");
        assertTrue(human.ears().within(PATIENCE, () -> human.ears().tone(CALLER_HERTZ)), "the agent hears the caller");
        caller.hangUp();
        assertTrue(human.awaitEnd(PATIENCE));
        untilEquals("completed", this::taskStatus);
        untilEquals("Temporarily Unavailable", () -> shown("edith"));
        for (var agent : List.of("charles", "dave", "edith")) {
            until(agent + " is back", java.time.Duration.ofSeconds(40), () -> shown(agent).equals("Idle"));
        }
    }

    @Test
    void aCallerWhoGivesUpStopsTheAgentsPhone() throws Exception {
        var phone = online("dave");
        var caller = caller();
        var ringing = phone.awaitRinging(PATIENCE);
        caller.hangUp();
        assertTrue(ringing.stopsRinging(PATIENCE));
        untilEquals("canceled", this::taskStatus);
    }
}
