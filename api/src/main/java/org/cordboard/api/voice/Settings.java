package org.cordboard.api.voice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Values;

/// The webhook settings that numbers and applications have in common, kept by their wire names (15.1, 15.2).
/// A given but empty value clears a setting; one that is absent stays.
final class Settings {
    static final List<Parameter<?>> VOICE = List.of(
            url("VoiceUrl"),
            method("VoiceMethod"),
            url("VoiceFallbackUrl"),
            method("VoiceFallbackMethod"),
            url("StatusCallback"),
            method("StatusCallbackMethod"),
            Parameter.flag("VoiceCallerIdLookup"));
    static final List<Parameter<?>> SMS =
            List.of(url("SmsUrl"), method("SmsMethod"), url("SmsFallbackUrl"), method("SmsFallbackMethod"));

    private Settings() {}

    static Parameter<String> url(String name) {
        return Parameter.url(name).clearable().code(ErrorCode.NUMBER_URL);
    }

    static Parameter<String> method(String name) {
        return Parameter.method(name).code(ErrorCode.NUMBER_METHOD);
    }

    /// The settings after a request: `VoiceUrl` is kept as `voice_url`.
    static Map<String, String> changed(Map<String, String> before, Values values, List<Parameter<?>> declared) {
        Map<String, String> after = new TreeMap<>(before);
        for (Parameter<?> parameter : declared) {
            String given = values.first(parameter.name());
            if (given != null) {
                String key = snake(parameter.name());
                if (given.isEmpty()) {
                    after.remove(key);
                } else {
                    after.put(key, parameter.name().endsWith("Method") ? given.toUpperCase(Locale.ROOT) : given);
                }
            }
        }
        return new LinkedHashMap<>(after);
    }

    /// What a flag's text means, as [Parameter#flag] reads it.
    static boolean isTrue(String text) {
        return text.equalsIgnoreCase("true") || text.equals("1") || text.equalsIgnoreCase("yes");
    }

    /// `VoiceUrl` to `voice_url`.
    static String snake(String pascal) {
        StringBuilder snake = new StringBuilder(pascal.length() + 8);
        for (int i = 0; i < pascal.length(); i++) {
            char c = pascal.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }
}
