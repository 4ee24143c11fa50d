package org.cordboard.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The settings as text, gathered once: command line before environment before file before default.
public final class Settings {
    private static final String CONNECTOR = "siprec.connector.";

    private final Map<Setting, String> given = new EnumMap<>(Setting.class);

    private Settings() {}

    /// @param file settings file, `key = value` lines; null for none
    /// @throws ConfigurationException if the file cannot be read or names an unknown key
    public static Settings gather(
            Map<Setting, String> commandLine, Map<String, String> environment, @Nullable Path file) {
        var settings = new Settings();
        if (file != null) {
            settings.readFile(file);
        }
        for (var setting : Setting.values()) {
            var value = environment.get(setting.environmentVariable());
            if (value != null) {
                settings.given.put(setting, value);
            }
        }
        settings.given.putAll(commandLine);
        return settings;
    }

    private void readFile(Path file) {
        var lines = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the settings file " + file + ": " + e.getMessage(), e);
        }
        for (var key : new TreeSet<>(lines.stringPropertyNames())) {
            enter(given, key, lines.getProperty(key).strip(), file.toString());
        }
    }

    /// Enters one setting as it was written; of a table, one entry.
    ///
    /// @param source where the key was written, for the message
    public static void enter(Map<Setting, String> into, String key, String value, String source) {
        if (key.startsWith(CONNECTOR)) {
            into.merge(
                    Setting.SIPREC_CONNECTORS, key.substring(CONNECTOR.length()) + "=" + value, (a, b) -> a + "," + b);
        } else {
            into.put(settingNamed(key, source), value);
        }
    }

    /// @param source where the key was written, for the message
    public static Setting settingNamed(String key, String source) {
        for (var setting : Setting.values()) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        throw new ConfigurationException(
                source + ": unknown setting '" + key + "'; 'cordboard config' lists the known ones");
    }

    public String text(Setting setting) {
        return given.getOrDefault(setting, setting.byDefault());
    }

    /// @throws ConfigurationException if the value is not a whole number from `least` to `most`
    public int number(Setting setting, int least, int most) {
        var text = text(setting);
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(setting, text, "a whole number from " + least + " to " + most, e);
        }
        throw wrong(setting, text, "a whole number from " + least + " to " + most, null);
    }

    public boolean flag(Setting setting) {
        var text = text(setting);
        return switch (text) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw wrong(setting, text, "true or false", null);
        };
    }

    static ConfigurationException wrong(Setting setting, String value, String wanted, @Nullable Throwable cause) {
        return new ConfigurationException(
                setting.key() + " must be " + wanted + ", was '" + value + "' (also settable as "
                        + setting.environmentVariable() + ")",
                cause);
    }
}
