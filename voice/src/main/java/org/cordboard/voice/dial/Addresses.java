package org.cordboard.voice.dial;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;
import org.cordboard.voice.twiml.Target.Address;

/// Addresses in the forms the API and worker attributes use.
public final class Addresses {
    private static final String CLIENT = "client:";

    private Addresses() {}

    /// Reads `+1555…`, `client:name?k=v` or `sip:user@host`; a bare word is a client.
    public static Optional<Address> parse(String text) {
        var trimmed = text.strip();
        if (trimmed.regionMatches(true, 0, CLIENT, 0, CLIENT.length())) {
            return client(trimmed.substring(CLIENT.length()));
        }
        if (isSip(trimmed)) {
            return Optional.of(new Address.Sip(trimmed, null, null));
        }
        var number = Numbers.e164(trimmed);
        if (number.isPresent()) {
            return Optional.of(new Address.Number(number.get()));
        }
        return trimmed.matches("[A-Za-z0-9_.\\-]{1,121}")
                ? Optional.of(new Address.Client(trimmed, Map.of()))
                : Optional.empty();
    }

    /// As the API shows it.
    public static String shown(Address address) {
        return switch (address) {
            case Address.Number(var text, var _) -> Numbers.e164(text).orElse(text);
            case Address.Client(var identity, var _) -> CLIENT + identity;
            case Address.Sip(var uri, var _, var _) ->
                sipUri(uri).map(u -> u.bare().toString()).orElse(uri);
            case Address.Application(var sid, var _, var _) -> "app:" + sid;
        };
    }

    static boolean isSip(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("sip:") || lower.startsWith("sips:");
    }

    static Optional<SipUri> sipUri(String text) {
        try {
            return Uri.parse(text.strip()) instanceof SipUri uri ? Optional.of(uri) : Optional.empty();
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    private static Optional<Address> client(String text) {
        int question = text.indexOf('?');
        var identity = question < 0 ? text : text.substring(0, question);
        if (identity.isEmpty() || identity.length() > 256) {
            return Optional.empty();
        }
        return Optional.of(new Address.Client(identity, question < 0 ? Map.of() : query(text.substring(question + 1))));
    }

    /// Names and values of `k=v&k=v`, decoded.
    public static Map<String, String> query(String text) {
        var values = new LinkedHashMap<String, String>();
        for (var pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
