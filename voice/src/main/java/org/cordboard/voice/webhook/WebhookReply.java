package org.cordboard.voice.webhook;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;

/// A successful (2xx) answer.
///
/// @param url where it came from, after redirects: what relative URLs in it resolve against
/// @param contentType as received, empty when there was none
/// @param took from first attempt to last byte
public record WebhookReply(String url, int status, String contentType, byte[] body, Duration took) {
    /// Type and subtype in lower case.
    public String mediaType() {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    public String text() {
        return new String(body, charset());
    }

    private Charset charset() {
        var lower = contentType.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(lower.substring(at + 8).split(";")[0].strip().replace("\"", ""));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return StandardCharsets.UTF_8;
        }
    }
}
