package org.cordboard.api.voice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.cordboard.api.endpoint.Dates;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Entity;
import org.jspecify.annotations.Nullable;

/// The three parameters `Name`, `Name<` and `Name>` of a list (1.5). A plain date means that whole UTC day; with a
/// time, moments are compared.
record DateFilter(Parameter<String> on, Parameter<String> before, Parameter<String> after) {
    private static final Duration DAY = Duration.ofDays(1);

    static DateFilter named(String name) {
        return new DateFilter(Parameter.dateText(name), Parameter.dateText(name + "<"), Parameter.dateText(name + ">"));
    }

    List<Parameter<?>> parameters() {
        return List.of(on, before, after);
    }

    boolean passes(Exchange x, @Nullable Instant date) {
        String wantedOn = x.get(on);
        String wantedBefore = x.get(before);
        String wantedAfter = x.get(after);
        if (wantedOn == null && wantedBefore == null && wantedAfter == null) {
            return true;
        }
        return date != null
                && (wantedOn == null || isOn(date, wantedOn))
                && (wantedBefore == null || !date.isAfter(Dates.read(wantedBefore)))
                && (wantedAfter == null || !date.isBefore(Dates.read(wantedAfter)));
    }

    /// The earliest moment that may pass, null for any.
    @Nullable Instant from(Exchange x) {
        String wanted = x.has(on) ? x.get(on) : x.get(after);
        return wanted == null ? null : Dates.read(wanted);
    }

    /// The query without what cannot pass, where the list is sorted by this date.
    <E extends Entity> RecordArchive.Query<E> narrowed(Exchange x, RecordArchive.Query<E> query) {
        String wantedOn = x.get(on);
        String wantedBefore = x.get(before);
        Instant below = wantedOn != null
                ? Dates.read(wantedOn).plus(DAY)
                : wantedBefore == null ? null : Dates.read(wantedBefore).plusMillis(1);
        return query.between(from(x), below);
    }

    private static boolean isOn(Instant date, String wanted) {
        Instant start = Dates.read(wanted);
        Instant end = start.plus(Dates.isDay(wanted) ? DAY : Duration.ofSeconds(1));
        return !date.isBefore(start) && date.isBefore(end);
    }
}
