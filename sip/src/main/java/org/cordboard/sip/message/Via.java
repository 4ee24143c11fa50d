package org.cordboard.sip.message;

import java.util.Locale;
import java.util.Optional;

/// One hop of a Via header, RFC 3261 section 20.42, with `rport` of RFC 3581.
///
/// @param transport upper case: UDP, TCP, TLS, …
/// @param host sent-by host as written; IPv6 in brackets
/// @param port sent-by port, or 0 when it names none
public record Via(String transport, String host, int port, Parameters parameters) {
    /// Branches of RFC 3261 stacks start with this.
    public static final String MAGIC_COOKIE = "z9hG4bK";

    public Optional<String> branch() {
        return parameters.get("branch");
    }

    /// True when the branch alone identifies the transaction.
    public boolean hasUniqueBranch() {
        return branch().filter(b -> b.regionMatches(true, 0, MAGIC_COOKIE, 0, MAGIC_COOKIE.length())
                        && b.length() > MAGIC_COOKIE.length())
                .isPresent();
    }

    /// Host and port in lower case: part of the key of a server transaction.
    public String sentBy() {
        return port == 0 ? host.toLowerCase(Locale.ROOT) : host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    public Via with(String name, String value) {
        return new Via(transport, host, port, parameters.with(name, value));
    }

    public static Via parse(String text) throws Malformed {
        var in = new Cursor(text);
        in.skipSpace();
        int start = in.position();
        String protocol = in.token();
        in.skipSpace();
        in.expect('/');
        in.skipSpace();
        String version = in.token();
        in.skipSpace();
        in.expect('/');
        in.skipSpace();
        String transport = in.token().toUpperCase(Locale.ROOT);
        if (!protocol.equalsIgnoreCase("SIP") || !version.equals("2.0")) {
            throw new Malformed("Via is not SIP/2.0", start);
        }
        if (!Cursor.isSpace(in.peek())) {
            throw new Malformed("expected space before sent-by", in.position());
        }
        in.skipSpace();
        String host = SipUri.readHost(in);
        in.skipSpace();
        int port = 0;
        if (in.accept(':')) {
            in.skipSpace();
            port = SipUri.readPort(in);
        }
        Parameters parameters = Parameters.read(in, "(");
        skipComment(in);
        in.expectEnd();
        return new Via(transport, host, port, parameters);
    }

    /// RFC 2543 allowed a comment at the end; nothing reads it.
    private static void skipComment(Cursor in) throws Malformed {
        in.skipSpace();
        if (in.accept('(')) {
            in.until(")");
            in.expect(')');
        }
    }

    @Override
    public String toString() {
        var out = new StringBuilder(64)
                .append("SIP/2.0/")
                .append(transport)
                .append(' ')
                .append(host);
        if (port != 0) {
            out.append(':').append(port);
        }
        parameters.writeTo(out);
        return out.toString();
    }
}
