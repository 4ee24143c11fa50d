package org.cordboard.bench.amd;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.detection.AnsweredBy;
import org.cordboard.media.detection.MachineDetectionSettings;
import org.cordboard.media.detection.MachineDetector;

/// `amd [--tuning] [--calls N] [--seed N] [--show]`: judges the unseen part of the corpus, or the tuning part, and prints
/// a confusion matrix, decision times, beep errors and cost. Needs `espeak-ng` for the voices; see [Speaker] for more.
public final class AmdBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private record Verdict(AnsweredBy who, int millis) {}

    private AmdBench() {}

    public static void main(String... args) throws IOException {
        var options = List.of(args);
        boolean tuning = options.contains("--tuning");
        int count = option(options, "--calls", 1_000);
        int seed = option(options, "--seed", tuning ? 1 : 2);
        System.out.printf(
                "Machine detection, %s part of the corpus, %d calls, seed %d, default settings%n",
                tuning ? "tuning" : "unseen", count, seed);
        var corpus = new Corpus(tuning ? Phrases.TUNING : Phrases.UNSEEN, seed);
        corpus.speakers().forEach((engine, voices) -> System.out.printf("voices of %s: %s%n", engine, voices));
        var samples = corpus.make(count);
        judge(samples, options.contains("--show"));
    }

    private static int option(List<String> options, String name, int otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(options.get(at + 1));
    }

    private static void judge(List<Sample> samples, boolean show) {
        var matrix = new TreeMap<String, Map<AnsweredBy, Integer>>();
        var times = new ArrayList<Integer>();
        var timesOf = new TreeMap<String, List<Integer>>();
        int right = 0;
        int humans = 0;
        int humansTaken = 0;
        int early = 0;
        for (var sample : samples) {
            var verdict = listen(sample, false);
            matrix.computeIfAbsent(sample.kind(), _ -> new EnumMap<>(AnsweredBy.class))
                    .merge(verdict.who(), 1, Integer::sum);
            boolean good = verdict.who() == sample.expected();
            right += good ? 1 : 0;
            if (sample.expected() == AnsweredBy.HUMAN) {
                humans++;
                humansTaken += verdict.who() == AnsweredBy.MACHINE_START || verdict.who() == AnsweredBy.FAX ? 1 : 0;
            }
            if (sample.speechAt() >= 0) {
                int after = verdict.millis() - sample.speechAt();
                times.add(after);
                timesOf.computeIfAbsent(sample.kind(), _ -> new ArrayList<>()).add(after);
                early += after < 0 ? 1 : 0;
            }
            if (show && !good) {
                System.out.printf(
                        "  %s taken for %s at %d ms, speech at %d: %s%n",
                        sample.kind(), verdict.who(), verdict.millis(), sample.speechAt(), sample.conditions());
            }
        }
        print(matrix);
        System.out.printf(
                "decision after speech or tone began: median %d ms, 90 %% within %d ms, before anything sounded: %d%n",
                rank(times, 0.5), rank(times, 0.9), early);
        timesOf.forEach((kind, all) ->
                System.out.printf("  %s: median %d ms, 90 %% within %d ms%n", kind, rank(all, 0.5), rank(all, 0.9)));
        beeps(samples, show);
        cost(samples);
        System.out.printf(Locale.ROOT, "accuracy %%: %.2f%n", 100.0 * right / samples.size());
        System.out.printf(
                Locale.ROOT, "humans taken for machines %%: %.2f%n", 100.0 * humansTaken / Math.max(1, humans));
    }

    private static Verdict listen(Sample sample, boolean waitForEnd) {
        var detector = new MachineDetector(MachineDetectionSettings.defaults(waitForEnd));
        var frame = new short[AudioSource.FRAME];
        for (int at = 0; at < 40 * AudioSource.RATE; at += AudioSource.FRAME) {
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

    private static void print(Map<String, Map<AnsweredBy, Integer>> matrix) {
        var columns = List.of(AnsweredBy.HUMAN, AnsweredBy.MACHINE_START, AnsweredBy.FAX, AnsweredBy.UNKNOWN);
        System.out.printf("%-10s", "");
        columns.forEach(column -> System.out.printf("%15s", column.apiName()));
        System.out.println();
        matrix.forEach((kind, row) -> {
            System.out.printf("%-10s", kind);
            columns.forEach(column -> System.out.printf("%15d", row.getOrDefault(column, 0)));
            System.out.println();
        });
    }

    private static void beeps(List<Sample> samples, boolean show) {
        var errors = new ArrayList<Integer>();
        int missed = 0;
        int invented = 0;
        int greetings = 0;
        for (var sample : samples) {
            if (!sample.kind().equals("machine")) {
                continue;
            }
            greetings++;
            var verdict = listen(sample, true);
            var end = sample.beepEnd();
            boolean beep = verdict.who() == AnsweredBy.MACHINE_END_BEEP;
            if (end == null) {
                invented += beep ? 1 : 0;
            } else if (!beep) {
                missed++;
                if (show) {
                    System.out.printf(
                            "  beep missed: %s at %d ms, ended at %d: %s%n",
                            verdict.who(), verdict.millis(), end, sample.conditions());
                }
            } else {
                errors.add(verdict.millis() - end);
                if (show && Math.abs(verdict.millis() - end) > 150) {
                    System.out.printf(
                            "  beep told at %d ms, ended at %d: %s%n", verdict.millis(), end, sample.conditions());
                }
            }
        }
        long near = errors.stream().filter(error -> error >= 0 && error <= 100).count();
        System.out.printf(
                Locale.ROOT,
                "beeps: %d of %d greetings end in one; told %d, missed %d, invented %d; within 100 ms after its end %.1f %%, median %d ms%n",
                errors.size() + missed,
                greetings,
                errors.size(),
                missed,
                invented,
                100.0 * near / Math.max(1, errors.size() + missed),
                rank(errors, 0.5));
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
                "cost: %.1f µs of processor time per 20 ms of one call; 500 at once take %.1f %% of a core%n",
                perFrame / 1_000,
                500 * 50 * perFrame / 1e9 * 100);
    }

    private static int rank(List<Integer> values, double share) {
        if (values.isEmpty()) {
            return 0;
        }
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
