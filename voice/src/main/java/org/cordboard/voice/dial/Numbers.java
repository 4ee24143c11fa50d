package org.cordboard.voice.dial;

import java.util.Optional;
import java.util.regex.Pattern;

/// Phone numbers as people and phones write them, brought to E.164.
public final class Numbers {
    private static final Pattern E164 = Pattern.compile("\\+[0-9]{3,15}");
    private static final Pattern NORTH_AMERICAN = Pattern.compile("[2-9][0-9]{9}");
    private static final Pattern PLAIN = Pattern.compile("[0-9]{7,15}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s().\\-]+");

    private Numbers() {}

    public static boolean isE164(String text) {
        return E164.matcher(text).matches();
    }

    /// The same where numbers may come as dialled in a country: `00` or `011` before a country code, `0` before a number
    /// of one's own country.
    ///
    /// @param countryCode digits, or empty when a leading 0 means nothing
    public static Optional<String> e164(String text, String countryCode) {
        var digits = SEPARATORS.matcher(text.strip()).replaceAll("");
        if (digits.startsWith("00")) {
            return e164("+" + digits.substring(2));
        }
        if (digits.startsWith("011") && countryCode.equals("1")) {
            return e164("+" + digits.substring(3));
        }
        if (countryCode.isEmpty() || countryCode.equals("1")) {
            return e164(digits);
        }
        if (digits.startsWith("0")) {
            return e164("+" + countryCode + digits.substring(1));
        }
        // Ten digits mean nothing special outside North America.
        return PLAIN.matcher(digits).matches() ? Optional.of("+" + digits) : e164(digits);
    }

    /// Ten North American digits get `+1`, other plain digits a `+`; empty when it is no number.
    public static Optional<String> e164(String text) {
        var digits = SEPARATORS.matcher(text.strip()).replaceAll("");
        if (isE164(digits)) {
            return Optional.of(digits);
        }
        if (NORTH_AMERICAN.matcher(digits).matches()) {
            return Optional.of("+1" + digits);
        }
        return PLAIN.matcher(digits).matches() ? Optional.of("+" + digits) : Optional.empty();
    }
}
