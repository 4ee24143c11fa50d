package org.cordboard.api.taskrouter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.history.Statistics;

/// The time that cumulative statistics look at (10.1), and the waits by which they split. Pure.
final class StatisticsWindow {
    static final Parameter<Integer> MINUTES = Parameter.integer("Minutes", 1, 43_200);
    static final Parameter<Instant> START_DATE = Parameter.date("StartDate");
    static final Parameter<Instant> END_DATE = Parameter.date("EndDate");
    static final Parameter<List<String>> SPLIT = Parameter.texts("SplitByWaitTime");
    private static final int RETENTION_DAYS = 30;
    private static final int MINUTES_UNLESS_SAID = 15;

    private StatisticsWindow() {}

    static Statistics.Window of(Exchange x) {
        Instant now = x.place().now();
        Integer minutes = x.get(MINUTES);
        Instant start = x.get(START_DATE);
        Instant end = x.get(END_DATE);
        if (minutes != null && (start != null || end != null)) {
            throw Problem.badRequest("Give Minutes, or StartDate and EndDate, not both");
        }
        Instant until = end == null ? now : end;
        Instant from = start == null ? until.minus(Duration.ofMinutes(minutes == null ? MINUTES_UNLESS_SAID : minutes)) : start;
        if (from.isBefore(now.minus(Duration.ofDays(RETENTION_DAYS)))) {
            throw new Problem(
                    ErrorCode.STATISTICS_TOO_OLD, "StartDate must not be more than " + RETENTION_DAYS + " days ago");
        }
        if (until.isBefore(from)) {
            throw Problem.badRequest("EndDate must not be before StartDate");
        }
        return new Statistics.Window(from, until);
    }

    static List<Integer> thresholds(Exchange x) {
        try {
            List<Integer> thresholds =
                    x.get(SPLIT, List.of()).stream().map(Integer::valueOf).toList();
            if (thresholds.stream().allMatch(seconds -> seconds >= 0)) {
                return thresholds;
            }
        } catch (NumberFormatException notANumber) {
            throw badSplit();
        }
        throw badSplit();
    }

    private static Problem badSplit() {
        return Problem.badRequest("SplitByWaitTime must be whole seconds separated by commas, such as 5,30");
    }
}
