package org.cordboard.sip;

import java.util.Locale;
import java.util.Optional;
import org.cordboard.sip.message.SipRequest;

/// A key pressed, carried by INFO: `application/dtmf-relay` (Signal and Duration lines) or
/// `application/dtmf` (the key alone).
///
/// @param durationMillis 160 when the peer does not say
record DtmfInfo(char key, int durationMillis) {
    private static final String KEYS = "0123456789*#ABCD";
    private static final int DURATION_DEFAULT = 160;

    static Optional<DtmfInfo> parse(SipRequest info) {
        return switch (info.contentType().orElse("")) {
            case "application/dtmf-relay" -> relay(info.bodyText());
            case "application/dtmf" -> key(info.bodyText().strip()).map(k -> new DtmfInfo(k, DURATION_DEFAULT));
            default -> Optional.empty();
        };
    }

    private static Optional<DtmfInfo> relay(String body) {
        Optional<Character> key = Optional.empty();
        int duration = DURATION_DEFAULT;
        for (String line : body.split("\r\n|\n", 10)) {
            String[] pair = line.split("=", 2);
            String value = pair.length == 2 ? pair[1].strip() : "";
            switch (pair[0].strip().toLowerCase(Locale.ROOT)) {
                case "signal" -> key = key(value);
                case "duration" -> duration = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : duration;
                default -> {} // further lines mean nothing to us
            }
        }
        int millis = duration;
        return key.map(k -> new DtmfInfo(k, millis));
    }

    /// Some devices name star and hash by their event numbers 10 and 11.
    private static Optional<Character> key(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "10" -> Optional.of('*');
            case "11" -> Optional.of('#');
            default -> upper.length() == 1 && KEYS.contains(upper) ? Optional.of(upper.charAt(0)) : Optional.empty();
        };
    }
}
