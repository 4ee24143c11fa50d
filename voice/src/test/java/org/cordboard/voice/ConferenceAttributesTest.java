package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Recording;
import org.cordboard.voice.House.Answer;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;

/// Each attribute of the Conference noun, heard and told (Voice reference 7.1 to 7.4).
class ConferenceAttributesTest extends MeetingHouse {
    @Test
    void someoneWhoJoinsMutedHearsAndIsNotHeard() throws Exception {
        var first = join(0, QUIET);
        var second = join(1, QUIET + " muted='true'");
        assertTrue(Ears.within(House.PATIENCE, () -> second.ears.tone(PITCH[0])));
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        assertTrue(participant(1).muted());
    }

    @Test
    void withoutAStarterTheyWaitAndOneWithTheRightStartsForAll() throws Exception {
        var wait = " beep='false' startConferenceOnEnter='false' waitUrl='/wait' waitMethod='GET'";
        house.site("/wait", _ -> new Answer(200, "audio/wav", Sound.tone(House.SPEECH, 400), Map.of()));
        var first = join(0, wait);
        var second = join(1, wait);
        var asked = house.next("/wait");
        assertEquals("GET", asked.method());
        assertEquals("room", asked.get("FriendlyName"));
        assertEquals(conference("init").value(), asked.get("ConferenceSid"));
        assertTrue(Ears.within(House.PATIENCE, () -> second.ears.tone(House.SPEECH)), "the sound, not each other");
        Thread.sleep(1_000);
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)), "again and again");
        var third = join(2, " beep='false'");
        conference("in-progress");
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.among(PITCH[1]) && first.ears.among(PITCH[2])));
        assertTrue(Ears.within(House.PATIENCE, () -> third.ears.among(PITCH[0]) && third.ears.among(PITCH[1])));
    }

    @Test
    void anEmptyWaitUrlIsSilenceAndADocumentEndsInSilenceWithoutBeingAskedAgain() throws Exception {
        house.page("/wait", _ -> "<Response><Say>Please hold</Say></Response>");
        var first = join(0, " beep='false' waitUrl='/wait'");
        first.hush();
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)));
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        house.next("/wait");
        assertTrue(house.asked.stream().noneMatch(a -> a.path().equals("/wait")));
    }

    @Test
    void aFailingWaitUrlOrAForbiddenVerbKeepsThemOutAndTheActionIsAsked() throws Exception {
        house.page("/wait", _ -> "<Response><Dial>+15550009</Dial></Response>");
        numbered(0, "<Response><Dial action='/after'><Conference waitUrl='/wait'>room</Conference></Dial></Response>");
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        call("+15557770000", "+15550002000");
        assertEquals("failed", house.next("/after").get("DialCallStatus"));
        logged(13238);
        conference("completed");
    }

    @Test
    void beepsAreHeardByTheOthersAsTheNewcomerWishes() throws Exception {
        var first = join(0, QUIET);
        var second = join(1, QUIET);
        first.hush();
        second.hush();
        conference("in-progress");
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        var beep = listen(first);
        var third = join(2, " waitUrl='' beep='onEnter' muted='true'");
        assertTrue(Ears.within(House.PATIENCE, beep::heard), "the beep of coming");
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        var leaving = listen(first);
        third.hangUp();
        house.eventually(Call.class, c -> c.from().endsWith("0002") && c.status() == CallStatus.COMPLETED);
        var fourth = join(3, " waitUrl='' beep='onExit' muted='true'");
        assertFalse(leaving.heard(), "neither the going of one nor the coming of the other");
        fourth.hangUp();
        assertTrue(Ears.within(House.PATIENCE, leaving::heard), "the beep of going");
    }

    /// Hears whether anything sounds on a call from now on.
    private static final class Listener implements org.cordboard.media.AudioTap {
        private volatile boolean heard;

        @Override
        public void frame(short[] inbound, short[] outbound) {
            for (var sample : inbound) {
                heard |= Math.abs(sample) > 1_000;
            }
        }

        boolean heard() {
            return heard;
        }
    }

    private static Listener listen(org.cordboard.voice.phone.TestCall call) {
        var listener = new Listener();
        call.tap(listener);
        return listener;
    }

    @Test
    void theEndOfOneWhoEndsItIsTheEndForAllAndNamesHim() throws Exception {
        house.page("/events", _ -> "");
        var callback = " statusCallback='/events' statusCallbackMethod='GET' statusCallbackEvent='end leave'";
        var first = join(0, QUIET + callback);
        var second = join(1, QUIET + " endConferenceOnExit='true' participantLabel='boss'");
        conference("in-progress");
        var boss = callOf(1);
        second.hangUp();
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)), "he goes on with his document");
        assertEquals("answered", house.next("/after0").get("DialCallStatus"));
        var left = house.next("/events");
        assertEquals("boss", left.get("ParticipantLabel"));
        assertEquals("participant_hung_up", left.get("ReasonParticipantLeft"));
        assertEquals("completed", left.get("ParticipantCallStatus"));
        var other = house.next("/events");
        assertEquals("moderator_ended_conference", other.get("ReasonParticipantLeft"));
        assertEquals("in-progress", other.get("ParticipantCallStatus"));
        var end = house.next("/events");
        assertEquals("GET", end.method());
        assertEquals("conference-end", end.get("StatusCallbackEvent"));
        assertEquals("participant-with-end-conference-on-exit-left", end.get("ReasonConferenceEnded"));
        assertEquals(boss, end.get("CallSidEndingConference"));
        assertEquals("boss", end.get("ParticipantLabelEndingConference"));
        assertTrue(end.get("Timestamp").endsWith("+0000"));
    }

    @Test
    void theLastOneLeftStaysInSilenceUntilHeGoes() throws Exception {
        var first = join(0, " beep='false'");
        var second = join(1, " beep='false'");
        conference("in-progress");
        first.hush();
        second.hangUp();
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        assertEquals("in-progress", house.eventually(Conference.class, _ -> true).status());
        first.hangUp();
        var ended = house.eventually(Conference.class, c -> c.status().equals("completed"));
        assertEquals("last-participant-left", ended.reasonEnded());
    }

    @Test
    void oneMoreThanMayComeIsTurnedAway() throws Exception {
        join(0, QUIET);
        join(1, QUIET);
        numbered(2, "<Response><Dial action='/full'><Conference maxParticipants='2'>room</Conference></Dial></Response>");
        house.page("/full", _ -> "<Response><Hangup/></Response>");
        call("+15557770002", "+15550002002");
        assertEquals("failed", house.next("/full").get("DialCallStatus"));
        logged(16020);
    }

    @Test
    void aLabelInUseSkipsTheVerb() throws Exception {
        join(0, QUIET + " participantLabel='ann'");
        assertEquals("ann", participant(0).label());
        numbered(1, "<Response><Dial action='/never'><Conference participantLabel='ann'>room</Conference></Dial>"
                + "<Redirect>/next</Redirect></Response>");
        house.page("/next", _ -> "<Response><Hangup/></Response>");
        call("+15557770001", "+15550002001");
        house.next("/next");
        logged(16025);
    }

    @Test
    void aCoachJoinsHeardByHisPupilAlone() throws Exception {
        var first = join(0, QUIET);
        var second = join(1, QUIET);
        conference("in-progress");
        var third = join(2, QUIET + " coach='" + callOf(1) + "'");
        assertTrue(Ears.within(House.PATIENCE, () -> second.ears.among(PITCH[2]) && second.ears.among(PITCH[0])));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(PITCH[1])));
        assertTrue(Ears.within(House.PATIENCE, () -> third.ears.among(PITCH[0]) && third.ears.among(PITCH[1])));
        assertTrue(participant(2).coaching());
        assertEquals(callOf(1), participant(2).callToCoach().value());
        second.hangUp();
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence), "without his pupil nobody hears the coach");
    }

    @Test
    void aCoachOfNobodyDoesNotJoin() throws Exception {
        numbered(0, "<Response><Dial action='/after'><Conference coach='CA" + "9".repeat(32)
                + "'>room</Conference></Dial></Response>");
        house.page("/after", _ -> "<Response><Hangup/></Response>");
        call("+15557770000", "+15550002000");
        assertEquals("failed", house.next("/after").get("DialCallStatus"));
        logged(13240);
    }

    @Test
    void theMixIsRecordedFromTheStartAndTold() throws Exception {
        house.page("/file", _ -> "");
        var first = join(
                0,
                QUIET + " record='record-from-start' trim='do-not-trim' recordingStatusCallback='/file'"
                        + " recordingStatusCallbackMethod='GET' recordingStatusCallbackEvent='in-progress completed'");
        assertTrue(house.engine.read(v -> v.records(Recording.class)).isEmpty(), "waiting is not recorded");
        join(1, QUIET);
        var started = house.next("/file");
        assertEquals("in-progress", started.get("RecordingStatus"));
        Thread.sleep(700);
        first.hangUp();
        house.voice.conferences().end(conference("in-progress"));
        var file = house.next("/file");
        assertEquals("GET", file.method());
        assertEquals("completed", file.get("RecordingStatus"));
        assertEquals("Conference", file.get("RecordingSource"));
        assertEquals("1", file.get("RecordingChannels"));
        assertEquals(conference("completed").value(), file.get("ConferenceSid"));
        var recording = house.eventually(Recording.class, r -> r.status().equals("completed"));
        var clip = org.cordboard.media.audio.AudioFiles.read(house.recordings.resolve(recording.file()));
        assertTrue(Loud.share(clip, PITCH[0]) > 0.1 && Loud.share(clip, PITCH[1]) > 0.1, "both are in it");
    }

    @Test
    void theStarLeavesAndTheTimeLimitEndsAStay() throws Exception {
        var dial = "<Response><Dial action='/left' hangupOnStar='true'><Conference" + QUIET
                + ">room</Conference></Dial></Response>";
        house.page("/left", _ -> "<Response><Pause length='20'/></Response>");
        var first = come(0, dial);
        come(1, dial.replace("hangupOnStar='true'", "timeLimit='1'"));
        assertEquals("answered", house.next("/left").get("DialCallStatus"), "by the time limit");
        first.press("*");
        assertEquals("answered", house.next("/left").get("DialCallStatus"), "by the star");
        assertFalse(first.over());
        conference("completed");
    }

    @Test
    void theSameNameAfterwardsIsAnotherConferenceAndCaseMatters() throws Exception {
        var first = join(0, QUIET);
        var sid = conference("init");
        first.hangUp();
        conference("completed");
        join(1, QUIET);
        assertTrue(!conference("init").equals(sid));
        come(2, "<Response><Dial><Conference>Room</Conference></Dial></Response>");
        house.eventually(Conference.class, c -> c.friendlyName().equals("Room"));
    }

    @Test
    void everyWordOfTheStatusCallbackHasItsEvents() throws Exception {
        house.page("/events", _ -> "");
        house.page("/announcement", _ -> "<Response><Say>Listen</Say></Response>");
        var first = join(
                0,
                QUIET + " statusCallback='/events'"
                        + " statusCallbackEvent='start end join leave mute hold modify speaker announcement'");
        var second = join(1, QUIET);
        var sid = conference("in-progress");
        var control = house.voice.conferences();
        control.update(sid, callOf(1), options("Muted", "true"));
        control.update(sid, callOf(1), options("Muted", "false"));
        control.update(sid, callOf(1), options("Hold", "true"));
        control.update(sid, callOf(1), options("Hold", "false"));
        control.update(sid, callOf(1), options("EndConferenceOnExit", "true"));
        control.update(sid, callOf(1), options("Coaching", "true", "CallSidToCoach", callOf(0)));
        control.announce(sid, options("AnnounceUrl", house.url("/announcement")));
        assertTrue(Ears.within(House.PATIENCE, () -> told("announcement-end")));
        control.announce(sid, options("AnnounceUrl", house.url("/nowhere")));
        first.hush();
        assertTrue(Ears.within(House.PATIENCE, () -> told("participant-speech-stop")));
        second.hangUp();
        assertTrue(Ears.within(House.PATIENCE, () -> told("conference-end")));
        for (var event : new String[] {
            "participant-join", "conference-start", "participant-mute", "participant-unmute", "participant-hold",
            "participant-unhold", "participant-modify", "announcement-fail", "participant-speech-start",
            "participant-leave"
        }) {
            assertTrue(told(event), event);
        }
        var coaching = house.asked.stream()
                .filter(a -> a.get("Coaching").equals("true"))
                .findFirst()
                .orElseThrow();
        assertEquals(coaching.get("CallSidToCoach"), house.asked.stream()
                .filter(a -> a.get("StatusCallbackEvent").equals("participant-join"))
                .findFirst()
                .orElseThrow()
                .get("CallSid"));
        var failed = house.asked.stream()
                .filter(a -> a.get("StatusCallbackEvent").equals("announcement-fail"))
                .findFirst()
                .orElseThrow();
        assertEquals(house.url("/nowhere"), failed.get("AnnounceUrl"));
        assertFalse(failed.get("ReasonAnnouncementFailed").isEmpty());
        var numbers = house.asked.stream()
                .filter(a -> a.path().equals("/events"))
                .map(a -> Integer.valueOf(a.get("SequenceNumber")))
                .sorted()
                .toList();
        for (int i = 0; i < numbers.size(); i++) {
            assertEquals(i + 1, numbers.get(i));
        }
    }

    private boolean told(String event) {
        return house.asked.stream().anyMatch(a -> a.get("StatusCallbackEvent").equals(event));
    }

    @Test
    void aCallbackThatFailsIsAWarningAndChangesNothing() throws Exception {
        house.site("/events", _ -> Answer.of(500));
        join(0, QUIET + " statusCallback='/events' statusCallbackEvent='join'");
        assertEquals("1", logged(16011).log());
    }
}
