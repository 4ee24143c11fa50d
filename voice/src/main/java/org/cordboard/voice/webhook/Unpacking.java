package org.cordboard.voice.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Undoes the compression that some servers apply without being asked. Bounded: a small answer may hold a huge one.
final class Unpacking {
    private Unpacking() {}

    /// @param coding the answer's `Content-Encoding`, empty for none
    static byte[] of(String coding, byte[] body, int bytesMax) throws IOException {
        return switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> all(new GZIPInputStream(new ByteArrayInputStream(body)), bytesMax);
            case "deflate" -> all(new InflaterInputStream(new ByteArrayInputStream(body)), bytesMax);
            default -> throw new IOException("the answer is packed as " + coding);
        };
    }

    private static byte[] all(InputStream packed, int bytesMax) throws IOException {
        try (packed) {
            var body = packed.readNBytes(bytesMax + 1);
            if (body.length > bytesMax) {
                throw new Progress.TooLarge(bytesMax);
            }
            return body;
        }
    }
}
