package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.voice.House.Answer;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Participants by REST: each parameter of their making and changing (Voice reference 7.6).
class ParticipantsTest extends MeetingHouse {
    private TestPhone dave;

    @BeforeEach
    void register() throws Exception {
        dave = registered("dave");
    }

    private org.cordboard.routing.entity.Participant add(String... pairs) {
        return house.voice
                .conferences()
                .add(house.account, "room", "client:dave", House.NUMBER, options(pairs));
    }

    private int refusal(String... pairs) {
        return assertThrows(ControlFailure.class, () -> add(pairs)).code();
    }

    @Test
    void oneAddedToNothingMakesTheConferenceAndReportsHisCall() throws Exception {
        house.page("/call", _ -> "");
        house.page("/events", _ -> "");
        var added = house.voice
                .conferences()
                .add(
                        house.account,
                        "room",
                        "client:dave",
                        House.NUMBER,
                        new Options(Map.of(
                                "StatusCallback", List.of(house.url("/call")),
                                "StatusCallbackEvent", List.of("initiated", "ringing", "answered", "completed"),
                                "ConferenceStatusCallback", List.of(house.url("/events")),
                                "ConferenceStatusCallbackEvent", List.of("start join leave end"),
                                "CallerId", List.of("+15551234567"),
                                "Label", List.of("agent"),
                                "WaitUrl", List.of(""))));
        assertEquals("queued", added.status());
        assertEquals("agent", added.label());
        conference("init");
        var ringing = dave.rings();
        assertEquals("+15551234567", ringing.from());
        var answered = ringing.answer();
        for (var status : new String[] {"initiated", "ringing", "in-progress"}) {
            assertEquals(status, house.next("/call").get("CallStatus"));
        }
        assertEquals("participant-join", house.next("/events").get("StatusCallbackEvent"));
        assertEquals("connected", house.eventually(
                        org.cordboard.routing.entity.Participant.class, p -> p.status().equals("connected"))
                .status());
        answered.hangUp();
        assertEquals("completed", house.next("/call").get("CallStatus"));
        assertEquals("participant-leave", house.next("/events").get("StatusCallbackEvent"));
        assertEquals("conference-end", house.next("/events").get("StatusCallbackEvent"));
    }

