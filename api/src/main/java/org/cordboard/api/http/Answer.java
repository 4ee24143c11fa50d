package org.cordboard.api.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One complete answer; the body is whole, so its length is always announced.
///
/// @param file   sent instead of `body`, without being read into memory first
/// @param reason text beside the status on HTTP/1.1, where a browser client shows it; null for the usual one
public record Answer(
        int status,
        @Nullable String reason,
        Map<String, String> headers,
        byte[] body,
        @Nullable Content file) {
    /// A file, or a part of it.
    public record Content(Path path, long from, long length) {}

    private static final byte[] EMPTY = new byte[0];
    public static final String JSON = "application/json; charset=utf-8";

    public static Answer json(int status, byte[] body) {
        return new Answer(status, null, Map.of("Content-Type", JSON), body, null);
    }

    public static Answer json(int status, String body) {
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer empty(int status) {
        return new Answer(status, null, Map.of(), EMPTY, null);
    }

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, null, Map.of("Content-Type", contentType), body, null);
    }

    /// @throws IOException when there is no such file
    public static Answer ofFile(String contentType, Path file) throws IOException {
        return new Answer(
                200, null, Map.of("Content-Type", contentType), EMPTY, new Content(file, 0, Files.size(file)));
    }

    /// Only this part of the file.
    Answer withPart(long from, long length) {
        return file == null ? this : new Answer(206, reason, headers, body, new Content(file.path, from, length));
    }

    public static Answer redirect(String location) {
        return empty(302).with("Location", location);
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, reason, more, body, file);
    }

    public Answer withAll(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(others);
        more.putAll(headers);
        return new Answer(status, reason, more, body, file);
    }

    public Answer withReason(String text) {
        return new Answer(status, printable(text), headers, body, file);
    }

    public Answer withStatus(int other) {
        return new Answer(other, reason, headers, body, file);
    }

    /// Same headers, `Content-Length` of the body it would have had left out.
    public Answer withoutBody() {
        return new Answer(status, reason, headers, EMPTY, null);
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
