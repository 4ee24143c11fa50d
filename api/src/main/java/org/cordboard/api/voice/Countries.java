package org.cordboard.api.voice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Countries and their calling codes, by ISO 3166 code. Where several share one, a number is taken for the largest's.
final class Countries {
    private static final Map<String, String> CODES = read();
    private static final Map<String, String> LARGEST = Map.of("1", "US", "7", "RU", "44", "GB", "39", "IT", "61", "AU");

    private Countries() {}

    /// Digits without the plus; null when the country has none.
    static @Nullable String callingCode(String country) {
        return CODES.get(country);
    }

    /// Whether a number of E.164 form belongs to the country.
    static boolean has(String country, String number) {
        String code = CODES.get(country);
        return code != null
                && number.startsWith("+" + code)
                && LARGEST.getOrDefault(code, country).equals(country);
    }

    private static Map<String, String> read() {
        Map<String, String> codes = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(Countries.class.getResourceAsStream("/numbers/calling-codes.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> codes.put(line.substring(0, 2), line.substring(3)));
        } catch (IOException damaged) {
            throw new UncheckedIOException("calling-codes.txt cannot be read", damaged);
        }
        return codes;
    }
}
