package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Participant;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.Test;

/// The recipes by which agents hand callers on (Voice reference 7.7).
class TransfersTest extends MeetingHouse {
    @Test
    void aWarmTransferHoldsTheCallerIntroducesTheSecondAgentAndTheFirstLeaves() throws Exception {
        var customer = join(0, QUIET + " endConferenceOnExit='false'");
        var agent = join(1, QUIET + " participantLabel='first'");
        var sid = conference("in-progress");
        var control = house.voice.conferences();
        assertTrue(Ears.within(House.PATIENCE, () -> customer.ears.tone(PITCH[1]) && agent.ears.tone(PITCH[0])));

        control.update(sid, callOf(0), options("Hold", "true"));
        var dave = registered("dave");
        control.add(house.account, sid.value(), "client:dave", House.NUMBER, options("Label", "second", "Beep", "false"));
        var second = dave.rings().answer();
        second.sing(PITCH[2]);
        assertTrue(Ears.within(House.PATIENCE, () -> agent.ears.tone(PITCH[2]) && second.ears.tone(PITCH[1])));
        assertTrue(customer.ears.share(PITCH[2]) < 0.1 && customer.ears.share(PITCH[1]) < 0.1, "music meanwhile");

        control.update(sid, callOf(0), options("Hold", "false"));
        assertTrue(Ears.within(
                House.PATIENCE, () -> customer.ears.among(PITCH[1]) && customer.ears.among(PITCH[2])), "all three talk");
        control.remove(sid, "first");
        assertTrue(Ears.within(House.PATIENCE, () -> agent.ears.tone(House.SPEECH)), "his document goes on");
        assertTrue(Ears.within(House.PATIENCE, () -> customer.ears.tone(PITCH[2]) && second.ears.tone(PITCH[0])));
        assertEquals("in-progress", house.eventually(Conference.class, _ -> true).status());
        assertTrue(house.engine.read(v -> v.records(Participant.class)).stream()
                .noneMatch(p -> "first".equals(p.label())));
    }

    @Test
    void aBlindTransferRedirectsTheCallersLegAndTheAgentGoesOnWithHisDocument() throws Exception {
        var customer = join(0, QUIET);
        var agent = join(1, QUIET + " endConferenceOnExit='true'");
        conference("in-progress");
        var dave = registered("dave");
        house.page("/hand-on", _ -> "<Response><Dial><Client>dave</Client></Dial></Response>");
        var sid = house.eventually(Call.class, c -> c.from().endsWith("0000")).sid();
        house.voice
                .calls()
                .redirect(sid, new Twiml.Fetched(house.url("/hand-on"), HttpMethod.POST, null), Options.NONE);
        var second = dave.rings().answer();
        second.sing(PITCH[2]);
        assertTrue(Ears.within(House.PATIENCE, () -> customer.ears.tone(PITCH[2]) && second.ears.tone(PITCH[0])));
        agent.hangUp();
        conference("completed");
        assertFalse(customer.over(), "the caller has long left that conference");
        assertTrue(Ears.within(House.PATIENCE, () -> customer.ears.tone(PITCH[2])));
    }

    @Test
    void anAgentWhoseExitWouldEndItMayGiveThatUpBeforeHeLeaves() throws Exception {
        var customer = join(0, QUIET);
        var agent = join(1, QUIET + " endConferenceOnExit='true'");
        var third = join(2, QUIET);
        var sid = conference("in-progress");
        house.voice.conferences().update(sid, callOf(1), options("EndConferenceOnExit", "false"));
        agent.hangUp();
        assertTrue(Ears.within(House.PATIENCE, () -> customer.ears.tone(PITCH[2]) && third.ears.tone(PITCH[0])));
        assertFalse(customer.over());
    }
}
