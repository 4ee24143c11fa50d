package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who answered, told in each of the published words, over real RTP (Voice reference 9).
class DetectionTest extends MeetingHouse {
    private TestPhone dave;

    @BeforeEach
    void register() throws Exception {
        dave = registered("dave");
        house.page("/voice", _ -> "<Response><Pause length='30'/></Response>");
        house.page("/amd", _ -> "");
        house.page("/status", _ -> "");
    }

    private Call calls(String... pairs) throws Exception {
        return house.voice
                .calls()
                .create(
                        house.account,
                        "client:dave",
                        House.NUMBER,
                        new Twiml.Fetched(house.url("/voice"), HttpMethod.POST, null),
                        options(pairs));
    }

    private TestCall answers(Greetings greeting) throws Exception {
        var answered = dave.rings().answer();
        answered.play(greeting.once());
        return answered;
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("human", "Enable", new Greetings().pause(400).speech(500).pause(3_000), Map.of()),
                Arguments.of("human", "DetectMessageEnd", new Greetings().pause(400).speech(500).pause(3_000), Map.of()),
                Arguments.of("machine_start", "Enable", new Greetings().pause(200).speech(4_000), Map.of()),
                Arguments.of(
                        "machine_end_beep",
                        "DetectMessageEnd",
                        new Greetings().pause(200).speech(3_500).pause(300).tone(1_000, 400).pause(3_000),
                        Map.of()),
                Arguments.of(
                        "machine_end_silence",
                        "DetectMessageEnd",
                        new Greetings().pause(200).speech(3_500).pause(5_000),
                        Map.of()),
                Arguments.of(
                        "machine_end_other",
                        "DetectMessageEnd",
                        new Greetings().pause(100).speech(12_000),
                        Map.of("MachineDetectionTimeout", "4")),
                Arguments.of("fax", "Enable", new Greetings().pause(300).tone(2_100, 3_000).pause(2_000), Map.of()),
                Arguments.of(
                        "unknown",
                        "Enable",
                        new Greetings().pause(5_000),
                        Map.of("MachineDetectionSilenceTimeout", "2000")));
    }

    private String[] amd(String mode, Map<String, String> tuning) {
        var pairs = new java.util.ArrayList<>(java.util.List.of("MachineDetection", mode));
        tuning.forEach((name, value) -> pairs.addAll(java.util.List.of(name, value)));
        return pairs.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void theDocumentWaitsForTheVerdictAndIsToldIt(
            String verdict, String mode, Greetings greeting, Map<String, String> tuning) throws Exception {
        calls(amd(mode, tuning));
        answers(greeting);
        var asked = house.next("/voice");
        assertEquals(verdict, asked.get("AnsweredBy"));
        assertTrue(Integer.parseInt(asked.get("MachineDetectionDuration")) > 0);
        assertEquals("in-progress", asked.get("CallStatus"));
        assertEquals(verdict, house.eventually(Call.class, c -> c.answeredBy() != null).answeredBy());
    }

    @Test
    void whatIsLongIsSaidByTheSpeechThreshold() throws Exception {
        calls(
                "MachineDetection", "Enable",
                "MachineDetectionSpeechThreshold", "1000",
                "MachineDetectionSpeechEndThreshold", "500");
        answers(new Greetings().pause(300).speech(1_600).pause(3_000));
        assertEquals("machine_start", house.next("/voice").get("AnsweredBy"));
    }

    @Test
    void theSameWordsAreAHumanWithTheUsualThreshold() throws Exception {
        calls("MachineDetection", "Enable", "MachineDetectionSpeechEndThreshold", "900");
        answers(new Greetings().pause(300).speech(1_600).pause(3_000));
        assertEquals("human", house.next("/voice").get("AnsweredBy"));
    }

    @Test
    void inTheBackgroundTheDocumentRunsAtOnceAndTheVerdictComesByItself() throws Exception {
        calls(
                "MachineDetection", "Enable", "AsyncAmd", "true",
                "AsyncAmdStatusCallback", house.url("/amd"), "AsyncAmdStatusCallbackMethod", "GET",
                "StatusCallback", house.url("/status"));
        var answered = dave.rings().answer();
        assertFalse(house.next("/voice").has("AnsweredBy"), "asked before anybody spoke");
        answered.play(new Greetings().pause(200).speech(4_000).once());
        var verdict = house.next("/amd");
        assertEquals("machine_start", verdict.get("AnsweredBy"));
        assertEquals("GET", verdict.method());
        assertEquals(
                java.util.Set.of("CallSid", "AccountSid", "AnsweredBy", "MachineDetectionDuration"),
                verdict.fields().asMap().keySet());
        answered.hangUp();
        assertEquals("machine_start", house.next("/status").get("AnsweredBy"));
    }

    @Test
    void whoHangsUpBeforeTheVerdictIsUnknown() throws Exception {
        calls("MachineDetection", "Enable", "AsyncAmd", "true", "AsyncAmdStatusCallback", house.url("/amd"));
        var answered = dave.rings().answer();
        house.next("/voice");
        answered.hangUp();
        assertEquals("unknown", house.next("/amd").get("AnsweredBy"));
    }

    @Test
    void digitsToSendSwitchDetectionOff() throws Exception {
        calls("MachineDetection", "Enable", "SendDigits", "1");
        dave.rings().answer();
        assertFalse(house.next("/voice").has("AnsweredBy"));
    }

    @Test
    void aParticipantIsInTheConferenceWhileDetectionListens() throws Exception {
        house.voice
                .conferences()
                .add(
                        house.account,
                        "room",
                        "client:dave",
                        House.NUMBER,
                        options("MachineDetection", "DetectMessageEnd", "AmdStatusCallback", house.url("/amd")));
        answers(new Greetings().pause(200).speech(3_500).pause(300).tone(850, 500).pause(3_000));
        house.eventually(
                org.cordboard.routing.entity.Participant.class, p -> p.status().equals("connected"));
        assertEquals("machine_end_beep", house.next("/amd").get("AnsweredBy"));
        house.eventually(Call.class, c -> "machine_end_beep".equals(c.answeredBy()));
    }

    @Test
    void aDialledSipPhoneIsDetectedBesideTheTalk() throws Exception {
        house.answers("<Response><Dial><Sip machineDetection='Enable' machineDetectionSpeechEndThreshold='600'"
                + " amdStatusCallback='/amd' amdStatusCallbackMethod='GET'>sip:dave@127.0.0.1</Sip></Dial></Response>");
        call();
        answers(new Greetings().pause(300).speech(600).pause(3_000));
        var verdict = house.next("/amd");
        assertEquals("human", verdict.get("AnsweredBy"));
        assertEquals("GET", verdict.method());
        house.eventually(Call.class, c -> c.direction().equals("outbound-dial") && c.status() == CallStatus.IN_PROGRESS);
    }
}
