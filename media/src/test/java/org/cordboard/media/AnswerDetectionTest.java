package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.audio.HoldMusic;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.detection.AnsweredBy;
import org.cordboard.media.detection.MachineDetectionSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerDetectionTest {
    private MediaEngine engine;
    private Peer peer;
    private MediaEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        engine = MediaEngine.start(MediaConfig.loopback());
        peer = new Peer();
        endpoint = engine.openRtp(new MediaListener() {});
        peer.talkTo(endpoint);
        peer.hear(3);
    }

    @AfterEach
    void stop() throws Exception {
        engine.close();
        peer.close();
    }

    @Test
    void aFaxOnTheLineIsToldWhileWePlayToIt() throws Exception {
        endpoint.play(Sounds.tone(2_100, Duration.ofMinutes(1))); // our own audio must not be judged
        var answer = engine.detectAnswer(endpoint, MachineDetectionSettings.defaults(false));
        peer.hear(50);
        assertTrue(!answer.isDone(), "our own tone was taken for the far end's");
        peer.says(new Tones(true, new Tones.Step(1_100, 0, 500, 0.2), new Tones.Step(0, 0, 1_500, 0)));
        var verdict = answer.get(30, TimeUnit.SECONDS);
        assertEquals(AnsweredBy.FAX, verdict.answeredBy());
        assertTrue(verdict.millis() >= 1_000 && verdict.millis() < 20_000, "after " + verdict.millis());
    }

    /// A prompt of ten seconds comes back 26 dB weaker and a fifth of a second late, over a noisy line.
    @Test
    void theEchoOfOurPromptIsNobody() {
        var answer = new AnswerDetection(MachineDetectionSettings.defaults(false), new ListenerCalls(Runnable::run));
        var music = HoldMusic.compose(7).forever();
        var random = new Random(5);
        var sent = new ArrayDeque<short[]>();
        var inbound = new short[160];
        for (int tick = 0; tick < 260; tick++) {
            var outbound = new short[160];
            if (tick / 50 % 2 == 0) {
                music.read(outbound);
            }
            sent.add(outbound);
            var back = sent.size() > 10 ? sent.remove() : new short[160];
            for (int i = 0; i < 160; i++) {
                inbound[i] = (short) (back[i] / 20 + 100 * random.nextGaussian());
            }
            answer.frame(inbound, outbound);
        }
        assertEquals(new MediaEngine.Answer(AnsweredBy.UNKNOWN, 5_000), answer.answer().join());
    }

    @Test
    void aHangUpBeforeTheVerdictIsUnknown() throws Exception {
        var answer = engine.detectAnswer(endpoint, MachineDetectionSettings.defaults(true));
        peer.hear(10);
        endpoint.close();
        assertEquals(AnsweredBy.UNKNOWN, answer.get(5, TimeUnit.SECONDS).answeredBy());
    }
}
