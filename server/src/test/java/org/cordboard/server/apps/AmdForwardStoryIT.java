package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.PATIENCE;
import static org.cordboard.server.apps.AppCentre.untilEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.cordboard.apps.amdforward.AmdForward;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F170: a call is forwarded to dave's phone, and what becomes of it shows on the dashboard.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class AmdForwardStoryIT {
    private static final String NUMBER = "+15550001030";
    private static final double CALLER_HERTZ = 440;
    private static final double DAVE_HERTZ = 620;

    private AppCentre centre;
    private Chromium browser;
    private ScriptedPhone dave;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        centre = new AppCentre(data);
        var port = FreePort.find();
        centre.closing(AmdForward.start(centre.environment(port, Map.of())));
        dave = centre.phone("dave");
        browser = centre.closing(new Chromium());
        browser.open("http://127.0.0.1:" + port + "/");
        untilEquals("live", () -> AppCentre.text(browser, "#live"));
    }

    @BeforeEach
    void dave() {
        forwardTo("sip:dave@cordboard.local");
    }

    private void forwardTo(String destination) {
        browser.type("destination", destination);
        browser.press("Set destination");
        untilEquals(destination, () -> AppCentre.text(browser, "#now"));
    }

    @AfterAll
    void stop() {
        centre.close();
    }

    private PhoneCall caller() throws Exception {
        var call = centre.call("+16505551111", NUMBER);
        assertEquals(200, call.awaitAnswer(PATIENCE));
        return call;
    }

    private void shown(String status) {
        untilEquals(status, () -> AppCentre.text(browser, "#calls tr:first-child td:last-child"));
    }

    private PhoneCall daveAnswers(AudioSource voice) {
        var answered = dave.awaitRinging(PATIENCE).answer();
        answered.play(voice);
        return answered;
    }

    @Test
    void aHumanIsConnected() throws Exception {
        var caller = caller();
        assertTrue(caller.ears().within(PATIENCE, caller.ears()::sound), "the caller is asked to hold");
        shown("ringing");
        var answered = daveAnswers(Voices.human());
        shown("connected to a human");
        caller.sing(CALLER_HERTZ);
        answered.sing(DAVE_HERTZ);
        assertTrue(caller.ears().within(PATIENCE, () -> caller.ears().tone(DAVE_HERTZ)), "the caller hears dave");
        assertTrue(answered.ears().within(PATIENCE, () -> answered.ears().tone(CALLER_HERTZ)), "dave hears the caller");
        browser.screenshot("amd-forward-connected");
        answered.hangUp();
        assertTrue(caller.awaitEnd(PATIENCE));
        shown("completed: human");
    }

    @Test
    void aMachineIsHungUpAndTheCallerHearsAnApology() throws Exception {
        var caller = caller();
        var machine = daveAnswers(Voices.machine());
        shown("machine");
        assertTrue(machine.awaitEnd(PATIENCE));
        assertTrue(caller.awaitEnd(PATIENCE));
    }

    @Test
    void someoneWhoSaysNothingIsConnectedAllTheSame() throws Exception {
        var caller = caller();
        var silent = dave.awaitRinging(PATIENCE).answer();
        shown("connected to a human");
        caller.sing(CALLER_HERTZ);
        assertTrue(silent.ears().within(PATIENCE, () -> silent.ears().tone(CALLER_HERTZ)), "dave hears the caller");
        caller.hangUp();
        assertTrue(silent.awaitEnd(PATIENCE));
        shown("completed: human");
    }

    @Test
    void aFaxIsHungUp() throws Exception {
        var caller = caller();
        var fax = daveAnswers(Voices.fax());
        shown("fax");
        assertTrue(fax.awaitEnd(PATIENCE));
        assertTrue(caller.awaitEnd(PATIENCE));
    }

    @Test
    void busyIsTold() throws Exception {
        var caller = caller();
        dave.awaitRinging(PATIENCE).refuse(486);
        shown("busy");
        assertTrue(caller.awaitEnd(PATIENCE));
    }

    @Test
    void nobodyAnswersInTime() throws Exception {
        var caller = caller();
        var ringing = dave.awaitRinging(PATIENCE);
        assertTrue(ringing.stopsRinging(Duration.ofSeconds(40)));
        shown("no answer");
        assertTrue(caller.awaitEnd(PATIENCE));
    }

    @Test
    void aDestinationThatIsNotThereFails() throws Exception {
        forwardTo("sip:nobody@cordboard.local");
        var caller = caller();
        shown("failed");
        assertTrue(caller.awaitEnd(PATIENCE));
    }

    @Test
    void aCallerWhoGivesUpStopsTheRinging() throws Exception {
        var caller = caller();
        var ringing = dave.awaitRinging(PATIENCE);
        caller.hangUp();
        assertTrue(ringing.stopsRinging(PATIENCE));
        shown("caller gave up");
    }
}