    @Test
    void theOthersHearThatHisPhoneRingsUnlessToldOtherwise() throws Exception {
        var first = join(0, QUIET);
        join(1, QUIET + " muted='true'");
        conference("in-progress");
        first.hush();
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        add();
        var ringing = dave.rings();
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.among(440)), "ringback");
        ringing.refuse(486);
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        add("EarlyMedia", "false");
        var again = dave.rings();
        Thread.sleep(500);
        assertTrue(first.ears.silence());
        again.refuse(486);
    }

    @Test
    void whatHisNetworkSendsIsHeardBeforeHeAnswersAndHeHearsNothingYet() throws Exception {
        var first = join(0, QUIET);
        add();
        var ringing = dave.rings();
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(440) || first.ears.among(480)), "ringback");
        conference("in-progress");
        var announced = ringing.announce();
        announced.sing(PITCH[2]);
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(PITCH[2])), "instead of our ringing tone");
        assertTrue(announced.ears.silence(), "he is not in the room");
        ringing.pickUp(announced);
        assertTrue(Ears.within(House.PATIENCE, () -> announced.ears.tone(PITCH[0])));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(PITCH[2])), "once, not twice");
    }

    @Test
    void nobodyAnnouncesAnythingToOneWhosePhoneRings() throws Exception {
        join(0, QUIET);
        join(1, QUIET);
        var sid = conference("in-progress");
        add("Label", "later");
        dave.rings();
        var failure = assertThrows(
                ControlFailure.class,
                () -> house.voice.conferences().update(sid, "later", options("AnnounceUrl", house.url("/words"))));
        assertEquals(16028, failure.code());
    }

    @Test
    void anApplicationTakesPartByItsVoiceUrl() throws Exception {
        var sid = "AP" + "5".repeat(32);
        house.put(new Application(
                new ApplicationSid(sid),
                house.account.sid(),
                "bot",
                Map.of("voice_url", house.url("/bot"), "status_callback", house.url("/botended")),
                Instant.now(),
                Instant.now()));
        house.page("/bot", _ -> "<Response><Say>I am the application</Say><Echo/></Response>");
        house.page("/botended", _ -> "");
        house.page("/call", _ -> "");
        var first = join(0, QUIET);
        first.hush();
        var added = house.voice
                .conferences()
                .add(
                        house.account,
                        "room",
                        "app:" + sid + "?colour=red%21",
                        House.NUMBER,
                        options(
                                "Label", "bot",
                                "Beep", "false",
                                "StatusCallback", house.url("/call"),
                                "StatusCallbackEvent", "initiated ringing answered completed"));
        assertEquals("bot", added.label());
        var asked = house.next("/bot");
        assertEquals("red!", asked.get("colour"));
        assertEquals(sid, asked.get("ApplicationSid"));
        assertEquals("inbound", asked.get("Direction"));
        assertEquals("ringing", asked.get("CallStatus"));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)), "heard by those in the room");
        first.sing(PITCH[0]);
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(PITCH[0])), "and hears them");
        for (var status : new String[] {"initiated", "ringing", "in-progress"}) {
            var told = house.next("/call");
            assertEquals(status, told.get("CallStatus"));
            assertEquals("outbound-api", told.get("Direction"));
            assertEquals(added.call().value(), told.get("CallSid"));
        }
        house.voice.conferences().remove(conference("in-progress"), "bot");
        assertEquals("completed", house.next("/call").get("CallStatus"));
        assertEquals("completed", house.next("/botended").get("CallStatus"));
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
    }

    @Test
    void anApplicationThatRejectsOrIsNoneNeverComes() throws Exception {
        var sid = "AP" + "6".repeat(32);
        house.put(new Application(
                new ApplicationSid(sid),
                house.account.sid(),
                "shy",
                Map.of("voice_url", house.url("/shy")),
                Instant.now(),
                Instant.now()));
        house.page("/shy", _ -> "<Response><Reject reason='busy'/></Response>");
        house.page("/call", _ -> "");
        join(0, QUIET);
        var calls = house.voice.conferences();
        calls.add(house.account, "room", "app:" + sid, House.NUMBER, options("StatusCallback", house.url("/call")));
        assertEquals("busy", house.next("/call").get("CallStatus"));
        var none = "app:AP" + "7".repeat(32);
        calls.add(house.account, "room", none, House.NUMBER, options("StatusCallback", house.url("/call")));
        assertEquals("failed", house.next("/call").get("CallStatus"));
        logged(21218);
    }

    @Test
    void theMixIsRecordedFromWhenSomebodyWhoWantsItComesIn() throws Exception {
        join(0, QUIET);
        join(1, QUIET);
        conference("in-progress");
        add("ConferenceRecord", "true", "Beep", "false");
        dave.rings();
        assertTrue(house.engine.read(v -> v.records(Recording.class)).isEmpty(), "not before he is there");
        add("ConferenceRecord", "true", "Beep", "false");
        dave.rings().answer();
        house.eventually(Recording.class, r -> r.source().equals("Conference"));
    }

    @Test
    void howHeJoinsIsSaidWhenHeIsAdded() throws Exception {
        var first = join(0, QUIET);
        add("Muted", "true", "Beep", "false", "EndConferenceOnExit", "true", "StartConferenceOnEnter", "false");
        var answered = dave.rings().answer();
        answered.sing(PITCH[1]);
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(PITCH[0])));
        var shown = house.eventually(
                org.cordboard.routing.entity.Participant.class,
                p -> p.endConferenceOnExit() && p.status().equals("connected"));
        assertTrue(shown.muted());
        assertFalse(shown.startConferenceOnEnter());
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence));
        answered.hangUp();
        assertEquals("answered", house.next("/after0").get("DialCallStatus"));
    }

    @Test
    void hisLegAndTheMixAreRecordedAsAsked() throws Exception {
        house.page("/leg", _ -> "");
        house.page("/mix", _ -> "");
        join(0, QUIET);
        add(
                "Record", "true", "RecordingTrack", "inbound", "Trim", "do-not-trim",
                "RecordingStatusCallback", house.url("/leg"), "RecordingStatusCallbackEvent", "started completed",
                "ConferenceRecord", "true", "ConferenceTrim", "do-not-trim",
                "ConferenceRecordingStatusCallback", house.url("/mix"));
        var answered = dave.rings().answer();
        answered.sing(PITCH[1]);
        assertEquals("in-progress", house.next("/leg").get("RecordingStatus"));
        conference("in-progress");
        house.eventually(Recording.class, r -> r.source().equals("Conference"));
        Thread.sleep(600);
        answered.hangUp();
        var leg = house.next("/leg");
        assertEquals("completed", leg.get("RecordingStatus"));
        assertEquals("inbound", leg.get("RecordingTrack"));
        assertEquals("OutboundAPI", leg.get("RecordingSource"));
        assertFalse(leg.has("ConferenceSid"));
        house.voice.conferences().end(conference("in-progress"));
        var mix = house.next("/mix");
        assertEquals("Conference", mix.get("RecordingSource"));
        assertTrue(mix.has("ConferenceSid"));
    }

    @Test
    void theRingTimeTheTimeLimitAndACoachOfNobody() throws Exception {
        join(0, QUIET);
        add("Timeout", "1");
        assertTrue(dave.rings().canceledWithin(House.PATIENCE));
        house.eventually(Call.class, c -> c.status() == CallStatus.NO_ANSWER);
        add("TimeLimit", "1");
        assertEquals(200, dave.rings().answer().end(House.PATIENCE));
        assertEquals(13240, refusal("Coaching", "true"));
        assertEquals(13240, refusal("Coaching", "true", "CallSidToCoach", "CA" + "9".repeat(32)));
        assertEquals(16023, refusal("Label", "with/slash"));
    }

    @Test
    void aLabelInUseAConferenceThatIsFullAndOneThatIsOverAreRefused() throws Exception {
        join(0, QUIET + " participantLabel='ann'");
        assertEquals(16026, refusal("Label", "ann"));
        join(1, QUIET);
        assertEquals(16020, refusal("MaxParticipants", "2"));
        var sid = conference("in-progress");
        house.voice.conferences().end(sid);
        var failure = assertThrows(ControlFailure.class, () -> house.voice
                .conferences()
                .add(house.account, sid.value(), "client:dave", House.NUMBER, Options.NONE));
        assertEquals(16022, failure.code());
        assertEquals(404, failure.status());
    }

    @Test
    void aCoachAddedByRestIsHeardByHisPupilAlone() throws Exception {
        var first = join(0, QUIET);
        var second = join(1, QUIET);
        conference("in-progress");
        add("Coaching", "true", "CallSidToCoach", callOf(1));
        var coach = dave.rings().answer();
        coach.sing(PITCH[2]);
        assertTrue(Ears.within(House.PATIENCE, () -> second.ears.among(PITCH[2])));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(PITCH[1])));
        house.voice.conferences().update(conference("in-progress"), "CA" + sidOf("client:dave"), options("Coaching", "false"));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.among(PITCH[2])), "as a normal participant again");
    }

    private String sidOf(String to) {
        return house.calls().stream()
                .filter(c -> c.to().equals(to))
                .findFirst()
                .orElseThrow()
                .sid()
                .value()
                .substring(2);
    }

    @Test
    void aHeldOneHearsHisHoldUrlAgainAndAgain() throws Exception {
        house.page("/hold", _ -> "<Response><Say>You are on hold</Say></Response>");
        var first = join(0, QUIET);
        join(1, QUIET);
        var sid = conference("in-progress");
        house.voice.conferences().update(sid, callOf(0), options("Hold", "true", "HoldUrl", house.url("/hold")));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)));
        var asked = house.next("/hold");
        assertEquals("GET", asked.method(), "unless HoldMethod says otherwise");
        assertEquals(sid.value(), asked.get("ConferenceSid"));
        house.next("/hold");
        house.site("/hold", _ -> Answer.of(500));
        assertTrue(Ears.within(House.PATIENCE, first.ears::silence), "a failing document is silence");
        house.voice.conferences().update(sid, callOf(0), options("Hold", "false"));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(PITCH[1])));
    }

    @Test
    void anAnnouncementForOneIsHeardByHimWhileTheOthersTalk() throws Exception {
        house.page("/words", _ -> "<Response><Say>" + "For your ears only ".repeat(5) + "</Say></Response>");
        var first = join(0, QUIET);
        var second = join(1, QUIET);
        first.hush();
        var control = house.voice.conferences();
        var sid = conference("in-progress");
        control.update(sid, callOf(0), options("AnnounceUrl", house.url("/words"), "AnnounceMethod", "GET"));
        assertTrue(Ears.within(
                House.PATIENCE, () -> first.ears.among(House.SPEECH) && second.ears.silence()));
        assertEquals("GET", house.next("/words").method());
        control.update(sid, callOf(1), options("Hold", "true"));
        var held = assertThrows(
                ControlFailure.class,
                () -> control.update(sid, callOf(1), options("AnnounceUrl", house.url("/words"))));
        assertEquals(16027, held.code());
    }

    @Test
    void announcementsNeedAConferenceInProgress() throws Exception {
        join(0, QUIET);
        var sid = conference("init");
        var control = house.voice.conferences();
        var all = assertThrows(ControlFailure.class, () -> control.announce(sid, options("AnnounceUrl", "http://x/")));
        assertEquals(16001, all.code());
        var one = assertThrows(
                ControlFailure.class, () -> control.update(sid, callOf(0), options("AnnounceUrl", "http://x/")));
        assertEquals(16001, one.code());
    }

    @Test
    void aNewWaitUrlIsHeardWhileTheConferenceHasNotBegun() throws Exception {
        house.page("/wait", _ -> "<Response><Say>" + "Soon it begins ".repeat(5) + "</Say></Response>");
        var first = join(0, QUIET);
        first.hush();
        house.voice.conferences().update(conference("init"), callOf(0), options("WaitUrl", house.url("/wait")));
        assertTrue(Ears.within(House.PATIENCE, () -> first.ears.tone(House.SPEECH)));
    }

    @Test
    void flagsChangeWhileHeIsIn() throws Exception {
        join(0, QUIET);
        var second = join(1, QUIET);
        var sid = conference("in-progress");
        var control = house.voice.conferences();
        assertTrue(control.update(sid, callOf(1), options("EndConferenceOnExit", "true", "BeepOnExit", "true"))
                .endConferenceOnExit());
        var coach = assertThrows(
                ControlFailure.class,
                () -> control.update(sid, callOf(1), options("Coaching", "true", "CallSidToCoach", "CA" + "9".repeat(32))));
        assertEquals(13240, coach.code());
        second.hangUp();
        assertEquals(
                "participant-with-end-conference-on-exit-left",
                house.eventually(Conference.class, c -> c.status().equals("completed"))
                        .reasonEnded());
    }

    @Test
    void aKickedOneWhoEndsItEndsItAsKicked() throws Exception {
        join(0, QUIET);
        join(1, QUIET + " endConferenceOnExit='true'");
        house.voice.conferences().remove(conference("in-progress"), callOf(1));
        assertEquals(
                "participant-with-end-conference-on-exit-kicked",
                house.eventually(Conference.class, c -> c.status().equals("completed"))
                        .reasonEnded());
    }
}
