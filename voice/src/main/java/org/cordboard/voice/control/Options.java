package org.cordboard.voice.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Optional parameters by their published REST names (`Timeout`, `WaitUrl`), checked for type and range by whoever took
/// them from the wire. Absent ones are not here.
public record Options(Map<String, List<String>> values) {
    public static final Options NONE = new Options(Map.of());

    public Options {
        values = Map.copyOf(values);
    }

    public @Nullable String text(String name) {
        var given = values.get(name);
        return given == null || given.isEmpty() ? null : given.getFirst();
    }

    public String text(String name, String otherwise) {
        var given = text(name);
        return given == null ? otherwise : given;
    }

    public int whole(String name, int otherwise) {
        var given = text(name);
        try {
            return given == null ? otherwise : Integer.parseInt(given.strip());
        } catch (NumberFormatException _) {
            throw new ControlFailure(400, 20001, name + " must be a whole number");
        }
    }

    public @Nullable Boolean flag(String name) {
        var given = text(name);
        if (given == null) {
            return null;
        }
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            default -> false;
        };
    }

    public boolean flag(String name, boolean otherwise) {
        var given = flag(name);
        return given == null ? otherwise : given;
    }

    public HttpMethod method(String name, HttpMethod otherwise) {
        var given = text(name);
        return given == null ? otherwise : given.equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
    }

    /// All values, repeated or separated by blanks or commas.
    public Set<String> words(String name, Set<String> otherwise) {
        var given = values.get(name);
        if (given == null) {
            return otherwise;
        }
        return given.stream()
                .flatMap(value -> Arrays.stream(value.split("[,\\s]+")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The callback that `name`, `nameMethod` and `nameEvent` describe.
    public @Nullable Callback callback(String name, HttpMethod method, Set<String> events) {
        var url = text(name);
        return url == null || url.isBlank()
                ? null
                : new Callback(url, method(name + "Method", method), words(name + "Event", events));
    }

    /// Names only: the values are addresses and numbers of people.
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
