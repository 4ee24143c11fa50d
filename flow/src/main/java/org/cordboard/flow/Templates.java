package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.cordboard.flow.liquid.Bounds;
import org.cordboard.flow.liquid.Liquid;
import org.cordboard.flow.liquid.LiquidException;
import org.jspecify.annotations.Nullable;

/// Renders one widget's properties against the context it was entered with, and coerces them to what they stand for.
final class Templates {

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final int NUMBER_CHARS = 60;

    private final Map<String, Object> context;
    private final Bounds bounds;
    private final Instant now;
    private final Consumer<String> warn;

    Templates(Map<String, Object> context, Limits limits, Instant now, Consumer<String> warn) {
        this.context = context;
        this.bounds = new Bounds(limits.loopIterations(), limits.renderedChars(), limits.timeZone());
        this.now = now;
        this.warn = warn;
    }

    String text(String template) throws LiquidException {
        return Liquid.render(template, context, bounds, now);
    }

    String trimmed(String template) throws LiquidException {
        return text(template).strip();
    }

    int number(String template, int fallback) throws LiquidException {
        var number = optionalNumber(template);
        return number == null ? fallback : number;
    }

    /// Null when nothing was set or it is no number; the latter is worth a warning.
    @Nullable Integer optionalNumber(String template) throws LiquidException {
        var text = trimmed(template);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException _) {
            warn.accept("'" + text + "' is not a whole number; the default applies");
            return null;
        }
    }

    Duration seconds(String template, int fallback) throws LiquidException {
        return Duration.ofSeconds(Math.max(0, number(template, fallback)));
    }

    @Nullable Duration optionalSeconds(String template) throws LiquidException {
        var number = optionalNumber(template);
        return number == null || number <= 0 ? null : Duration.ofSeconds(number);
    }

    boolean flag(String template) throws LiquidException {
        return trimmed(template).equalsIgnoreCase("true");
    }

    Map<String, String> texts(List<Widget.Parameter> parameters) throws LiquidException {
        var texts = new LinkedHashMap<String, String>();
        for (var parameter : parameters) {
            texts.put(parameter.key(), text(parameter.value()));
        }
        return texts;
    }

    /// The value of a parameter: a structure when the author asked for one, else the text.
    @Nullable Object value(Widget.Parameter parameter) throws LiquidException {
        var text = text(parameter.value());
        if (!parameter.json()) {
            return text;
        }
        try {
            return Json.value(Json.parse(text));
        } catch (JsonProcessingException _) {
            warn.accept("'" + parameter.key() + "' is not valid JSON; it is kept as text");
            return text;
        }
    }

    /// The value of a variable. Only the strict JSON forms are cast, so that +15551234567 and 007 stay texts.
    @Nullable Object variable(Widget.Parameter parameter) throws LiquidException {
        var value = value(parameter);
        if (parameter.json() || !(value instanceof String text)) {
            return value;
        }
        var trimmed = text.strip();
        if (trimmed.equals("true") || trimmed.equals("false")) {
            return Boolean.valueOf(trimmed);
        }
        if (trimmed.length() <= NUMBER_CHARS && JSON_NUMBER.matcher(trimmed).matches()) {
            try {
                return Json.value(Json.parse(trimmed));
            } catch (JsonProcessingException _) {
                return text; // an exponent beyond reason
            }
        }
        return trimmed;
    }
}
