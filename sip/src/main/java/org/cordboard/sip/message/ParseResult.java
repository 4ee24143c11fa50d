package org.cordboard.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What came out of reading bytes: a message, a request that can at least be refused, or nothing of use.
public sealed interface ParseResult {

    record Parsed(SipMessage message) implements ParseResult {}

    /// A broken request whose Via, From, To, Call-ID and CSeq lines are good enough to answer it.
    ///
    /// @param headers as far as they could be read; only those five are looked at
    /// @param status 400, 505 or 416
    /// @param position offset in the message where reading stopped, -1 when the whole message is meant
    record Refused(String method, Via via, Headers headers, int status, String problem, int position)
            implements ParseResult {

        /// The refusal to send back; an ACK never gets one.
        public SipResponse answer(String tag) {
            List<Headers.Field> kept = new ArrayList<>();
            for (Headers.Field field : headers) {
                switch (field.name()) {
                    case "Via", "From", "Call-ID", "CSeq" -> kept.add(field);
                    case "To" -> kept.add(new Headers.Field("To", tagged(field.value(), tag)));
                    default -> {}
                }
            }
            String reason = status == 400 ? "Bad Request: " + problem.replaceAll("[^ -~]", "?") : Reasons.of(status);
            return new SipResponse(status, reason, Headers.of(kept), new byte[0]);
        }

        private static String tagged(String to, String tag) {
            return to.toLowerCase(Locale.ROOT).contains(";tag=") ? to : to + ";tag=" + tag;
        }
    }

    /// A broken response, or a request too broken to answer: dropped and counted.
    record Unreadable(String problem, int position) implements ParseResult {}
}
