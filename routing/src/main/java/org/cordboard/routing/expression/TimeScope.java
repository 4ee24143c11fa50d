package org.cordboard.routing.expression;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/// The time values at one moment, in UTC: `currentTime` as HHMM, `currentHour`, `currentMin`, `dayOfWeek` as
/// `Mon`.
public record TimeScope(Instant now) implements Scope {
    @Override
    public Value resolve(Reference reference) {
        if (reference.root() != Root.TIME || reference.steps().size() != 1) {
            return Value.NULL;
        }
        var time = now.atOffset(ZoneOffset.UTC);
        return switch (reference.name()) {
            case "currentTime" -> Value.of(time.getHour() * 100L + time.getMinute());
            case "currentHour" -> Value.of(time.getHour());
            case "currentMin" -> Value.of(time.getMinute());
            case "dayOfWeek" -> Value.of(shortName(time.getDayOfWeek()));
            default -> Value.NULL;
        };
    }

    /// `Mon` for Monday. Not from the platform's locale data: every replica must say the same.
    private static String shortName(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
    }
}
