package org.cordboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a TCP or TLS byte stream into messages by Content-Length (RFC 3261 section 18.3) and sees the
/// keep-alives of RFC 5626 section 4.4.1 between them. One instance per connection, owned by its reading
/// thread; holds at most `max` bytes.
public final class StreamFramer {
    private final int max;
    private byte[] buffer = new byte[2048];
    private int length;

    public StreamFramer(int max) {
        this.max = max;
    }

    /// What stands at the front of the stream.
    public sealed interface Frame {
        /// One whole message.
        record Message(byte[] bytes) implements Frame {}

        /// A double CRLF between messages: answer with a single CRLF.
        record Ping() implements Frame {}

        /// The stream cannot be followed further (no length, or too long): close the connection.
        ///
        /// @param head the header section of the message at fault, empty when it has no end
        record Broken(byte[] head, String problem) implements Frame {}
    }

    /// Adds what was read.
    public void feed(byte[] bytes, int offset, int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    /// The next frame, or null when more bytes are needed. A lone CRLF is skipped (it is a pong, or leads a
    /// message).
    public @Nullable Frame next() {
        if (length >= 4 && buffer[0] == '\r' && buffer[1] == '\n' && buffer[2] == '\r' && buffer[3] == '\n') {
            consume(4);
            return new Frame.Ping();
        }
        if (length >= 3 && buffer[0] == '\r' && buffer[1] == '\n' && buffer[2] != '\r') {
            consume(2);
        }
        if (length == 0 || buffer[0] == '\r' && length < 4) {
            return null;
        }
        int headEnd = headEnd();
        if (headEnd < 0) {
            return length > max ? new Frame.Broken(new byte[0], "header section too long") : null;
        }
        int body = contentLength(headEnd);
        if (body < 0 || headEnd + (long) body > max) {
            byte[] head = Arrays.copyOf(buffer, headEnd);
            return new Frame.Broken(head, body < 0 ? "no usable Content-Length" : "message too long");
        }
        if (length < headEnd + body) {
            return null;
        }
        byte[] message = Arrays.copyOf(buffer, headEnd + body);
        consume(headEnd + body);
        return new Frame.Message(message);
    }

    private void consume(int count) {
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
    }

    private int headEnd() {
        for (int i = 3; i < length; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /// Value of the Content-Length (or `l`) line, -1 when it is missing, repeated with another value, or no
    /// number.
    private int contentLength(int headEnd) {
        int found = -1;
        int lineStart = 0;
        for (int i = 0; i < headEnd; i++) {
            if (buffer[i] == '\n') {
                int value = lengthIn(lineStart, i);
                if (value == -2 || value >= 0 && found >= 0 && value != found) {
                    return -1;
                }
                found = value >= 0 ? value : found;
                lineStart = i + 1;
            }
        }
        return found;
    }

    /// -1 for another header, -2 for a Content-Length that is no number.
    private int lengthIn(int start, int stop) {
        int colon = start;
        while (colon < stop && buffer[colon] != ':') {
            colon++;
        }
        String name = new String(buffer, start, colon - start, StandardCharsets.ISO_8859_1).strip();
        if (colon == stop || !name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("l")) {
            return -1;
        }
        String value = new String(buffer, colon + 1, stop - colon - 1, StandardCharsets.ISO_8859_1).strip();
        if (value.isEmpty() || value.length() > 9 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -2;
        }
        return Integer.parseInt(value);
    }
}
