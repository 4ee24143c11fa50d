package org.cordboard.sip;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;

/// A negotiated session interval, RFC 4028.
///
/// @param seconds the interval
/// @param weRefresh true when refreshing is our duty
record SessionTimer(int seconds, boolean weRefresh) {
    static final int MIN_SE = 90;
    private static final int SECONDS_MAX = 86_400;

    /// When to refresh (half the interval), or to give the peer up (section 10: a third, at most 32 s,
    /// before the end).
    Duration due() {
        return Duration.ofSeconds(weRefresh ? seconds / 2 : seconds - Math.min(32, seconds / 3));
    }

    /// The interval a request asks for, 0 for none.
    static int requested(SipRequest request) {
        return seconds(request.headers());
    }

    /// What we put into our 2xx (section 9): we adopt what was asked, or ask ourselves where the peer knows
    /// the extension, and let the peer refresh if it can.
    static Optional<SessionTimer> asUas(SipRequest request, Duration preferred) {
        boolean supported = request.headers().lists("Supported", "timer");
        int asked = requested(request);
        if (asked == 0 && !supported) {
            return Optional.empty();
        }
        int seconds = asked == 0 ? (int) preferred.toSeconds() : asked;
        String refresher = refresher(request.headers());
        boolean we = !supported || refresher.equals("uas");
        return Optional.of(new SessionTimer(seconds, we));
    }

    /// What the peer's 2xx to our request says; no header means no timer (section 7.2).
    static Optional<SessionTimer> asUac(SipResponse response) {
        int seconds = seconds(response.headers());
        return seconds == 0
                ? Optional.empty()
                : Optional.of(
                        new SessionTimer(seconds, !refresher(response.headers()).equals("uas")));
    }

    /// Value for our 2xx; there the UAS is us.
    String inAnswer() {
        return seconds + ";refresher=" + (weRefresh ? "uas" : "uac");
    }

    private static int seconds(Headers headers) {
        String text =
                headers.first("Session-Expires").orElse("").split(";", 2)[0].strip();
        if (!text.matches("[0-9]{1,9}")) {
            return 0;
        }
        return Math.min(SECONDS_MAX, Integer.parseInt(text));
    }

    /// The Min-SE of a 422 or request, at least [#MIN_SE].
    static int minimum(Headers headers) {
        String text = headers.first("Min-SE").orElse("").split(";", 2)[0].strip();
        return text.matches("[0-9]{1,9}") ? Math.clamp(Integer.parseInt(text), MIN_SE, SECONDS_MAX) : MIN_SE;
    }

    private static String refresher(Headers headers) {
        String text = headers.first("Session-Expires")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replace(" ", "");
        return text.contains("refresher=uas") ? "uas" : text.contains("refresher=uac") ? "uac" : "";
    }
}
