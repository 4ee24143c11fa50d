package org.cordboard.bench.amd;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Clip;
import org.cordboard.media.audio.HoldMusic;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.detection.AnsweredBy;

/// The recipe. Of a hundred calls: 45 people (a greeting of up to 2.3 s after 0.1 to 1.5 s), 40 machines (a greeting of 3 s
/// and more, pauses in it of up to 0.35 to 0.9 s, a third opened by music, a tone or network tones; two thirds end in a
/// beep of 60 ms to 1.5 s between 350 and 2,000 Hz), 5 calling and 4 answering faxes, 3 silent lines, 3 ringing or busy
/// ones. Every installed [Speaker] of the part takes its turn by chance, at 0.82 to 1.24 of its pace. Each call passes a
/// line: level of −35 to −3 dBFS, white or humming or murmuring noise 12 to 45 dB below it, up to 5 % of lost packets,
/// G.711. Synthetic voices speak more evenly than people do, so figures on real calls will be lower.
final class Corpus {
    private static final int MILLI = AudioSource.RATE / 1_000;

    private final Phrases all;
    private final List<Speaker> speakers;
    private final List<Phrases.Phrase> human;
    private final List<Phrases.Phrase> machine;
    private Random random = new Random(0);
    private final Map<String, short[]> spoken = new HashMap<>();

    Corpus(Phrases phrases) {
        all = phrases;
        speakers = phrases.speakers().stream().filter(Speaker::installed).toList();
        human = sayable(phrases.human());
        machine = sayable(phrases.machine());
    }

    private List<Phrases.Phrase> sayable(List<Phrases.Phrase> texts) {
        return texts.stream()
                .filter(text -> speakers.stream().anyMatch(speaker -> speaker.speaks(text)))
                .toList();
    }

    /// The voices of this part by engine, those that are installed or those that are not.
    Map<Speaker.Engine, List<String>> speakers(boolean installed) {
        return all.speakers().stream()
                .filter(speaker -> speakers.contains(speaker) == installed)
                .collect(Collectors.groupingBy(
                        Speaker::engine, TreeMap::new, Collectors.mapping(Speaker::voice, Collectors.toList())));
    }

    /// How many of this part's sentences no installed voice can say.
    int unsaid() {
        return all.human().size() + all.machine().size() - human.size() - machine.size();
    }

    boolean canBeMade() {
        return !human.isEmpty() && !machine.isEmpty();
    }

