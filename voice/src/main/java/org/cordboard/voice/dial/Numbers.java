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
