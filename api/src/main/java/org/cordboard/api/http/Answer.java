package org.cordboard.api.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One complete answer; the body is whole, so its length is always announced.
///
/// @param reason text beside the status on HTTP/1.1, where a browser client shows it; null for the usual one
public record Answer(int status, @Nullable String reason, Map<String, String> headers, byte[] body) {
    private static final byte[] EMPTY = new byte[0];
    public static final String JSON = "application/json; charset=utf-8";

    public static Answer json(int status, byte[] body) {
        return new Answer(status, null, Map.of("Content-Type", JSON), body);
    }

    public static Answer json(int status, String body) {
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer empty(int status) {
        return new Answer(status, null, Map.of(), EMPTY);
    }

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, null, Map.of("Content-Type", contentType), body);
    }

    public static Answer redirect(String location) {
        return empty(302).with("Location", location);
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, reason, more, body);
    }

    public Answer withAll(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(others);
        more.putAll(headers);
        return new Answer(status, reason, more, body);
    }

    public Answer withReason(String text) {
        return new Answer(status, printable(text), headers, body);
    }

    public Answer withStatus(int other) {
        return new Answer(other, reason, headers, body);
    }

    /// Same headers, `Content-Length` of the body it would have had left out.
    public Answer withoutBody() {
        return new Answer(status, reason, headers, EMPTY);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().limit(200).forEach(c -> out.append(c >= ' ' && c < 0x7f ? (char) c : ' '));
        return out.toString();
    }
}
