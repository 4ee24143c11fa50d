package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.voice.House.Answer;
import org.cordboard.voice.House.Asked;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.Test;

/// Waiting in queues and leaving them in each published way (Voice reference 8).
class QueuesTest extends MeetingHouse {
    private static final String WAIT = "<Response><Pause length='1'/></Response>";
    private static final String AGENT = "<Response><Dial action='/agent'><Queue>support</Queue></Dial></Response>";

    /// A caller who waits in `support` and goes on silently afterwards.
    private TestCall waits(int number, String attributes) throws Exception {
        house.page("/wait", _ -> WAIT);
        house.page("/left", _ -> "<Response><Say>Afterwards</Say><Pause length='20'/></Response>");
        house.page("/agent", _ -> "<Response><Pause length='20'/></Response>");
        var call = come(
                number,
                "<Response><Enqueue action='/left' waitUrl='/wait'" + attributes + ">support</Enqueue></Response>");
        house.eventually(QueueMember.class, m -> m.call().value().equals(callOf(number)));
        return call;
    }

    private Asked left(String result) throws Exception {
        var left = house.next("/left");
        assertEquals(result, left.get("QueueResult"));
        return left;
    }

    private QueueMember member() throws Exception {
        return house.eventually(QueueMember.class, _ -> true);
    }

    @Test
    void aCallerIsBridgedToTheAgentAndBothAreToldHow() throws Exception {
        var caller = waits(0, "");
        var agent = come(1, AGENT);
        assertTrue(Ears.within(House.PATIENCE, () -> agent.ears.tone(PITCH[0]) && caller.ears.tone(PITCH[1])));
        assertTrue(house.engine.read(v -> v.records(QueueMember.class)).isEmpty(), "he waits no more");
        agent.hangUp();
        var left = left("bridged");
        assertTrue(QueueSid.valid(left.get("QueueSid")));
        assertTrue(left.has("QueueTime"));
        assertEquals("in-progress", left.get("CallStatus"));
        var told = house.next("/agent");
        assertEquals("completed", told.get("DialCallStatus"));
        assertEquals(callOf(0), told.get("DialCallSid"));
        assertEquals(left.get("QueueSid"), told.get("QueueSid"));
        assertEquals("bridged", told.get("QueueResult"));
        assertTrue(Ears.within(House.PATIENCE, () -> caller.ears.tone(House.SPEECH)), "his document goes on");
    }

    @Test
    void aCallerWhoHangsUpWhileBridgedLeavesTheAgentToHisDocument() throws Exception {
        var caller = waits(0, "");
        var agent = come(1, AGENT);
        assertTrue(Ears.within(House.PATIENCE, () -> agent.ears.tone(PITCH[0])));
        caller.hangUp();
        var told = house.next("/agent");
        assertEquals("completed", told.get("DialCallStatus"));
        assertEquals("in-progress", told.get("CallStatus"));
        assertFalse(agent.over());
        left("bridged");
    }

    @Test
    void theLongestWaitingIsTakenFirst() throws Exception {
        waits(0, "");
        waits(1, "");
        var agent = come(2, AGENT);
        assertTrue(Ears.within(House.PATIENCE, () -> agent.ears.tone(PITCH[0])));
    }

    @Test
    void theWaitUrlIsToldTheFiguresAndAskedAgainAndAgain() throws Exception {
        house.put(new VoiceQueue(
                new QueueSid("QU" + "1".repeat(32)),
                house.account.sid(),
                "support",
                7,
                null,
                Instant.now(),
                Instant.now()));
        waits(0, " waitUrlMethod='GET'");
        var asked = house.next("/wait");
        assertEquals("GET", asked.method());
        assertEquals("QU" + "1".repeat(32), asked.get("QueueSid"));
        assertEquals("1", asked.get("QueuePosition"));
        assertEquals("0", asked.get("QueueTime"));
        assertEquals("7", asked.get("MaxQueueSize"));
        assertEquals("in-progress", asked.get("CallStatus"));
        waits(1, "");
        var second = house.eventually(QueueMember.class, m -> m.call().value().equals(callOf(1)));
        assertTrue(Ears.within(House.PATIENCE, () -> house.asked.stream()
                .anyMatch(a -> a.get("CallSid").equals(second.call().value())
                        && a.get("QueuePosition").equals("2")
                        && a.get("CurrentQueueSize").equals("2"))));
        assertTrue(Ears.within(House.PATIENCE, () -> house.asked.stream()
                .anyMatch(a -> a.get("CallSid").equals(callOf(0))
                        && !a.get("QueueTime").equals("0")
                        && !a.get("AvgQueueTime").equals("0"))));
    }

