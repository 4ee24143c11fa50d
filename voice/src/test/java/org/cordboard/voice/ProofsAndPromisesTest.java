package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.LiveCalls;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.dial.CallerId;
import org.cordboard.voice.phone.Bot;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What REST starts beside a call's own document: proofs of numbers, streams, and callbacks that outlive the process.
@Timeout(90)
class ProofsAndPromisesTest {
    private static final String THEIRS = "+15556660001";
    private static final Setting KEPT = new Setting(
            "caller-id.PN" + "1".repeat(32),
            "{\"account\":\"x\",\"fields\":{\"phone_number\":\"" + THEIRS + "\"}}");
    private House house;
    private TestPhone dave;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        dave = house.registered("dave");
        house.put(new PhoneRoute(THEIRS, house.account.sid(), "client:dave", Instant.now()));
        house.page("/told", _ -> "");
    }

    @AfterEach
    void tearDown() {
        dave.close();
        house.close();
    }

    private TestCall proved() throws Exception {
        var options = new Options(Map.of("StatusCallback", List.of(house.url("/told"))));
        house.voice.numberProofs().call(house.account, THEIRS, "123456", "PN" + "1".repeat(32), KEPT, options);
        var call = dave.rings().answer();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)), "it asks for the digits");
        return call;
    }

    @Test
    void aNumberIsProvedByTheDigitsItsOwnerWasShown() throws Exception {
        var callerId = new CallerId(house.engine, true);
        assertFalse(callerId.owned(THEIRS));
        proved().press("123456");
        var told = house.next("/told");
        assertEquals("success", told.get("VerificationStatus"));
        assertEquals("PN" + "1".repeat(32), told.get("OutgoingCallerIdSid"));
        assertTrue(callerId.owned(THEIRS), "and may be shown from now on");
    }

    @Test
    void wrongDigitsThreeTimesProveNothing() throws Exception {
        proved().press("111111W222222W333333");
        var told = house.next("/told");
        assertEquals("failed", told.get("VerificationStatus"));
        assertFalse(told.has("OutgoingCallerIdSid"));
        assertFalse(new CallerId(house.engine, true).owned(THEIRS));
    }

    @Test
    void whereCallerIdsAreCheckedOnlyOwnAndProvedNumbersAreShownToNumbers() throws Exception {
        var s = house.voice.stage();
        var config = new VoiceConfig(
                "local", Set.of("127.0.0.1"), Set.of(), () -> "", house.recordings, true, 0, false, 50);
        var strict = new LiveCalls(new Stage(
                config,
                s.engine(),
                s.media(),
                s.legs(),
                s.dialer(),
                new CallerId(s.engine(), true),
                s.conferences(),
                s.queues(),
                s.recordings(),
                s.streams(),
                s.siprecs(),
                s.transcriptions(),
                s.webhooks(),
                s.prompts(),
                s.events(),
                s.alerts(),
                s.sids(),
                s.endings(),
                s.recogniser()));
        var twiml = new Twiml.Inline("<Response><Pause length='20'/></Response>");
        var refused = assertThrows(
                ControlFailure.class,
                () -> strict.create(house.account, THEIRS, "+15550009999", twiml, Options.NONE));
        assertEquals(21210, refused.code());
        strict.create(house.account, "client:dave", "+15550009999", twiml, Options.NONE);
        dave.rings().refuse(486);
        house.put(KEPT);
        strict.create(house.account, THEIRS, THEIRS, twiml, Options.NONE);
        dave.rings().refuse(486);
    }

    private Call called(Map<String, List<String>> options) {
        house.page("/voice", _ -> "<Response><Say>Hello</Say><Pause length='60'/></Response>");
        var twiml = new Twiml.Fetched(house.url("/voice"), HttpMethod.POST, null);
        return house.voice.calls().create(house.account, "client:dave", House.NUMBER, twiml, new Options(options));
    }

    @Test
    void aStreamIsStartedByRestBesideTheDocumentAndStoppedByItsName() throws Exception {
        try (var bot = new Bot()) {
            var call = called(Map.of());
            dave.rings().answer();
            house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
            var options = new Options(Map.of(
                    "Url", List.of(bot.url()),
                    "Name", List.of("copy"),
                    "Track", List.of("both_tracks"),
                    "StatusCallback", List.of(house.url("/told"))));
            house.voice.callStreams().start(call.sid(), options, Map.of("colour", "red"));
            assertTrue(bot.next("\"start\"").contains("\"colour\":\"red\""));
            bot.next("\"outbound\"");
            assertEquals("stream-started", house.next("/told").get("StreamEvent"));
            assertTrue(house.voice.callStreams().stop(call.sid(), "other").isEmpty());
            assertTrue(house.voice.callStreams().stop(call.sid(), "copy").isPresent());
            assertEquals("stream-stopped", house.next("/told").get("StreamEvent"));
            assertTrue(house.voice.callStreams().stop(call.sid(), "copy").isPresent(), "stopped twice is stopped");
        }
    }

    @Test
    void theEndTellsHowLongTheRecordingIs() throws Exception {
        var call = called(Map.of("Record", List.of("true"), "StatusCallback", List.of(house.url("/told"))));
        var answered = dave.rings().answer();
        assertTrue(Ears.within(House.PATIENCE, () -> answered.ears.tone(House.SPEECH)));
        house.voice.calls().end(call.sid(), false);
        var completed = house.next("/told");
        assertEquals("completed", completed.get("CallStatus"));
        assertTrue(completed.get("RecordingUrl").contains(completed.get("RecordingSid")));
        assertTrue(completed.get("RecordingDuration").matches("[0-9]+"), completed.get("RecordingDuration"));
    }

    private static Setting promise(String url, CallSid call) {
        return new Setting("promised-callback." + call, "{\"url\":\"" + url + "\",\"method\":\"POST\"}");
    }

    private static Call like(Call call, CallSid sid, CallStatus status, Instant ended) {
        return new Call(
                sid,
                call.account(),
                null,
                call.from(),
                call.to(),
                status,
                call.direction(),
                null,
                null,
                call.startTime(),
                call.answerTime(),
                ended,
                200,
                call.node(),
                Map.of(),
                call.dateCreated(),
                call.dateUpdated());
    }

    private boolean promises() {
        return house.engine.read(view -> view.records(Setting.class)).stream()
                .anyMatch(setting -> setting.name().startsWith("promised-callback."));
    }

    @Test
    void callsThatDiedWithTheirProcessAreEndedAndToldAtTheNextStart() throws Exception {
        var call = called(Map.of("StatusCallback", List.of(house.url("/told"))));
        dave.rings().answer();
        var talking = house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS);
        assertTrue(promises(), "what is to be told is kept with the call");
        var promise = house.engine.read(view -> view.records(Setting.class)).stream()
                .filter(setting -> setting.name().startsWith("promised-callback."))
                .findFirst()
                .orElseThrow();
        house.voice.calls().end(call.sid(), false);
        house.next("/told");
        assertTrue(Ears.within(House.PATIENCE, () -> !promises()), "and forgotten once it was told");
        // As the log of a killed process has it: one talked still, one had ended and nobody was told.
        var one = new CallSid("CA" + "a".repeat(32));
        var other = new CallSid("CA" + "b".repeat(32));
        house.put(like(talking, one, CallStatus.IN_PROGRESS, null), promise(house.url("/told"), one));
        house.put(
                like(talking, other, CallStatus.COMPLETED, Instant.now()),
                new Setting("promised-callback." + other, promise.value()));
        house.restartVoice();
        var told = Set.of(checked(house.next("/told")), checked(house.next("/told")));
        assertEquals(Set.of(one.value(), other.value()), told);
        house.eventually(Call.class, c -> c.sid().equals(one) && c.status() == CallStatus.COMPLETED);
        assertTrue(Ears.within(House.PATIENCE, () -> !promises()));
    }

    private static String checked(House.Asked told) {
        assertEquals("completed", told.get("CallStatus"));
        assertEquals("3", told.get("SequenceNumber"));
        assertEquals("US", told.get("FromCountry"));
        assertEquals("200", told.get("SipResponseCode"));
        assertTrue(told.has("CallDuration") && told.has("Duration"));
        assertEquals("call-progress-events", told.get("CallbackSource"));
        return told.get("CallSid");
    }
}
