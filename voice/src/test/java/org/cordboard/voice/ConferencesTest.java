package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Conferences of three: who hears whom, what REST changes, what the application is told.
@Timeout(60)
class ConferencesTest {
    private static final Duration SOON = House.PATIENCE;
    private static final double[] PITCH = {440, 1_000, 1_700};

    private House house;
    private final List<TestPhone> phones = new ArrayList<>();

    @BeforeEach
    void build() throws Exception {
        house = new House();
        house.page("/events", _ -> "");
        house.answers(
                "<Response><Dial><Conference beep='false' statusCallback='/events'"
                        + " statusCallbackEvent='start end join leave mute hold'>room</Conference></Dial><Say>Afterwards</Say></Response>");
    }

    @AfterEach
    void tearDown() {
        phones.forEach(TestPhone::close);
        house.close();
    }

    private TestCall join(int number) throws Exception {
        var phone = new TestPhone("+1555777000" + number);
        phones.add(phone);
        var call = phone.call(house.sip(), House.NUMBER);
        call.dialog();
        call.sing(PITCH[number]);
        house.eventually(Participant.class, p -> participantsPresent() == number + 1);
        return call;
    }

    private long participantsPresent() {
        return house.engine.read(view -> view.records(Participant.class)).stream()
                .filter(p -> p.status().equals("connected"))
                .count();
    }

    private ConferenceSid conference() throws Exception {
        return house.eventually(Conference.class, c -> c.status().equals("in-progress"))
                .sid();
    }

    private String callOf(int number) {
        return house.calls().stream()
                .filter(c -> c.from().equals("+1555777000" + number))
                .findFirst()
                .orElseThrow()
                .sid()
                .value();
    }

    private static Options options(String name, String value) {
        return new Options(Map.of(name, List.of(value)));
    }

    @Test
    void theFirstWaitsWithMusicAndThenEachHearsAllOthersButNotHimself() throws Exception {
        var first = join(0);
        first.hush();
        assertTrue(Ears.within(SOON, first.ears::sound), "music while alone");
        var second = join(1);
        var third = join(2);
        first.sing(PITCH[0]);
        assertTrue(Ears.within(SOON, () -> first.ears.among(PITCH[1]) && first.ears.among(PITCH[2])));
        assertTrue(Ears.within(SOON, () -> second.ears.among(PITCH[0]) && second.ears.among(PITCH[2])));
        assertTrue(Ears.within(SOON, () -> third.ears.among(PITCH[0]) && third.ears.among(PITCH[1])));
        assertTrue(first.ears.share(PITCH[0]) < 0.02, "nobody hears himself");
        assertTrue(third.ears.share(PITCH[2]) < 0.02);
        first.hangUp();
        second.hangUp();
        third.hangUp();
        house.eventually(Conference.class, c -> c.status().equals("completed"));
        assertEquals(
                List.of(
                        "participant-join",
                        "participant-join",
                        "conference-start",
                        "participant-join",
                        "participant-leave",
                        "participant-leave",
                        "participant-leave",
                        "conference-end"),
                events(8));
    }

    private List<String> events(int count) throws InterruptedException {
        var events = new ArrayList<String>();
        for (int i = 1; i <= count; i++) {
            var event = house.next("/events");
            assertEquals(Integer.toString(i), event.get("SequenceNumber"));
            events.add(event.get("StatusCallbackEvent"));
        }
        return events;
    }

    @Test
    void mutedHeldAndKickedParticipantsAreHeardAndHearAccordingly() throws Exception {
        var first = join(0);
        var second = join(1);
        assertTrue(Ears.within(SOON, () -> first.ears.tone(PITCH[1]) && second.ears.tone(PITCH[0])));
        var control = house.voice.conferences();
        var muted = control.update(conference(), callOf(1), options("Muted", "true"));
        assertTrue(muted.muted());
        assertTrue(Ears.within(SOON, first.ears::silence));
        assertTrue(second.ears.tone(PITCH[0]));
        control.update(conference(), callOf(1), options("Muted", "false"));
        assertTrue(Ears.within(SOON, () -> first.ears.tone(PITCH[1])));

        assertTrue(
                control.update(conference(), callOf(0), options("Hold", "true")).hold());
        assertTrue(Ears.within(SOON, second.ears::silence), "a held one is not heard");
        assertTrue(Ears.within(SOON, () -> first.ears.sound() && !first.ears.tone(PITCH[1])), "and hears music");
        control.update(conference(), callOf(0), options("Hold", "false"));
        assertTrue(Ears.within(SOON, () -> first.ears.tone(PITCH[1]) && second.ears.tone(PITCH[0])));

        control.remove(conference(), callOf(0));
        assertTrue(Ears.within(SOON, () -> first.ears.tone(House.SPEECH)), "a kicked one goes on with his document");
        assertFalse(second.over());
        assertThrows(ControlFailure.class, () -> control.update(conference(), callOf(0), Options.NONE));
    }

