package org.cordboard.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipUri;

/// What a REGISTER asks for (RFC 3261 section 10.3), judged without looking at any binding.
sealed interface RegisterRequest {
    /// Just tell the bindings.
    record Query() implements RegisterRequest {}

    /// `Contact: *` with `Expires: 0`.
    record RemoveAll() implements RegisterRequest {}

    record Update(List<Wanted> contacts) implements RegisterRequest {}

    /// Refuse with this status; 423 goes with Min-Expires.
    record Refuse(int status) implements RegisterRequest {}

    /// @param seconds 0 removes
    /// @param priority thousandths
    record Wanted(SipUri contact, int seconds, int priority) {}

    static RegisterRequest read(SipRequest request, int minExpires, int maxExpires) {
        List<String> contacts = request.headers().values("Contact");
        Optional<String> header = request.headers().first("Expires");
        if (contacts.isEmpty()) {
            return new Query();
        }
        if (contacts.contains("*")) {
            boolean all = contacts.size() == 1 && header.filter("0"::equals).isPresent();
            return all ? new RemoveAll() : new Refuse(400);
        }
        List<Wanted> wanted = new ArrayList<>();
        for (String text : contacts) {
            try {
                NameAddress address = NameAddress.parse(text);
                if (!(address.uri() instanceof SipUri uri)) {
                    return new Refuse(400);
                }
                int seconds = seconds(address, header, maxExpires);
                if (seconds > 0 && seconds < minExpires) {
                    return new Refuse(423);
                }
                wanted.add(new Wanted(uri, Math.min(seconds, maxExpires), priority(address)));
            } catch (Malformed _) {
                return new Refuse(400);
            }
        }
        return new Update(wanted);
    }

    private static int seconds(NameAddress address, Optional<String> header, int otherwise) {
        String text = address.parameters().get("expires").or(() -> header).orElse("");
        if (!text.matches("[0-9]{1,10}")) {
            return otherwise; // RFC 3261 section 10.2.1.1: malformed values mean the default
        }
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text));
    }

    private static int priority(NameAddress address) {
        String q = address.parameters().get("q").orElse("1");
        if (!q.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
            return 1000;
        }
        return (int) Math.round(Double.parseDouble(q) * 1000);
    }
}
