package org.cordboard.api.voice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.cordboard.api.endpoint.Dates;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
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

    private static boolean isOn(Instant date, String wanted) {
        Instant start = Dates.read(wanted);
        Instant end = start.plus(Dates.isDay(wanted) ? DAY : Duration.ofSeconds(1));
        return !date.isBefore(start) && date.isBefore(end);
    }
}
