package org.cordboard.voice.twiml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Reads the attributes of one element: typed, with default and warning code; what nobody asked for is reported.
final class Attributes {
    static final int SCHEMA = 12200;

    private final Element element;
    private final List<Problem> problems;
    private final Set<String> read = new HashSet<>();

    Attributes(Element element, List<Problem> problems) {
        this.element = element;
        this.problems = problems;
    }

    Element element() {
        return element;
    }

    @Nullable
    String text(String name) {
        read.add(name);
        return element.attributes().get(name);
    }

    String text(String name, String otherwise) {
        var value = text(name);
        return value == null ? otherwise : value;
    }

    boolean flag(String name, boolean otherwise, int code) {
        var value = text(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> bad(name, value, code, otherwise);
        };
    }

    int whole(String name, int otherwise, int min, int max, int code) {
        var given = wholeIfGiven(name, min, max, code);
        return given == null ? otherwise : given;
    }

    /// Null when it is not given, or given wrongly.
    @Nullable
    Integer wholeIfGiven(String name, int min, int max, int code) {
        var value = text(name);
        if (value == null) {
            return null;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Reported below, like a number out of range.
        }
        report(name, value, code);
        return null;
    }

    /// How often to repeat; nought means as long as the call lasts.
    int loop(int code) {
        int times = whole("loop", 1, 0, Integer.MAX_VALUE, code);
        return times == 0 ? Verb.LOOP_MAX : Math.min(times, Verb.LOOP_MAX);
    }

    HttpMethod method(String name, HttpMethod otherwise, int code) {
        var value = text(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "GET" -> HttpMethod.GET;
            case "POST" -> HttpMethod.POST;
            default -> bad(name, value, code, otherwise);
        };
    }

    <T> T choice(String name, T otherwise, Map<String, T> choices, int code) {
        var value = text(name);
        if (value == null) {
            return otherwise;
        }
        var choice = choices.get(value);
        return choice == null ? bad(name, value, code, otherwise) : choice;
    }

    /// Words separated by blanks or commas; unknown ones are reported and left out.
    Set<String> words(String name, Set<String> otherwise, Set<String> known, int code) {
        var value = text(name);
        if (value == null) {
            return otherwise;
        }
        var words = new ArrayList<String>();
        for (var word : value.split("[\\s,]+")) {
            if (known.contains(word)) {
                words.add(word);
            } else if (!word.isEmpty()) {
                bad(name, word, code, word);
            }
        }
        return Set.copyOf(words);
    }

    Action action(int methodCode) {
        return new Action(text("action"), method("method", HttpMethod.POST, methodCode));
    }

    /// The callback that `name`, `nameMethod` and `nameEvent` describe.
    @Nullable
    Callback callback(String name, Set<String> events, Set<String> known, int methodCode) {
        var url = text(name);
        var method = method(name + "Method", HttpMethod.POST, methodCode);
        var wanted = words(name + "Event", events, known, SCHEMA);
        return url == null || url.isEmpty() ? null : new Callback(url, method, wanted);
    }

    void ignore(String... names) {
        read.addAll(List.of(names));
    }

    /// As a warning, or as an error when the published code is one.
    void warn(int code, String message) {
        problems.add(Problem.of(code, message));
    }

    /// Reports the attributes that no reader asked for.
    void done() {
        for (var name : element.attributes().keySet()) {
            if (!read.contains(name)) {
                warn(SCHEMA, "attribute '" + name + "' is not known on <" + element.name() + ">");
            }
        }
    }

    private <T> T bad(String name, String value, int code, T otherwise) {
        report(name, value, code);
        return otherwise;
    }

    private void report(String name, String value, int code) {
        var shown = value.length() > 100 ? value.substring(0, 100) + "…" : value;
        warn(code, "'" + shown + "' is not a valid " + name + " of <" + element.name() + ">");
    }
}
