package org.cordboard.bench.amd;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.cordboard.bench.amd.Judgement.Verdict;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.detection.AnsweredBy;
import org.cordboard.media.detection.MachineDetectionSettings;
import org.cordboard.media.detection.MachineDetector;

/// `amd [--part unseen|first|second|tuning] [--calls N] [--seed N] [--draws N] [--show]`: judges calls of one
/// part of the corpus and prints a confusion matrix, decision times, beep errors and cost; with several
/// draws, from this seed on, also how far they lie apart. The closing figures are those of all draws
/// together. Needs `espeak-ng`; see [Speaker] for more voices.
public final class AmdBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int LISTENING_SECONDS = 40;

    private AmdBench() {}

    public static void main(String... args) throws IOException {
        var options = List.of(args);
        var part = option(options, "--part", "unseen");
        int count = Integer.parseInt(option(options, "--calls", "1000"));
        int seed = Integer.parseInt(option(options, "--seed", "1"));
        int draws = Integer.parseInt(option(options, "--draws", "1"));
        var corpus = new Corpus(
                switch (part) {
                    case "tuning" -> Phrases.TUNING;
                    case "first" -> Phrases.FIRST;
                    case "second" -> Phrases.SECOND;
                    case "unseen" -> Phrases.UNSEEN;
                    default -> throw new IllegalArgumentException("no part '" + part + "': unseen, first, second or tuning");
                });
        System.out.printf(
                "Machine detection, %s part of the corpus, %d draws of %d calls, seeds from %d, default settings%n",
                part, draws, count, seed);
        tellVoices(corpus);
        if (!corpus.canBeMade()) {
            System.err.println("Nobody is there to speak the greetings: apt-get install espeak-ng");
            System.exit(2);
        }
        judge(corpus, count, seed, draws, options.contains("--show"));
    }

    private static String option(List<String> options, String name, String otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : options.get(at + 1);
    }

    private static void tellVoices(Corpus corpus) {
        corpus.speakers(true).forEach((engine, voices) -> System.out.printf("voices of %s: %s%n", engine, voices));
        var missing = corpus.speakers(false);
        if (!missing.isEmpty()) {
            System.out.printf(
                    "not installed: %s; %d sentences go unsaid. The figures are those of the voices above. For all of them:%n"
                            + "  apt-get install %s%n",
                    missing, corpus.unsaid(), Speaker.PACKAGES);
        }
    }

    private static void judge(Corpus corpus, int count, int seed, int draws, boolean show) throws IOException {
        var total = new Judgement();
        var each = new ArrayList<Judgement>();
        for (int draw = 0; draw < draws; draw++) {
            var samples = corpus.make(count, seed + draw);
            var one = new Judgement();
            for (var sample : samples) {
                hear(sample, one, total, show);
            }
            each.add(one);
            if (draws > 1) {
                System.out.printf(
                        Locale.ROOT,
                        "seed %d: accuracy %.2f %%, humans taken for machines %.2f %%, median decision %d ms, beeps in time %.1f %%%n",
                        seed + draw,
                        one.accuracy(),
                        one.humansTakenForMachines(),
                        one.medianMillis(),
                        one.beepsInTime());
            }
            if (draw == draws - 1) {
                total.print();
                cost(samples);
            }
        }
        if (draws > 1) {
            spread("accuracy %", each, Judgement::accuracy);
            spread("humans taken for machines %", each, Judgement::humansTakenForMachines);
            spread("median decision ms", each, Judgement::medianMillis);
            spread("beeps within 100 ms %", each, Judgement::beepsInTime);
        }
        System.out.printf(Locale.ROOT, "median decision ms: %d%n", total.medianMillis());
        System.out.printf(Locale.ROOT, "accuracy %%: %.2f%n", total.accuracy());
        System.out.printf(Locale.ROOT, "humans taken for machines %%: %.2f%n", total.humansTakenForMachines());
    }

    private static void spread(String what, List<Judgement> draws, ToDoubleFunction<Judgement> figure) {
        var range = draws.stream().mapToDouble(figure).summaryStatistics();
        System.out.printf(Locale.ROOT, "  %s by draw: %.2f to %.2f%n", what, range.getMin(), range.getMax());
    }

    private static void hear(Sample sample, Judgement one, Judgement total, boolean show) {
        var verdict = listen(sample, false);
        total.add(sample, verdict);
        if (!one.add(sample, verdict) && show) {
            System.out.printf(
                    "  %s taken for %s at %d ms, speech at %d: %s%n",
                    sample.kind(), verdict.who(), verdict.millis(), sample.speechAt(), sample.conditions());
        }
        if (sample.expected() == AnsweredBy.MACHINE_START) {
            var end = listen(sample, true);
            total.addEnd(sample, end);
            if (!one.addEnd(sample, end) && show) {
                System.out.printf(
                        "  beep missed: %s at %d ms, ended at %s: %s%n",
                        end.who(), end.millis(), sample.beepEnd(), sample.conditions());
            }
        }
    }

    private static Verdict listen(Sample sample, boolean waitForEnd) {
        var detector = new MachineDetector(MachineDetectionSettings.defaults(waitForEnd));
        var frame = new short[AudioSource.FRAME];
        for (int at = 0; at < LISTENING_SECONDS * AudioSource.RATE; at += AudioSource.FRAME) {
            int length = Math.clamp(sample.samples().length - at, 0, AudioSource.FRAME);
            Arrays.fill(frame, (short) 0);
            if (length > 0) {
                System.arraycopy(sample.samples(), at, frame, 0, length);
            }
            var verdict = detector.hear(frame);
            if (verdict.isPresent()) {
                return new Verdict(verdict.get(), detector.millis());
            }
        }
        return new Verdict(AnsweredBy.UNKNOWN, detector.millis());
    }

    private static void cost(List<Sample> samples) {
        long frames = 0;
        long nanos = 0;
        for (int round = 0; round < 2; round++) {
            frames = 0;
            long from = THREADS.getCurrentThreadCpuTime();
            for (var sample : samples) {
                frames += listen(sample, true).millis() / 20;
            }
            nanos = THREADS.getCurrentThreadCpuTime() - from;
        }
        double perFrame = (double) nanos / frames;
        System.out.printf(
                Locale.ROOT,
                "cost: %.1f µs of processor time per 20 ms of one call, %.1f ms per call until its verdict; 500 at once take %.1f %% of a core%n",
                perFrame / 1_000,
                nanos / 1e6 / samples.size(),
                500 * 50 * perFrame / 1e9 * 100);
    }
}
