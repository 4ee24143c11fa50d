package org.cordboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bytes to message, RFC 3261 section 7 with the leniency of section 16.3: what we do not use may be odd,
/// what we use must be right. Total: any bytes give a [ParseResult]. Stateless.
public final class MessageParser {
    private static final int HEADERS_MAX = 300;
    private static final Set<String> SINGLE = Set.of(
            "From",
            "To",
            "Call-ID",
            "CSeq",
            "Max-Forwards",
            "Content-Length",
            "Content-Type",
            "Expires",
            "Event",
            "Refer-To");
    private static final Pattern VERSION = Pattern.compile("SIP/[0-9]{1,9}\\.[0-9]{1,9}", Pattern.CASE_INSENSITIVE);
    private static final byte[] NO_BODY = {};

    private final byte[] data;
    private final int end;
    private int at;

    private MessageParser(byte[] data, int offset, int length) {
        this.data = data;
        this.at = offset;
        this.end = offset + length;
    }

    public static ParseResult parse(byte[] data) {
        return parse(data, 0, data.length);
    }

    /// Reads one whole message: a datagram, or what [StreamFramer] cut out of a stream.
    public static ParseResult parse(byte[] data, int offset, int length) {
        return new MessageParser(data, offset, length).message();
    }

    /// A start line as read.
    ///
    /// @param method null for a response
    private record StartLine(@Nullable String method, String uri, int status, String reason, boolean versionKnown) {}

    private ParseResult message() {
        while (at < end && (data[at] == '\r' || data[at] == '\n')) {
            at++;
        }
        int start = at;
        StartLine line;
        try {
            line = startLine(nextLine());
        } catch (Malformed e) {
            return refuseUnderBadStartLine(start, e);
        }
        List<Headers.Field> fields = new ArrayList<>(16);
        Malformed problem = readHeaders(fields);
        Headers headers = Headers.of(fields);
        int status = 400;
        SipMessage message = null;
        if (problem == null) {
            try {
                if (!line.versionKnown) {
                    status = 505;
                    throw new Malformed("unknown SIP version", 0);
                }
                message = build(line, headers);
            } catch (Malformed e) {
                problem = e;
            }
        }
        return message != null && problem == null
                ? new ParseResult.Parsed(message)
                : refuse(line.method, headers, status, problem == null ? new Malformed("bad message", 0) : problem);
    }

    private ParseResult refuseUnderBadStartLine(int start, Malformed problem) {
        List<Headers.Field> fields = new ArrayList<>();
        boolean response =
                end - start >= 4 && new String(data, start, 4, StandardCharsets.ISO_8859_1).equalsIgnoreCase("SIP/");
        readHeaders(fields);
        return refuse(response ? null : "", Headers.of(fields), 400, problem);
    }

    private static ParseResult refuse(@Nullable String method, Headers headers, int status, Malformed problem) {
        var unreadable = new ParseResult.Unreadable(String.valueOf(problem.getMessage()), problem.position());
        List<String> hops = headers.values("Via");
        if (method == null || !headers.has("CSeq") || hops.isEmpty()) {
            return unreadable;
        }
        try {
            Via via = hop(hops.getFirst());
            return new ParseResult.Refused(
                    method, via, headers, status, String.valueOf(problem.getMessage()), problem.position());
        } catch (Malformed _) {
            return unreadable; // nowhere to send the refusal
        }
    }

    /// The hop to refuse to; when only its version or its parameters are broken, host and port still lead there.
    private static Via hop(String text) throws Malformed {
        String readable = text.replaceFirst("(?i)^SIP[ \t]*/[ \t]*[0-9]{1,9}\\.[0-9]{1,9}", "SIP/2.0");
        try {
            return Via.parse(readable);
        } catch (Malformed _) {
            return Via.parse(readable.split(";", 2)[0]);
        }
    }

    private SipMessage build(StartLine line, Headers headers) throws Malformed {
        checkCore(headers);
        CSeq cseq = headers.cseq();
        byte[] body = body(headers);
        if (line.method == null) {
            return new SipResponse(line.status, line.reason, headers, body);
        }
        if (!cseq.method().equals(line.method)) {
            throw new Malformed("CSeq is of another method", -1);
        }
        return new SipRequest(line.method, Uri.parse(line.uri), headers, body);
    }

