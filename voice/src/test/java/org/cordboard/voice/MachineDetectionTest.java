package org.cordboard.voice;

import static org.cordboard.voice.House.NUMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Clip;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.speech.InstalledSpeech;
import org.cordboard.media.speech.SpeechException;
import org.cordboard.media.speech.SpeechRequest;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.voice.control.LiveCalls;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// F120, F121 and detection on the nouns of a Dial: who answered is told to `amdStatusCallback` while the caller is
/// connected already, to a participant's and a call's callbacks, or to the document that waits for the verdict.
@Timeout(120)
class MachineDetectionTest {
    private static final String GREETING = "You have reached the mailbox of Dave. I cannot take your call at the moment."
            + " Please leave your name and your number after the tone, and I will call you back as soon as I can.";

    private House house;
    private final List<TestPhone> phones = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        house = new House();
        house.page("/amd", _ -> "");
    }

    @AfterEach
    void close() {
        phones.forEach(TestPhone::close);
        house.close();
    }

    /// What phones say when they are picked up, by the parts they play.
    private enum Part {
        HUMAN("human"),
        MACHINE("machine_start"),
        FAX("fax"),
        SILENT("unknown");

        private final String verdict;

        Part(String verdict) {
            this.verdict = verdict;
        }

        AudioSource says() {
            return switch (this) {
                case HUMAN -> said("Hello?").once();
                case MACHINE -> said(GREETING).once();
                case FAX -> new Tones(false, new Tones.Step(2_100, 0, 3_500, 0.3));
                case SILENT -> Sounds.silence();
            };
        }
    }

    private static Clip said(String text) {
        try (var speech = InstalledSpeech.find()) {
            return Clip.join(Clip.silence(Duration.ofMillis(300)), speech.say(SpeechRequest.english(text)));
        } catch (SpeechException e) {
            throw new AssertionError("the test machine cannot speak", e);
        }
    }

    /// The tone after which callers speak.
    private static Clip beep() {
        var tone = new Tones(false, new Tones.Step(1_000, 0, 400, 0.3));
        var samples = new short[20 * AudioSource.FRAME];
        var frame = new short[AudioSource.FRAME];
        for (int at = 0; at < samples.length; at += frame.length) {
            tone.read(frame);
            System.arraycopy(frame, 0, samples, at, frame.length);
        }
        return Clip.join(new Clip(samples), Clip.silence(Duration.ofSeconds(2)));
    }

    private TestPhone phone(String name) throws InterruptedException {
        var phone = house.registered(name);
        phones.add(phone);
        return phone;
    }

    private TestPhone outside() {
        var phone = new TestPhone("+1650555000" + phones.size());
        phones.add(phone);
        return phone;
    }

    private Call recorded(String sid) throws InterruptedException {
        return house.eventually(Call.class, call -> call.sid().value().equals(sid));
    }

    @Test
    void aDialTellsWhichOfFourNumbersIsAPersonAMachineAFaxOrSilent() throws Exception {
        house.answers("");
        var callees = new HashMap<Part, TestPhone>();
        for (var part : Part.values()) {
            var number = "+1415555000" + part.ordinal();
            house.put(new PhoneRoute(number, house.account.sid(), "client:" + part, Instant.now()));
            callees.put(part, phone(part.name()));
            house.page("/dial/" + part, _ -> """
                    <Response><Dial><Number machineDetection="Enable" machineDetectionSilenceTimeout="3000"
                      amdStatusCallback="/amd">%s</Number></Dial></Response>"""
                    .formatted(number));
            house.number("+1555000200" + part.ordinal(), Map.of("voice_url", house.url("/dial/" + part)));
        }
        var answered = new HashMap<String, Part>();
        var callers = new HashMap<Part, TestCall>();
        for (var part : Part.values()) {
            callers.put(part, outside().call(house.sip(), "+1555000200" + part.ordinal()));
            var callee = callees.get(part).rings().answer();
            callee.says(part.says());
            answered.put("client:" + part, part);
        }
        var human = callers.get(Part.HUMAN);
        assertTrue(Ears.within(Duration.ofSeconds(20), human.ears::sound), "the caller is connected before any verdict");
        for (int i = 0; i < Part.values().length; i++) {
            var told = house.next("/amd");
            var call = recorded(told.get("CallSid"));
            var part = Part.values()[call.to().charAt(call.to().length() - 1) - '0'];
            assertEquals(part.verdict, told.get("AnsweredBy"), part.name());
            assertTrue(Integer.parseInt(told.get("MachineDetectionDuration")) > 0);
            assertEquals(house.account.sid().value(), told.get("AccountSid"));
            assertEquals("outbound-dial", call.direction());
        }
        for (var caller : callers.values()) {
            caller.dialog().bye();
        }
    }

    @Test
    void aParticipantsGreetingIsHeardToItsBeep() throws Exception {
        house.answers("<Dial><Conference>room</Conference></Dial>");
        var dave = phone("dave");
        house.voice.conferences().add(house.account, "room", "client:dave", NUMBER, new Options(Map.of(
                "MachineDetection", List.of("DetectMessageEnd"),
                "AmdStatusCallback", List.of(house.url("/amd")))));
        dave.rings().answer().says(Clip.join(said(GREETING), beep()).once());
        var told = house.next("/amd");
        assertEquals("machine_end_beep", told.get("AnsweredBy"));
        assertTrue(Integer.parseInt(told.get("MachineDetectionDuration")) > 3_000, "the greeting is longer than that");
    }

    @Test
    void aCallsDocumentRunsAtOnceWhenTheVerdictIsToldLater() throws Exception {
        house.page("/twiml", _ -> "<Response><Pause length='30'/></Response>");
        var dave = phone("dave");
        create(Map.of(
                "MachineDetection", List.of("Enable"),
                "AsyncAmd", List.of("true"),
                "AsyncAmdStatusCallback", List.of(house.url("/amd"))));
        dave.rings().answer().says(Part.MACHINE.says());
        assertEquals("", house.next("/twiml").get("AnsweredBy"));
        assertEquals("machine_start", house.next("/amd").get("AnsweredBy"));
    }

    @Test
    void aCallsDocumentIsAskedForWithTheVerdictWhenItWaitsForIt() throws Exception {
        house.page("/twiml", _ -> "<Response><Pause length='30'/></Response>");
        var dave = phone("dave");
        var call = create(Map.of("MachineDetection", List.of("Enable")));
        dave.rings().answer().says(Part.HUMAN.says());
        var asked = house.next("/twiml");
        assertEquals("human", asked.get("AnsweredBy"));
        assertTrue(Integer.parseInt(asked.get("MachineDetectionDuration")) > 0);
        assertEquals("human", recorded(call.sid().value()).answeredBy());
    }

    private Call create(Map<String, List<String>> options) {
        var twiml = new LiveCalls.Twiml.Fetched(
                house.url("/twiml"), org.cordboard.voice.webhook.HttpMethod.POST, null);
        return house.voice.calls().create(house.account, "client:dave", NUMBER, twiml, new Options(options));
    }
}
