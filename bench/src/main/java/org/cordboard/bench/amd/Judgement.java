package org.cordboard.bench.amd;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.media.detection.AnsweredBy;

/// What detection made of the calls of one draw.
final class Judgement {
    /// @param millis after the answer
    record Verdict(AnsweredBy who, int millis) {}

    private static final List<AnsweredBy> COLUMNS =
            List.of(AnsweredBy.HUMAN, AnsweredBy.MACHINE_START, AnsweredBy.FAX, AnsweredBy.UNKNOWN);

    private final Map<String, Map<AnsweredBy, Integer>> matrix = new TreeMap<>();
    private final List<Integer> times = new ArrayList<>();
    private final Map<String, List<Integer>> timesOf = new TreeMap<>();
    private final List<Integer> beepErrors = new ArrayList<>();
    private int calls;
    private int right;
    private int humans;
    private int humansTaken;
    private int early;
    private int greetings;
    private int beepsMissed;
    private int beepsInvented;

    /// A verdict as soon as one is possible; false when it is wrong.
    boolean add(Sample sample, Verdict verdict) {
        calls++;
        matrix.computeIfAbsent(sample.kind(), _ -> new EnumMap<>(AnsweredBy.class))
                .merge(verdict.who(), 1, Integer::sum);
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
        boolean good = verdict.who() == sample.expected();
        right += good ? 1 : 0;
        return good;
    }

    /// A verdict on a machine that waited for the end of its greeting; false when the beep was not told.
    boolean addEnd(Sample machine, Verdict verdict) {
        greetings++;
        boolean beep = verdict.who() == AnsweredBy.MACHINE_END_BEEP;
        var end = machine.beepEnd();
        if (end == null) {
            beepsInvented += beep ? 1 : 0;
            return true;
        }
        if (beep) {
            beepErrors.add(verdict.millis() - end);
        } else {
            beepsMissed++;
        }
        return beep;
    }

    double accuracy() {
        return 100.0 * right / calls;
    }

    double humansTakenForMachines() {
        return 100.0 * humansTaken / Math.max(1, humans);
    }

    int medianMillis() {
        return rank(times, 0.5);
    }

    double beepsInTime() {
        long near = beepErrors.stream().filter(error -> error >= 0 && error <= 100).count();
        return 100.0 * near / Math.max(1, beepErrors.size() + beepsMissed);
    }

    void print() {
        System.out.printf("%-10s", "");
        COLUMNS.forEach(column -> System.out.printf("%15s", column.apiName()));
        System.out.println();
        matrix.forEach((kind, row) -> {
            System.out.printf("%-10s", kind);
            COLUMNS.forEach(column -> System.out.printf("%15d", row.getOrDefault(column, 0)));
            System.out.println();
        });
        System.out.printf(
                "decision after speech or tone began: median %d ms, 90 %% within %d ms, before anything sounded: %d%n",
                medianMillis(), rank(times, 0.9), early);
        timesOf.forEach((kind, all) -> System.out.printf(
                "  %s: 10 %% within %d ms, median %d ms, 90 %% within %d ms%n",
                kind, rank(all, 0.1), rank(all, 0.5), rank(all, 0.9)));
        System.out.printf(
                Locale.ROOT,
                "beeps: %d of %d greetings end in one; told %d, missed %d, invented %d; within 100 ms after its end %.1f %%, median %d ms%n",
                beepErrors.size() + beepsMissed,
                greetings,
                beepErrors.size(),
                beepsMissed,
                beepsInvented,
                beepsInTime(),
                rank(beepErrors, 0.5));
    }

    private static int rank(List<Integer> values, double share) {
        if (values.isEmpty()) {
            return 0;
        }
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