    private static void checkCore(Headers headers) throws Malformed {
        Set<String> seen = new HashSet<>();
        for (Headers.Field field : headers) {
            if (SINGLE.contains(field.name()) && !seen.add(field.name())) {
                throw new Malformed("more than one " + field.name(), -1);
            }
        }
        List<String> hops = headers.values("Via");
        headers.via(); // the first one; kept for all that ask later
        for (int i = 1; i < hops.size(); i++) {
            Via.parse(hops.get(i));
        }
        NameAddress from = headers.from();
        NameAddress to = headers.to();
        checkTag(from);
        checkTag(to);
        if (headers.first("Call-ID").orElse("").isEmpty()) {
            throw new Malformed("no Call-ID", -1);
        }
        checkNumber(headers, "Max-Forwards", 255);
        checkNumber(headers, "Expires", 0xffffffffL);
        for (String contact : headers.values("Contact")) {
            if (!contact.equals("*")) {
                NameAddress.parse(contact);
            }
        }
        for (String name : new String[] {"Route", "Record-Route"}) {
            for (String hop : headers.values(name)) {
                NameAddress.parse(hop);
            }
        }
    }

    private static void checkTag(NameAddress address) throws Malformed {
        if (address.parameters().has("tag") && !Cursor.isToken(address.tag().orElse(""))) {
            throw new Malformed("bad tag", -1);
        }
    }

    private static void checkNumber(Headers headers, String name, long max) throws Malformed {
        String text = headers.first(name).orElse("0");
        if (!isNumber(text, max)) {
            throw new Malformed("bad " + name, -1);
        }
    }

    private static boolean isNumber(String text, long max) {
        if (text.isEmpty() || text.length() > 18) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return Long.parseLong(text) <= max;
    }

    private byte[] body(Headers headers) throws Malformed {
        int available = end - at;
        String stated = headers.first("Content-Length").orElse(Integer.toString(available));
        if (!isNumber(stated, Integer.MAX_VALUE)) {
            throw new Malformed("bad Content-Length", -1);
        }
        int length = Integer.parseInt(stated);
        if (length > available) {
            throw new Malformed("body shorter than Content-Length", end);
        }
        return length == 0 ? NO_BODY : Arrays.copyOfRange(data, at, at + length);
    }

    private static StartLine startLine(String line) throws Malformed {
        if (line.regionMatches(true, 0, "SIP/", 0, 4)) {
            return statusLine(line);
        }
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || last <= first + 1) {
            throw new Malformed("bad request line", Math.max(0, first));
        }
        String method = line.substring(0, first);
        String uri = line.substring(first + 1, last);
        String version = line.substring(last + 1);
        if (!Cursor.isToken(method) || uri.isEmpty() || uri.indexOf(' ') >= 0 || uri.indexOf('\t') >= 0) {
            throw new Malformed("bad request line", first);
        }
        boolean known = version.equalsIgnoreCase("SIP/2.0");
        if (!known && !VERSION.matcher(version).matches()) {
            throw new Malformed("bad SIP version", last);
        }
        return new StartLine(method, uri, 0, "", known);
    }

    private static StartLine statusLine(String line) throws Malformed {
        if (line.length() < 11 || !line.regionMatches(true, 0, "SIP/2.0 ", 0, 8)) {
            throw new Malformed("bad status line", 0);
        }
        String code = line.substring(8, 11);
        boolean ends = line.length() == 11 || line.charAt(11) == ' ';
        if (!isNumber(code, 699) || Integer.parseInt(code) < 100 || !ends) {
            throw new Malformed("bad status code", 8);
        }
        return new StartLine(null, "", Integer.parseInt(code), line.length() > 12 ? line.substring(12) : "", true);
    }

    /// Reads header lines up to the blank line. After a bad line it goes on, so that the message can still
    /// be refused.
    private @Nullable Malformed readHeaders(List<Headers.Field> into) {
        Malformed problem = null;
        while (at < end) {
            int lineStart = at;
            String line = nextLine();
            if (line.isEmpty()) {
                break;
            }
            while (at < end && (data[at] == ' ' || data[at] == '\t')) {
                line = line.stripTrailing() + " " + nextLine().strip();
            }
            try {
                into.add(field(line, lineStart));
                if (into.size() > HEADERS_MAX) {
                    return new Malformed("too many headers", lineStart);
                }
            } catch (Malformed e) {
                problem = problem == null ? e : problem;
            }
        }
        return problem;
    }

    private static Headers.Field field(String line, int position) throws Malformed {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).stripTrailing();
        if (!Cursor.isToken(name)) {
            throw new Malformed("bad header name", position);
        }
        if (line.indexOf('\r') >= 0) {
            throw new Malformed("stray CR in header", position);
        }
        return new Headers.Field(name, line.substring(colon + 1));
    }

    /// The next line without its line end: CRLF, or a bare LF as some devices send.
    private String nextLine() {
        int start = at;
        while (at < end && data[at] != '\n') {
            at++;
        }
        int stop = at > start && data[at - 1] == '\r' ? at - 1 : at;
        at = Math.min(end, at + 1);
        return new String(data, start, stop - start, StandardCharsets.UTF_8);
    }
}
