package org.cordboard.apps.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of an application: environment variables, and behind them the `connection.env` a Cordboard on this
/// machine wrote at its start. Credentials for the public cloud in the environment switch the file off.
public final class Environment {
    private final Map<String, String> given;
    private final Map<String, String> connection;

    private Environment(Map<String, String> given, Map<String, String> connection) {
        this.given = Map.copyOf(given);
        this.connection = Map.copyOf(connection);
    }

    /// The variables of this process; the file is `$CORDBOARD_DATA/connection.env`, by default below `./data`.
    public static Environment ofThisProcess() throws IOException {
        var variables = System.getenv();
        return of(variables, Path.of(variables.getOrDefault("CORDBOARD_DATA", "data"), "connection.env"));
    }

    public static Environment of(Map<String, String> variables, Path connectionFile) throws IOException {
        var ownCredentials = variables.containsKey("ACCOUNT_SID") || variables.containsKey("TWILIO_ACCOUNT_SID");
        if (ownCredentials || !Files.isReadable(connectionFile)) {
            return new Environment(variables, Map.of());
        }
        var connection = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(connectionFile)) {
            var equals = line.indexOf('=');
            if (equals > 0) {
                connection.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return new Environment(variables, connection);
    }

    /// The first of the names that is set to something.
    public Optional<String> find(String... names) {
        return first(names, given).or(() -> first(names, connection));
    }

    /// As [#find], but without the file: for what another application's set-up must not answer.
    public Optional<String> given(String name) {
        return first(new String[] {name}, given);
    }

    public String need(String meaning, String... names) {
        return find(names)
                .orElseThrow(() -> new MissingSetting(String.join(" or ", names) + " is not set: " + meaning));
    }

    public String get(String name, String byDefault) {
        return given(name).orElse(byDefault);
    }

    /// Entries separated by commas, without blanks around them.
    public List<String> list(String name, String byDefault) {
        return List.of(get(name, byDefault).strip().split("\\s*,\\s*"));
    }

    /// @throws MissingSetting if the variable is set to anything but a whole number from 0
    public int number(String name, int byDefault) {
        var text = get(name, Integer.toString(byDefault));
        if (!text.matches("\\d{1,6}")) {
            throw new MissingSetting(name + " must be a whole number, was '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static Optional<String> first(String[] names, Map<String, String> values) {
        for (var name : names) {
            var value = values.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
