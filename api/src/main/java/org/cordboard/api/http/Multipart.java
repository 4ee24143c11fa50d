package org.cordboard.api.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `multipart/form-data` of RFC 7578 for text parts; the body is already in memory and bounded.
final class Multipart {
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile("(?:^|;)\\s*name=(?:\"([^\"]*)\"|([^;\\s]*))", Pattern.CASE_INSENSITIVE);

    private Multipart() {}

    static Values read(Request request, int maxParameters) {
        String type = request.header("content-type");
        Matcher boundary = BOUNDARY.matcher(type == null ? "" : type);
        if (!boundary.find()) {
            throw Problem.badRequest("multipart/form-data needs a boundary in its Content-Type");
        }
        String mark = "--" + (boundary.group(1) != null ? boundary.group(1) : boundary.group(2));
        // One byte is one character here, so positions and contents survive; names and values are decoded below.
        String body = new String(request.body(), StandardCharsets.ISO_8859_1);
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        int at = body.indexOf(mark);
        while (at >= 0) {
            int start = at + mark.length();
            if (body.startsWith("--", start)) {
                return Values.of(values);
            }
            int next = body.indexOf("\r\n" + mark, start);
            if (next < 0) {
                throw Problem.badRequest("The multipart body ends before its closing boundary");
            }
            if (++count > maxParameters) {
                throw Problem.badRequest("More than " + maxParameters + " parameters in one request");
            }
            part(body.substring(start, next), values);
            at = next + 2;
        }
        throw Problem.badRequest("The multipart body does not contain its boundary");
    }

    private static void part(String part, Map<String, List<String>> values) {
        int headEnd = part.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            throw Problem.badRequest("A part of the multipart body has no header");
        }
        for (String line : part.substring(0, headEnd).split("\r\n", 20)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                Matcher name = NAME.matcher(line);
                if (name.find()) {
                    String found = name.group(1) != null ? name.group(1) : name.group(2);
                    values.computeIfAbsent(utf8(found), n -> new ArrayList<>()).add(utf8(part.substring(headEnd + 4)));
                    return;
                }
            }
        }
        throw Problem.badRequest("A part of the multipart body has no name");
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