    @Test
    void aCoachIsHeardByOneOnly() throws Exception {
        var first = join(0);
        var second = join(1);
        var third = join(2);
        assertTrue(Ears.within(SOON, () -> first.ears.among(PITCH[2])));
        var coached = new Options(Map.of("Coaching", List.of("true"), "CallSidToCoach", List.of(callOf(1))));
        assertTrue(house.voice
                .conferences()
                .update(conference(), callOf(2), coached)
                .coaching());
        assertTrue(Ears.within(SOON, () -> first.ears.tone(PITCH[1])), "the customer hears the worker alone");
        assertTrue(Ears.within(SOON, () -> second.ears.among(PITCH[2]) && second.ears.among(PITCH[0])));
        assertTrue(third.ears.among(PITCH[0]));
    }

    @Test
    void endingByRestSendsEverybodyOnWithHisDocument() throws Exception {
        var first = join(0);
        var second = join(1);
        first.hush();
        second.hush();
        assertEquals("completed", house.voice.conferences().end(conference()).status());
        assertTrue(Ears.within(SOON, () -> first.ears.tone(House.SPEECH)));
        assertEquals(200, first.end(SOON));
        assertEquals(200, second.end(SOON));
        assertEquals(0, participantsPresent());
    }

    @Test
    void aParticipantAddedByRestIsDialledAndJoinsOnAnswer() throws Exception {
        var first = join(0);
        try (var dave = house.registered("dave")) {
            var added = house.voice
                    .conferences()
                    .add(house.account, "room", "client:dave", House.NUMBER, options("Label", "agent"));
            assertEquals("agent", added.label());
            var answered = dave.rings().answer();
            answered.sing(PITCH[2]);
            assertTrue(Ears.within(SOON, () -> first.ears.tone(PITCH[2]) && answered.ears.tone(PITCH[0])));
            house.voice.conferences().remove(conference(), "agent");
            assertEquals(200, answered.end(SOON));
        }
    }

    @Test
    void aParticipantWhoNeverAnswersIsToldAsFailed() throws Exception {
        join(0);
        try (var dave = house.registered("dave")) {
            house.voice.conferences().add(house.account, "room", "client:dave", House.NUMBER, Options.NONE);
            dave.rings().refuse(486);
            assertEquals("participant-join", house.next("/events").get("StatusCallbackEvent"));
            assertEquals("conference-start", house.next("/events").get("StatusCallbackEvent"), "while he rang");
            var left = house.next("/events");
            assertEquals("participant-leave", left.get("StatusCallbackEvent"));
            assertEquals("participant_add_failed", left.get("ReasonParticipantLeft"));
            assertEquals("busy", left.get("ParticipantCallStatus"));
        }
    }

    @Test
    void anAnnouncementIsHeardByAll() throws Exception {
        house.page("/announcement", _ -> "<Response><Say>Listen everybody</Say></Response>");
        var first = join(0);
        var second = join(1);
        first.hush();
        second.hush();
        house.voice.conferences().announce(conference(), options("AnnounceUrl", house.url("/announcement")));
        assertTrue(Ears.within(SOON, () -> first.ears.tone(House.SPEECH) && second.ears.tone(House.SPEECH)));
    }

    @Test
    void aRedirectedCallLeavesTheConferenceAndRunsItsNewDocument() throws Exception {
        house.page("/elsewhere", _ -> "<Response><Say>Somewhere else entirely</Say><Pause length='5'/></Response>");
        var first = join(0);
        var second = join(1);
        house.voice
                .calls()
                .redirect(
                        house.eventually(Call.class, c -> c.from().equals("+15557770000"))
                                .sid(),
                        new org.cordboard.voice.control.LiveCalls.Twiml.Fetched(
                                house.url("/elsewhere"), org.cordboard.voice.webhook.HttpMethod.POST, null),
                        Options.NONE);
        assertTrue(Ears.within(SOON, () -> first.ears.tone(House.SPEECH)));
        assertTrue(Ears.within(SOON, second.ears::silence));
        assertEquals(
                CallStatus.IN_PROGRESS,
                house.eventually(Call.class, c -> c.from().endsWith("1")).status());
    }
}
