package org.cordboard.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What came out of reading bytes: a message, a request that can at least be refused, or nothing of use.
public sealed interface ParseResult {

    record Parsed(SipMessage message) implements ParseResult {}

    /// A broken request whose Via and CSeq are there to answer it; what else an answer copies may be missing.
    ///
    /// @param headers as far as they could be read; only those five are looked at
    /// @param status 400, 505 or 416
    /// @param position offset in the message where reading stopped, -1 when the whole message is meant
    record Refused(String method, Via via, Headers headers, int status, String problem, int position)
            implements ParseResult {

        /// The refusal to send back; an ACK never gets one.
        public SipResponse answer(String tag) {
            List<Headers.Field> kept = new ArrayList<>();
            kept.add(new Headers.Field("Via", via.toString()));
            List<String> hops = headers.values("Via");
            hops.subList(1, hops.size()).stream()
                    .filter(Refused::isHop)
                    .forEach(hop -> kept.add(new Headers.Field("Via", hop)));
            for (String name : new String[] {"From", "Call-ID", "CSeq"}) {
                headers.first(name).ifPresent(value -> kept.add(new Headers.Field(name, value)));
            }
            headers.first("To").ifPresent(value -> kept.add(new Headers.Field("To", tagged(value, tag))));
            String reason = status == 400 ? "Bad Request: " + problem.replaceAll("[^ -~]", "?") : Reasons.of(status);
            return new SipResponse(status, reason, Headers.of(kept), new byte[0]);
        }

        private static boolean isHop(String text) {
            try {
                Via.parse(text);
                return true;
            } catch (Malformed _) {
                return false; // part of what was wrong with the request
            }
        }

        private static String tagged(String to, String tag) {
            return to.toLowerCase(Locale.ROOT).contains(";tag=") ? to : to + ";tag=" + tag;
        }
    }

    /// A broken response, or a request too broken to answer: dropped and counted.
    record Unreadable(String problem, int position) implements ParseResult {}
}
