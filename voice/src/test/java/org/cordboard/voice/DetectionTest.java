package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    /// One who answers, and what is to be found out about him.
    private record Answer(String verdict, Greetings greeting, String... amd) {}

    private static final List<Answer> ANSWERS = List.of(
            new Answer("human", new Greetings().pause(400).speech(500).pause(3_000), "MachineDetection", "Enable"),
            new Answer(
                    "human",
                    new Greetings().pause(400).speech(500).pause(3_000),
                    "MachineDetection",
                    "DetectMessageEnd"),
            new Answer("machine_start", new Greetings().pause(200).speech(4_000), "MachineDetection", "Enable"),
            new Answer(
                    "machine_end_beep",
                    new Greetings().pause(200).speech(3_500).pause(300).tone(1_000, 400).pause(3_000),
                    "MachineDetection",
                    "DetectMessageEnd"),
            new Answer(
                    "machine_end_silence",
                    new Greetings().pause(200).speech(3_500).pause(5_000),
                    "MachineDetection",
                    "DetectMessageEnd"),
            new Answer(
                    "machine_end_other",
                    new Greetings().pause(100).speech(12_000),
                    "MachineDetection",
                    "DetectMessageEnd",
                    "MachineDetectionTimeout",
                    "4"),
            new Answer("fax", new Greetings().pause(300).tone(2_100, 3_000).pause(2_000), "MachineDetection", "Enable"),
            new Answer(
                    "unknown",
                    new Greetings().pause(5_000),
                    "MachineDetection",
                    "Enable",
                    "MachineDetectionSilenceTimeout",
                    "2000"));

    @Test
    void theDocumentWaitsForTheVerdictAndIsToldIt() throws Exception {
        for (int i = 0; i < ANSWERS.size(); i++) {
            var user = "dave" + i;
            var phone = registered(user);
            house.page("/voice" + i, _ -> "<Response><Pause length='30'/></Response>");
            house.voice
                    .calls()
                    .create(
                            house.account,
                            "client:" + user,
                            House.NUMBER,
                            new Twiml.Fetched(house.url("/voice" + i), HttpMethod.POST, null),
                            options(ANSWERS.get(i).amd));
            phone.rings().answer().play(ANSWERS.get(i).greeting.once());
        }
        for (int i = 0; i < ANSWERS.size(); i++) {
            var asked = house.next("/voice" + i);
            var verdict = ANSWERS.get(i).verdict;
            assertEquals(verdict, asked.get("AnsweredBy"), "of answer " + i);
            assertTrue(Integer.parseInt(asked.get("MachineDetectionDuration")) > 0);
            assertEquals("in-progress", asked.get("CallStatus"));
            var sid = asked.get("CallSid");
            house.eventually(Call.class, c -> c.sid().value().equals(sid) && verdict.equals(c.answeredBy()));
        }
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
    void aThresholdGivenAtItsDefaultIsTakenToTheLetterByRestAndByNouns() throws Exception {
        calls("MachineDetection", "Enable", "MachineDetectionSpeechEndThreshold", "1200");
        answers(new Greetings().pause(300).speech(600).pause(4_000));
        var byRest = house.next("/voice");
        assertEquals("human", byRest.get("AnsweredBy"));
        assertTrue(Integer.parseInt(byRest.get("MachineDetectionDuration")) >= 2_000, byRest.toString());

        house.answers("<Response><Dial><Sip machineDetection='Enable' machineDetectionSpeechEndThreshold='1200'"
                + " amdStatusCallback='/amd'>sip:dave@127.0.0.1</Sip></Dial></Response>");
        call();
        answers(new Greetings().pause(300).speech(600).pause(4_000));
        var byNoun = house.next("/amd");
        assertEquals("human", byNoun.get("AnsweredBy"));
        assertTrue(Integer.parseInt(byNoun.get("MachineDetectionDuration")) >= 2_000, byNoun.toString());
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
