package org.cordboard.voice.twiml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cordboard.voice.twiml.Target.Address;
import org.jspecify.annotations.Nullable;

/// The Sip noun: its address as text or as Uri children, and the headers that the call carries (Voice reference 11.5).
final class SipNoun {
    private static final int BAD_URI = 13243;
    private static final int BAD_HEADERS = 13251;
    private static final int BAD_HEADER_NAME = 13252;
    private static final int HEADERS_TOO_LONG = 13253;
    private static final int URI_CHARS_MAX = 255;
    private static final int HEADERS_CHARS_MAX = 1_024;
    private static final Set<String> HEADERS =
            Set.of("user-to-user", "remote-party-id", "p-preferred-identity", "p-called-party-id");

    /// One Uri child; the smallest priority is dialled, of several the one with the greatest weight.
    private record Choice(String uri, int priority, int weight, @Nullable String username, @Nullable String password) {}

    private SipNoun() {}

    static @Nullable Address address(Attributes a) {
        var children = a.element().children();
        var text = new Choice(a.element().text(), 0, 0, a.text("username"), a.text("password"));
        var chosen = children.stream()
                .filter(child -> child.name().equals("Uri"))
                .map(child -> choice(child, text))
                .min(Comparator.comparingInt(Choice::priority).thenComparing(Choice::weight, Comparator.reverseOrder()))
                .orElse(text);
        children.stream()
                .filter(child -> !Set.of("Uri", "Headers", "Header").contains(child.name()))
                .forEach(child -> a.warn(Attributes.SCHEMA, "<" + child.name() + "> cannot be used inside <Sip>"));
        var uri = withScheme(chosen.uri);
        int query = uri.indexOf('?');
        var bare = query < 0 ? uri : uri.substring(0, query);
        boolean sip = bare.regionMatches(true, 0, "sip:", 0, 4) || bare.regionMatches(true, 0, "sips:", 0, 5);
        if (!sip || bare.length() >= URI_CHARS_MAX) {
            a.warn(BAD_URI, "'" + shown(uri) + "' is not a SIP address of less than " + URI_CHARS_MAX + " characters");
            return null;
        }
        var headers = headers(a, query < 0 ? "" : uri.substring(query + 1), children);
        return new Address.Sip(headers.isEmpty() ? bare : bare + "?" + headers, chosen.username, chosen.password);
    }

    /// Published examples also write `user@host`; what names another scheme stays as it is.
    private static String withScheme(String uri) {
        return uri.matches("[^:@?]+@[^@].*") ? "sip:" + uri : uri;
    }

    private static Choice choice(Element child, Choice otherwise) {
        var attributes = child.attributes();
        return new Choice(
                child.text(),
                number(attributes.get("priority")),
                number(attributes.get("weight")),
                attributes.getOrDefault("username", otherwise.username),
                attributes.getOrDefault("password", otherwise.password));
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    /// Those of the address and those of children, as the address writes them; none when they are too long together.
    private static String headers(Attributes a, String query, List<Element> children) {
        var headers = new ArrayList<String>();
        for (var part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                header(a, headers, part.substring(0, equals), part);
            } else if (!part.isEmpty()) {
                a.warn(BAD_HEADERS, "'" + shown(part) + "' is not a header of a SIP address");
            }
        }
        children.stream()
                .flatMap(child -> child.name().equals("Headers")
                        ? child.children().stream()
                        : List.of(child).stream())
                .filter(child -> child.name().equals("Header"))
                .forEach(child -> {
                    var name = child.attributes().getOrDefault("name", "");
                    var value = URLEncoder.encode(child.attributes().getOrDefault("value", ""), UTF_8);
                    header(a, headers, name, name + "=" + value.replace("+", "%20"));
                });
        var all = String.join("&", headers);
        if (all.length() > HEADERS_CHARS_MAX) {
            a.warn(HEADERS_TOO_LONG, "the headers of <Sip> are longer than " + HEADERS_CHARS_MAX + " characters");
            return "";
        }
        return all;
    }

    private static void header(Attributes a, List<String> headers, String name, String written) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.matches("x-[a-z0-9_.!%*+`'~-]+") || HEADERS.contains(lower)) {
            headers.add(written);
        } else {
            a.warn(BAD_HEADER_NAME, "the header '" + shown(name) + "' cannot be sent by <Sip>");
        }
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
