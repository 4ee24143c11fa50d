package org.cordboard.media.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.HoldMusic;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.audio.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineDetectorTest {
    /// A line on which things are heard one after the other, over faint noise.
    private static final class Line {
        private final List<Short> samples = new ArrayList<>();
        private final Random random = new Random(42);

        Line silence(int millis) {
            return add(Sounds.silence(Duration.ofMillis(millis)), millis);
        }

        Line add(AudioSource source, int millis) {
            var heard = new short[millis * 8];
            source.read(heard);
            for (short each : heard) {
                samples.add((short) Math.clamp(each + random.nextInt(31) - 15, -32_768, 32_767));
            }
            return this;
        }

        /// Something that sounds like syllables: harmonics of a wandering pitch, four times a second louder and softer.
        Line speech(int millis) {
            double phase = 0;
            for (int i = 0; i < millis * 8; i++) {
                double pitch = 120 + 30 * Math.sin(i / 3_000.0);
                phase += 2 * Math.PI * pitch / 8_000;
                double loud = 0.35 + 0.65 * Math.abs(Math.sin(Math.PI * i / 2_000.0));
                double sum = 0;
                for (int h = 1; h < 20; h++) {
                    sum += Math.sin(h * phase) / (1 + Math.abs(h - 5));
                }
                samples.add((short) Math.round(2_500 * loud * sum));
            }
            return this;
        }

        Line syllables(int count, int millis) {
            double phase = 0;
            for (int i = 0; i < count * millis * 8; i++) {
                phase += 2 * Math.PI * (110 + 20 * Math.sin(i / 4_000.0)) / 8_000;
                double loud = 0.15 + 0.85 * Math.abs(Math.sin(Math.PI * i / (millis * 8)));
                double sum = 0;
                for (int h = 1; h < 20; h++) {
                    sum += Math.sin(h * phase) / (1 + Math.abs(h - 5));
                }
                samples.add((short) Math.round(2_500 * loud * sum));
            }
            return this;
        }

        short[] toArray() {
            var all = new short[samples.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = samples.get(i);
            }
            return all;
        }
    }

    private record Verdict(AnsweredBy who, int millis) {}

    private static Verdict judge(Line line, boolean waitForEnd) {
        return judge(line, MachineDetectionSettings.defaults(waitForEnd));
    }

    private static Verdict judge(Line line, MachineDetectionSettings settings) {
        return judge(line.toArray(), settings);
    }

    private static Verdict judge(short[] all, MachineDetectionSettings settings) {
        var detector = new MachineDetector(settings);
        var frame = new short[160];
        for (int at = 0; at < 70 * 8_000; at += 160) {
            for (int i = 0; i < 160; i++) {
                frame[i] = at + i < all.length ? all[at + i] : 0;
            }
            var verdict = detector.hear(frame);
            if (verdict.isPresent()) {
                return new Verdict(verdict.get(), detector.millis());
            }
        }
        throw new AssertionError("no verdict within 70 s");
    }

    @Test
    void aWordAndSilenceIsAHuman() {
        var verdict = judge(new Line().silence(400).speech(600), false);
        assertEquals(AnsweredBy.HUMAN, verdict.who());
        assertTrue(verdict.millis() < 400 + 600 + 620, "after " + verdict.millis());
    }

    @Test
    void whoWantsToLeaveAMessageWaitsALittleLongerForCertainty() {
        var line = new Line().silence(400).speech(600).silence(600).speech(4_000);
        assertEquals(AnsweredBy.HUMAN, judge(line, false).who());
        assertEquals(AnsweredBy.MACHINE_END_SILENCE, judge(line, true).who());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 700, 1_200, 1_500, 3_000, 5_000})
    void aSilenceThatTheApplicationChoseIsWaitedForToTheLetter(int silence) {
        var verdict = judge(new Line().silence(400).speech(600), chosen(2_400, silence));
        assertEquals(AnsweredBy.HUMAN, verdict.who());
        assertEquals(400 + 600 + silence, verdict.millis(), 80);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 2_400, 6_000})
    void aThresholdThatTheApplicationChoseIsNotCutShortByTheFlowOfSpeech(int threshold) {
        var verdict = judge(new Line().silence(300).syllables(60, 130), chosen(threshold, 1_200));
        assertEquals(new Verdict(AnsweredBy.MACHINE_START, 300 + threshold), verdict);
    }

    @Test
    void musicIsAMachineBeforeTheThreshold() {
        var music = HoldMusic.compose(3).foreverFrom(80_000);
        var line = new Line().silence(300).add(music, 8_000);
        var verdict = judge(line, false);
        assertEquals(AnsweredBy.MACHINE_START, verdict.who());
        assertTrue(verdict.millis() < 300 + 2_000, "after " + verdict.millis());
        assertEquals(300 + 2_400, judge(line, chosen(2_400, 1_200)).millis(), 100);
    }

    @Test
    void aTextReadOutIsAMachineBeforeTheThreshold() {
        var verdict = judge(new Line().silence(300).syllables(12, 130), false);
        assertEquals(AnsweredBy.MACHINE_START, verdict.who());
        assertTrue(verdict.millis() < 300 + 1_700, "after " + verdict.millis());
    }

    @Test
    void aDarkVowelIsAWordAndNoBeep() {
        var line = new Line().silence(400).add(Sounds.tone(355, Duration.ofMillis(220)), 220).silence(3_000);
        assertEquals(AnsweredBy.HUMAN, judge(line, false).who());
        var beep = new Line().silence(400).add(Sounds.tone(355, Duration.ofMillis(500)), 500).silence(3_000);
        assertEquals(AnsweredBy.MACHINE_START, judge(beep, false).who());
    }

    @Test
    void keysAreNeitherSpeechNorABeep() {
        var key = new Tones(false, new Tones.Step(770, 1_336, 250, 0.15));
        var silent = new Line().silence(800).add(key, 250).silence(9_000);
        assertEquals(new Verdict(AnsweredBy.UNKNOWN, 5_000), judge(silent, false));
        var second = new Tones(false, new Tones.Step(770, 1_336, 250, 0.15));
        var greeting = new Line().silence(300).speech(4_000).silence(600).add(second, 250).silence(5_000);
        assertEquals(AnsweredBy.MACHINE_END_SILENCE, judge(greeting, true).who());
    }

    @Test
    void theOverallTimeOutLeavesAnUndecidedCallUnknown() {
        var patient = new MachineDetectionSettings(
                false, Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertEquals(new Verdict(AnsweredBy.UNKNOWN, 3_000), judge(new Line().silence(9_000), patient));
        assertEquals(new Verdict(AnsweredBy.UNKNOWN, 3_000), judge(new Line().silence(500).speech(9_000), patient));
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 10_000})
    void theInitialSilenceIsTheApplicationsChoice(int silence) {
        var chosen = new MachineDetectionSettings(
                false, Duration.ofSeconds(30), null, null, Duration.ofMillis(silence));
        assertEquals(new Verdict(AnsweredBy.UNKNOWN, silence), judge(new Line().silence(500), chosen));
    }

    @Test
    void aFriendlySentenceIsAHuman() {
        assertEquals(AnsweredBy.HUMAN, judge(new Line().silence(300).syllables(7, 150), false).who());
        assertEquals(AnsweredBy.HUMAN, judge(new Line().silence(300).syllables(7, 250), false).who());
    }

    private static MachineDetectionSettings chosen(int threshold, int end) {
        return new MachineDetectionSettings(
                false,
                Duration.ofSeconds(30),
                Duration.ofMillis(threshold),
                Duration.ofMillis(end),
                Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {440, 850, 1_400})
    void aBeepCutOffAtFullScaleIsStillABeep(double hertz) {
        var line = new Line().silence(300).speech(4_000).silence(600);
        line.add(
                frame -> {
                    for (int s = 0; s < frame.length; s++) {
                        frame[s] = (short) Math.clamp(60_000 * Math.sin(2 * Math.PI * hertz * s / 8_000), -32_124, 32_124);
                    }
                    return frame.length;
                },
                400);
        var verdict = judge(line.silence(1_000), true);
        assertEquals(AnsweredBy.MACHINE_END_BEEP, verdict.who());
        assertEquals(300 + 4_000 + 600 + 400 + 60, verdict.millis(), 60);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void packetsMissingFromANoisyLineAreNeitherSpeechNorItsEnd(long seed) {
        var random = new Random(seed);
        var line = new Line().add(noise(random), 400).speech(600).add(noise(random), 6_000).toArray();
        for (int at = 0; at + 160 <= line.length; at += 160) {
            if (random.nextInt(20) == 0) {
                java.util.Arrays.fill(line, at, at + 160, (short) 0);
            }
        }
        var verdict = judge(line, MachineDetectionSettings.defaults(false));
        assertEquals(AnsweredBy.HUMAN, verdict.who(), "seed " + seed);
        assertTrue(verdict.millis() < 2_000, "seed " + seed + " after " + verdict.millis());
    }

    /// 16 dB below the speech above.
    private static AudioSource noise(Random random) {
        return frame -> {
            for (int s = 0; s < frame.length; s++) {
                frame[s] = (short) (400 * random.nextGaussian());
            }
            return frame.length;
        };
    }

    @Test
    void aLongGreetingIsAMachine() {
        var verdict = judge(new Line().silence(400).speech(1_200).silence(500).speech(4_000), false);
        assertEquals(AnsweredBy.MACHINE_START, verdict.who());
        assertTrue(verdict.millis() < 400 + 2_600, "after " + verdict.millis());
    }

    @Test
    void speechThresholdMovesTheBorder() {
        var line = new Line().silence(300).speech(2_000);
        assertEquals(AnsweredBy.HUMAN, judge(line, false).who());
        var strict = new MachineDetectionSettings(
                false, Duration.ofSeconds(30), Duration.ofMillis(1_500), Duration.ofMillis(1_200), Duration.ofSeconds(5));
        assertEquals(AnsweredBy.MACHINE_START, judge(line, strict).who());
    }

    @ParameterizedTest
    @CsvSource({"440,80", "620,250", "850,400", "1000,60", "1400,120", "1000,1500", "1950,300", "1100,700"})
    void theBeepAfterAGreetingIsToldWhenItHasEnded(double hertz, int millis) {
        var line = new Line().silence(300).speech(4_000).silence(600);
        line.add(Sounds.tone(hertz, Duration.ofMillis(millis)), millis).silence(1_000);
        var verdict = judge(line, true);
        assertEquals(AnsweredBy.MACHINE_END_BEEP, verdict.who());
        assertEquals(300 + 4_000 + 600 + millis + 60, verdict.millis(), 60);
    }

    @Test
    void aGreetingThatJustStopsEndsBySilence() {
        var verdict = judge(new Line().silence(300).speech(4_000), true);
        assertEquals(AnsweredBy.MACHINE_END_SILENCE, verdict.who());
        assertEquals(6_300, verdict.millis(), 200);
    }

    @Test
    void aGreetingWithoutEndEndsByTimeOut() {
        var quick = new MachineDetectionSettings(
                true, Duration.ofSeconds(5), Duration.ofMillis(2_400), Duration.ofMillis(1_200), Duration.ofSeconds(5));
        assertEquals(new Verdict(AnsweredBy.MACHINE_END_OTHER, 5_000), judge(new Line().silence(300).speech(8_000), quick));
    }

    @Test
    void silenceIsUnknown() {
        assertEquals(new Verdict(AnsweredBy.UNKNOWN, 5_000), judge(new Line().silence(100), false));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1_075, 1_100, 1_130, 2_090, 2_100})
    void faxTonesAreAFax(double hertz) {
        var verdict = judge(new Line().silence(500).add(Sounds.tone(hertz, Duration.ofSeconds(3)), 3_000), false);
        assertEquals(AnsweredBy.FAX, verdict.who());
        assertTrue(verdict.millis() < 1_200);
    }

    @Test
    void aCallingToneThatMissingPacketsCutInPiecesIsStillAFax() {
        var line = new Line().silence(500).add(Sounds.tone(1_100, Duration.ofMillis(240)), 240).silence(120);
        line.add(Sounds.tone(1_100, Duration.ofMillis(200)), 200).silence(3_000);
        assertEquals(AnsweredBy.FAX, judge(line, false).who());
    }

    @Test
    void aFaxAnswerToneWithPhaseReversalsIsAFax() {
        var line = new Line().silence(500);
        for (int i = 0; i < 5; i++) {
            int sign = i % 2 == 0 ? 1 : -1;
            line.add(
                    frame -> {
                        for (int s = 0; s < frame.length; s++) {
                            frame[s] = (short) (sign * 6_000 * Math.sin(2 * Math.PI * 2_100 * s / 8_000));
                        }
                        return frame.length;
                    },
                    450);
        }
        assertEquals(AnsweredBy.FAX, judge(line, false).who());
    }

    @Test
    void ringingAndBusyTonesAreNobody() {
        assertEquals(AnsweredBy.UNKNOWN, judge(new Line().add(Sounds.ringback("us"), 20_000), false).who());
        assertEquals(AnsweredBy.UNKNOWN, judge(new Line().add(Sounds.busy(), 20_000), false).who());
    }

    @Test
    void theTonesOfANetworkAnnouncementAreAMachine() {
        var sit = new Tones(
                false, new Tones.Step(950, 0, 330, 0.2), new Tones.Step(1_400, 0, 330, 0.2), new Tones.Step(1_777, 0, 330, 0.2));
        var line = new Line().silence(300).add(sit, 990).silence(300).speech(5_000);
        assertEquals(AnsweredBy.MACHINE_START, judge(line, false).who());
        assertEquals(AnsweredBy.MACHINE_END_SILENCE, judge(line, true).who());
    }

    @Test
    void clicksAreNotSpeech() {
        var line = new Line();
        for (int i = 0; i < 8; i++) {
            line.silence(700).add(Sounds.tone(1_000, Duration.ofMillis(15)), 15);
        }
        assertEquals(AnsweredBy.UNKNOWN, judge(line, false).who());
    }
}
