package org.cordboard.routing.expression;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
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
            case "dayOfWeek" -> Value.of(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            default -> Value.NULL;
        };
    }
}