    /// @param seed all that is left to chance follows from it, and from the voices installed
    List<Sample> make(int count, long seed) throws IOException {
        random = new Random(seed);
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < count; i++) {
            int kind = i * 37 % 100;
            if (kind < 45) {
                samples.add(human());
            } else if (kind < 85) {
                samples.add(machine());
            } else if (kind < 94) {
                samples.add(fax(kind < 90));
            } else {
                samples.add(nobody(kind < 97));
            }
        }
        return samples;
    }

    private Sample human() throws IOException {
        var track = new Track();
        track.silence(100 + random.nextInt(1_400));
        int at = track.millis();
        track.add(speak(human.get(random.nextInt(human.size())), 2_300));
        track.silence(4_000);
        return finish("human", AnsweredBy.HUMAN, track, at, -1, "");
    }

    private Sample machine() throws IOException {
        var track = new Track();
        track.silence(100 + random.nextInt(900));
        int at = track.millis();
        switch (random.nextInt(9)) {
            case 0 -> track.add(music(1_500 + random.nextInt(2_500)));
            case 1 ->
                track.add(heard(
                        new Tones(
                                false,
                                new Tones.Step(950, 0, 330, 0.2),
                                new Tones.Step(1_400, 0, 330, 0.2),
                                new Tones.Step(1_777, 0, 330, 0.2)),
                        990));
            case 2 ->
                track.add(heard(Sounds.tone(600, Duration.ofMillis(300)), 300)).silence(200);
            default -> {}
        }
        track.add(speak(machine.get(random.nextInt(machine.size())), 30_000));
        int beepEnd = -1;
        var beep = "";
        if (random.nextInt(3) > 0) {
            track.silence(150 + random.nextInt(1_200));
            int millis = 60 + 10 * random.nextInt(145);
            double hertz = 350 + random.nextInt(1_650);
            track.add(heard(
                    new Tones(false, new Tones.Step(hertz, 0, millis, 0.15 + 0.3 * random.nextDouble())), millis));
            beepEnd = track.millis();
            beep = ", beep of " + millis + " ms at " + Math.round(hertz) + " Hz";
        }
        track.silence(6_000);
        return finish("machine", AnsweredBy.MACHINE_START, track, at, beepEnd, beep);
    }

    private Sample fax(boolean calling) {
        var track = new Track();
        track.silence(200 + random.nextInt(1_500));
        int at = track.millis();
        for (int i = 0; i < 3; i++) {
            if (calling) {
                track.add(heard(Sounds.tone(1_100 + 60 * (random.nextDouble() - 0.5), Duration.ofMillis(500)), 500))
                        .silence(3_000);
            } else {
                track.add(heard(Sounds.tone(2_100 + 20 * (random.nextDouble() - 0.5), Duration.ofMillis(3_000)), 3_000))
                        .silence(500);
            }
        }
        return finish("fax", AnsweredBy.FAX, track, at, -1, "");
    }

    private Sample nobody(boolean silent) {
        var track = new Track();
        if (silent) {
            track.silence(9_000);
        } else {
            track.add(heard(random.nextBoolean() ? Sounds.busy() : Sounds.ringback("us"), 9_000));
        }
        return finish(silent ? "silence" : "network", AnsweredBy.UNKNOWN, track, -1, -1, "");
    }

    private short[] speak(Phrases.Phrase phrase, int millisMax) throws IOException {
        var speaker = Speaker.anyOf(speakers, phrase, random);
        double pace = 0.82 + 0.06 * random.nextInt(8);
        var key = phrase.language() + speaker + pace + phrase.text();
        var known = spoken.get(key);
        if (known == null) {
            known = trimmed(speaker.speak(phrase, pace));
            spoken.put(key, known);
        }
        known = breathing(known, 350 + random.nextInt(550));
        return known.length > millisMax * MILLI ? java.util.Arrays.copyOf(known, millisMax * MILLI) : known;
    }

    /// Without the silence that the engine puts around the words.
    private static short[] trimmed(short[] samples) {
        int from = 0;
        int to = samples.length;
        while (from < to && Math.abs(samples[from]) < 200) {
            from++;
        }
        while (to > from && Math.abs(samples[to - 1]) < 200) {
            to--;
        }
        return java.util.Arrays.copyOfRange(samples, from, to);
    }

    /// Pauses between sentences shortened to what people make: engines pause for more than a second when they speak
    /// slowly.
    private static short[] breathing(short[] samples, int pauseMillisMax) {
        var kept = new short[samples.length];
        int length = 0;
        int silent = 0;
        for (short sample : samples) {
            silent = Math.abs(sample) < 150 ? silent + 1 : 0;
            if (silent <= pauseMillisMax * MILLI) {
                kept[length++] = sample;
            }
        }
        return java.util.Arrays.copyOf(kept, length);
    }

    private short[] music(int millis) {
        Clip piece = HoldMusic.compose(random.nextInt(20));
        return heard(piece.foreverFrom(random.nextInt(piece.length())), millis);
    }

    private static short[] heard(AudioSource source, int millis) {
        var samples = new short[millis * MILLI];
        source.read(samples);
        return samples;
    }

    private Sample finish(String kind, AnsweredBy expected, Track track, int at, int beepEnd, String beep) {
        var line = Line.random(random);
        return new Sample(
                kind, expected, line.carry(track.toArray(), random), at, beepEnd < 0 ? null : beepEnd, line + beep);
    }

    /// Sounds one after the other.
    private static final class Track {
        private short[] samples = new short[0];

        int millis() {
            return samples.length / MILLI;
        }

        Track add(short[] more) {
            int at = samples.length;
            samples = java.util.Arrays.copyOf(samples, at + more.length);
            System.arraycopy(more, 0, samples, at, more.length);
            return this;
        }

        Track silence(int millis) {
            return add(new short[millis * MILLI]);
        }

        short[] toArray() {
            return samples;
        }
    }
}
