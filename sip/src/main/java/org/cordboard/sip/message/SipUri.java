package org.cordboard.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `sip:` or `sips:` URI, RFC 3261 section 19.1.
///
/// @param rawUser the user part as written, with its escapes; [#user()] gives it decoded
/// @param password the deprecated part behind the colon, as written
/// @param host name, IPv4 address or IPv6 address in brackets, as written
/// @param port 1 to 65535, or 0 when the URI names none
/// @param headers the text behind `?`, without it; empty when there is none
public record SipUri(
        boolean secure,
        @Nullable String rawUser,
        @Nullable String password,
        String host,
        int port,
        Parameters parameters,
        String headers)
        implements Uri {

    private static final List<String> COMPARED_PARAMETERS = List.of("user", "ttl", "method", "maddr", "transport");
    private static final String USER_CHARS = "-_.!~*'()&=+$,;?/";

    /// A `sip:` URI; characters of `user` that need it are escaped. `port` 0 leaves the port out.
    public static SipUri of(@Nullable String user, String host, int port) {
        return new SipUri(false, user == null ? null : escape(user), null, bracketed(host), port, Parameters.NONE, "");
    }

    public static SipUri parse(String text) throws Malformed {
        if (Uri.parse(text) instanceof SipUri uri) {
            return uri;
        }
        throw new Malformed("not a SIP URI", 0);
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    /// The user part with escapes decoded.
    public Optional<String> user() {
        return Optional.ofNullable(rawUser).map(SipUri::unescape);
    }

    /// `transport=` in lower case.
    public Optional<String> transport() {
        return parameters.get("transport").map(t -> t.toLowerCase(Locale.ROOT));
    }

    public SipUri withParameter(String name, String value) {
        return new SipUri(secure, rawUser, password, host, port, parameters.with(name, value), headers);
    }

    public SipUri withoutParameter(String name) {
        return new SipUri(secure, rawUser, password, host, port, parameters.without(name), headers);
    }

    /// What may stand in a request line: no headers and no `method` parameter (RFC 3261 section 19.1.1,
    /// table 1).
    public SipUri forRequestLine() {
        return new SipUri(secure, rawUser, password, host, port, parameters.without("method"), "");
    }

    /// The identity alone: scheme, user and host, as it is shown to applications.
    public SipUri bare() {
        return new SipUri(secure, rawUser, null, host, 0, Parameters.NONE, "");
    }

    /// Equivalence of RFC 3261 section 19.1.4 (headers compared as text).
    public boolean equivalent(SipUri other) {
        return secure == other.secure
                && user().equals(other.user())
                && Objects.equals(password, other.password)
                && host.equalsIgnoreCase(other.host)
                && port == other.port
                && headers.equals(other.headers)
                && COMPARED_PARAMETERS.stream().allMatch(name -> sameParameter(name, other))
                && parameters.values().keySet().stream()
                        .filter(other.parameters::has)
                        .allMatch(name -> sameParameter(name, other));
    }

    private boolean sameParameter(String name, SipUri other) {
        String mine = parameters.get(name).orElse("");
        return mine.equalsIgnoreCase(other.parameters.get(name).orElse(""))
                && parameters.has(name) == other.parameters.has(name);
    }

    static SipUri parseAfterScheme(boolean secure, String text) throws Malformed {
        int schemeLength = secure ? 5 : 4;
        int at = text.indexOf('@');
        String user = null;
        String password = null;
        if (at >= 0) {
            user = text.substring(0, at);
            int colon = user.indexOf(':');
            if (colon >= 0) {
                password = user.substring(colon + 1);
                user = user.substring(0, colon);
            }
            if (user.isEmpty()) {
                throw new Malformed("empty user before @", schemeLength);
            }
            checkUser(user, schemeLength);
        }
        String rest = text.substring(at + 1);
        int question = rest.indexOf('?');
        String headers = question < 0 ? "" : rest.substring(question + 1);
        var in = new Cursor(question < 0 ? rest : rest.substring(0, question));
        String host = readHost(in);
        int port = in.accept(':') ? readPort(in) : 0;
        if (!in.atEnd() && in.peek() != ';') {
            throw new Malformed("unexpected text behind the host", schemeLength + at + 1 + in.position());
        }
        Parameters parameters = Parameters.read(in, "");
        if (!in.atEnd() || hasForbidden(headers) || hasForbidden(parameters.toString())) {
            throw new Malformed("bad URI", schemeLength + at + 1 + in.position());
        }
        return new SipUri(secure, user, password, host, port, parameters, headers);
    }

    private static boolean hasForbidden(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>');
    }

    private static void checkUser(String user, int offset) throws Malformed {
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (c <= ' ' || c == '<' || c == '>' || c == '"') {
                throw new Malformed("bad character in user", offset + i);
            }
        }
    }

    /// Name, IPv4 address or bracketed IPv6 address.
    static String readHost(Cursor in) throws Malformed {
        int start = in.position();
        var host = new StringBuilder();
        if (in.accept('[')) {
            host.append('[');
            while (!in.atEnd() && (Character.digit(in.peek(), 16) >= 0 || in.peek() == ':' || in.peek() == '.')) {
                host.append(in.peek());
                in.skip();
            }
            in.expect(']');
            host.append(']');
            if (host.length() < 4) {
                throw new Malformed("empty IPv6 address", start);
            }
            return host.toString();
        }
        while (!in.atEnd() && isHostChar(in.peek())) {
            host.append(in.peek());
            in.skip();
        }
        if (host.isEmpty()) {
            throw new Malformed("no host", start);
        }
        return host.toString();
    }

    private static boolean isHostChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_';
    }

    static int readPort(Cursor in) throws Malformed {
        int start = in.position();
        int port = 0;
        while (!in.atEnd() && in.peek() >= '0' && in.peek() <= '9' && port <= 65535) {
            port = port * 10 + (in.peek() - '0');
            in.skip();
        }
        if (in.position() == start || port < 1 || port > 65535) {
            throw new Malformed("bad port", start);
        }
        return port;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static String escape(String user) {
        var out = new StringBuilder(user.length());
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || USER_CHARS.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
                out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }

    /// Decodes `%41`; a broken escape stays as it is.
    public static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        var out = new StringBuilder(48).append(scheme()).append(':');
        if (rawUser != null) {
            out.append(rawUser);
            if (password != null) {
                out.append(':').append(password);
            }
            out.append('@');
        }
        out.append(host);
        if (port != 0) {
            out.append(':').append(port);
        }
        parameters.writeTo(out);
        if (!headers.isEmpty()) {
            out.append('?').append(headers);
        }
        return out.toString();
    }
}