    @Test
    void soundAsWaitUrlIsRepeatedAndAnEmptyOneIsSilence() throws Exception {
        house.site("/tune", _ -> new Answer(200, "audio/wav", Sound.tone(House.SPEECH, 300), Map.of()));
        var first = come(0, "<Response><Enqueue waitUrl='/tune' waitUrlMethod='GET'>support</Enqueue></Response>");
        first.hush();
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)));
        Thread.sleep(1_000);
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)));
        var second = come(1, "<Response><Enqueue waitUrl=''>support</Enqueue></Response>");
        house.eventually(QueueMember.class, m -> m.call().value().equals(callOf(1)));
        assertTrue(Ears.within(House.PATIENCE, second.ears::silence));
    }

    @Test
    void aGatherInTheWaitDocumentKeepsTheCallerAndItsActionReplacesTheDocument() throws Exception {
        var caller = waits(0, "");
        house.page("/wait", _ -> "<Response><Gather numDigits='1' action='/menu' timeout='20'><Say>"
                + "Press four ".repeat(9) + "</Say></Gather></Response>");
        house.page("/menu", _ -> "<Response><Redirect>/goodbye</Redirect></Response>");
        house.page("/goodbye", _ -> "<Response><Leave/></Response>");
        assertTrue(Ears.within(House.PATIENCE, () -> caller.ears.tone(House.SPEECH)));
        caller.press("4");
        assertEquals("4", house.next("/menu").get("Digits"));
        left("leave");
        assertTrue(Ears.within(House.PATIENCE, () -> caller.ears.tone(House.SPEECH)));
    }

    @Test
    void aHangupInTheWaitDocumentAndACallerWhoHangsUpAreTold() throws Exception {
        waits(0, "");
        house.page("/wait", _ -> "<Response><Hangup/></Response>");
        var left = left("hangup");
        assertEquals("completed", left.get("CallStatus"));
    }

    @Test
    void aFailingWaitUrlIsAnErrorAndVerbsThatDoNotBelongAreSkipped() throws Exception {
        waits(0, "");
        house.page("/wait", _ -> "<Response><Record/><Dial>1</Dial><Pause length='1'/></Response>");
        logged(12200);
        logged(13201);
        house.site("/wait", _ -> Answer.of(500));
        left("error");
        logged(11200);
    }

    @Test
    void aFullQueueTurnsTheCallerAwayWithAWarning() throws Exception {
        waits(0, "");
        house.page("/full", _ -> "<Response><Hangup/></Response>");
        come(1, "<Response><Enqueue action='/full' maxQueueSize='1'>support</Enqueue></Response>");
        var full = house.next("/full");
        assertEquals("queue-full", full.get("QueueResult"));
        assertEquals(member().queue().value(), full.get("QueueSid"));
        assertEquals("0", full.get("QueueTime"));
        assertEquals("1", logged(14207).log());
    }

    @Test
    void aNameTooLongAndABadWorkflowAreErrors() throws Exception {
        house.page("/first", _ -> "<Response><Enqueue action='/second' workflowSid='WW1'/></Response>");
        house.page("/second", _ -> "<Response><Enqueue action='/third' workflowSid='WW" + "0".repeat(32)
                + "'><Task>no json</Task></Enqueue></Response>");
        house.page("/third", _ -> "<Response><Enqueue action='/fourth' workflowSid='WW" + "0".repeat(32)
                + "'><Task>{}</Task></Enqueue></Response>");
        house.page("/fourth", _ -> "<Response><Enqueue action='/fifth'/></Response>");
        house.page("/fifth", _ -> "<Response><Hangup/></Response>");
        come(0, "<Response><Enqueue action='/first'>" + "x".repeat(65) + "</Enqueue></Response>");
        for (var path : new String[] {"/first", "/second", "/third", "/fourth", "/fifth"}) {
            assertEquals("error", house.next(path).get("QueueResult"), path);
        }
        for (int code : new int[] {14205, 14220, 14221, 14222, 14204}) {
            assertEquals("0", logged(code).log());
        }
    }

    @Test
    void withoutAnActionTheNextVerbFollows() throws Exception {
        house.page("/wait", _ -> "<Response><Leave/></Response>");
        house.page("/next", _ -> "<Response><Hangup/></Response>");
        come(0, "<Response><Enqueue waitUrl='/wait'>support</Enqueue><Redirect>/next</Redirect></Response>");
        house.next("/next");
    }

    @Test
    void aRedirectedCallIsToldAsRedirectedAndOnlyTheTargetRuns() throws Exception {
        var caller = waits(0, "");
        house.page("/target", _ -> "<Response><Pause length='20'/></Response>");
        redirect(0, "/target");
        house.next("/target");
        left("redirected");
        assertFalse(caller.over());
        assertTrue(caller.ears.share(House.SPEECH) < 0.1, "the action's answer is not run");
    }

    private void redirect(int number, String path) throws Exception {
        var sid = house.eventually(Call.class, c -> c.from().endsWith("000" + number)).sid();
        house.voice.calls().redirect(sid, new Twiml.Fetched(house.url(path), HttpMethod.POST, null), Options.NONE);
    }

    @Test
    void aRedirectedCallThatTalksLeavesTheAgentToHisDocument() throws Exception {
        waits(0, "");
        var agent = come(1, AGENT);
        assertTrue(Ears.within(House.PATIENCE, () -> agent.ears.tone(PITCH[0])));
        house.page("/target", _ -> "<Response><Pause length='20'/></Response>");
        redirect(0, "/target");
        left("redirected-from-bridged");
        assertEquals("completed", house.next("/agent").get("DialCallStatus"));
    }

    @Test
    void aMemberTakenOutByRestRunsItsDocument() throws Exception {
        var caller = waits(0, "");
        house.page("/fetched", _ -> "<Response><Say>You were fetched by somebody</Say></Response>");
        var member = member();
        house.voice.queues().dequeue(member, house.url("/fetched"), HttpMethod.GET);
        assertEquals("GET", house.next("/fetched").method());
        left("redirected");
        assertTrue(Ears.within(House.PATIENCE, () -> caller.ears.tone(House.SPEECH)));
        assertEquals(200, caller.end(House.PATIENCE));
        var again = assertThrows(
                ControlFailure.class,
                () -> house.voice.queues().dequeue(member, house.url("/fetched"), HttpMethod.GET));
        assertEquals(404, again.status());
    }

    @Test
    void theQueuedCallerHearsTheAgentsDocumentFirst() throws Exception {
        var caller = waits(0, "");
        house.page("/first-hear", _ -> "<Response><Say>" + "You are connected ".repeat(3) + "</Say></Response>");
        var agent = come(
                1,
                "<Response><Dial action='/agent' record='record-from-answer'><Queue url='/first-hear' method='GET'>"
                        + "support</Queue></Dial></Response>");
        assertTrue(Ears.within(House.PATIENCE, () -> caller.ears.tone(House.SPEECH)));
        var asked = house.next("/first-hear");
        assertEquals("GET", asked.method());
        assertEquals(callOf(0), asked.get("CallSid"));
        assertEquals(callOf(1), asked.get("DequeingCallSid"));
        assertTrue(asked.has("QueueTime") && QueueSid.valid(asked.get("QueueSid")));
        assertTrue(Ears.within(House.PATIENCE, () -> agent.ears.tone(PITCH[0]) && caller.ears.tone(PITCH[1])));
        agent.hangUp();
        assertFalse(house.next("/agent").get("RecordingUrl").isEmpty());
        house.eventually(Recording.class, r -> r.source().equals("DialVerb"));
    }

    @Test
    void whoIsTakenButNotYetTogetherLeavesInBetween() throws Exception {
        waits(0, "");
        house.page("/first-hear", _ -> "<Response><Say>" + "You are connected ".repeat(30) + "</Say></Response>");
        var agent = come(1, "<Response><Dial><Queue url='/first-hear'>support</Queue></Dial></Response>");
        house.next("/first-hear");
        house.page("/target", _ -> "<Response><Pause length='20'/></Response>");
        redirect(0, "/target");
        left("bridging-in-process");
        assertEquals(200, agent.end(House.PATIENCE));
    }

    @Test
    void aWaitUrlWithoutAnAddressIsAnErrorAndSoIsOneThatFails() throws Exception {
        house.page("/left", _ -> "<Response><Hangup/></Response>");
        come(0, "<Response><Enqueue action='" + house.url("/left") + "' waitUrl='::'>support</Enqueue></Response>");
        left("error");
        assertEquals("0", logged(14202).log());
    }

    @Test
    void anActionThatIsNoAddressIsAFailureBeforeAnybodyWaits() throws Exception {
        var call = come(0, "<Response><Enqueue action='::'>support</Enqueue></Response>");
        assertEquals("0", logged(14203).log());
        assertEquals(200, call.end(House.PATIENCE));
    }

    @Test
    void badNamesOfADialledQueueHaveTheirCodes() throws Exception {
        house.page("/agent", _ -> "<Response><Hangup/></Response>");
        come(0, AGENT.replace("support", ""));
        assertEquals("failed", house.next("/agent").get("DialCallStatus"));
        logged(14212);
        come(1, AGENT.replace("support", "x".repeat(65)));
        assertEquals("failed", house.next("/agent").get("DialCallStatus"));
        logged(14213);
    }

    @Test
    void nobodyInTheQueueIsNoAnswerAndNoQueueIsAFailure() throws Exception {
        waits(0, "").hangUp();
        left("hangup");
        come(1, AGENT.replace("<Dial", "<Dial timeout='1'"));
        assertEquals("no-answer", house.next("/agent").get("DialCallStatus"));
        come(2, AGENT.replace("support", "elsewhere"));
        assertEquals("failed", house.next("/agent").get("DialCallStatus"));
        logged(14213);
        come(3, "<Response><Dial action='/agent'><Queue reservationSid='WR" + "0".repeat(32)
                + "'>support</Queue></Dial></Response>");
        assertEquals("failed", house.next("/agent").get("DialCallStatus"));
        logged(14215);
    }
}
