package org.cordboard.api.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests for a part of a file (RFC 9110 section 14): one range of bytes. Several ranges, another unit and a condition
/// are answered with the whole, as the RFC allows.
public final class Ranges {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private Ranges() {}

    /// @param whole an answer with a file
    public static Answer of(Answer whole, Request request) {
        Answer.Content file = whole.file();
        String wanted = request.header("range");
        if (file == null) {
            return whole;
        }
        Answer willing = whole.with("Accept-Ranges", "bytes");
        if (wanted == null || request.header("if-range") != null || !request.method().equals("GET")) {
            return willing;
        }
        Matcher range = ONE.matcher(wanted.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return willing;
        }
        long length = file.length();
        boolean suffix = range.group(1).isEmpty();
        long first = suffix ? Math.max(0, length - number(range.group(2))) : number(range.group(1));
        long last = suffix || range.group(2).isEmpty() ? length - 1 : Math.min(length - 1, number(range.group(2)));
        if (!suffix && !range.group(2).isEmpty() && number(range.group(2)) < first) {
            return willing; // not a range at all
        }
        if (first > last) {
            return Answer.empty(416).with("Content-Range", "bytes */" + length);
        }
        return willing.withPart(first, last - first + 1).with("Content-Range", "bytes " + first + "-" + last + "/" + length);
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }
}
