package org.cordboard.voice.webhook;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// A successful (2xx) answer.
///
/// @param url where it came from, after redirects: what relative URLs in it resolve against
/// @param contentType as received, empty when there was none
/// @param took from first attempt to last byte
public record WebhookReply(String url, int status, String contentType, byte[] body, Duration took) {
    private static final int DECLARATION_MAX = 128;
    private static final Pattern DECLARED = Pattern.compile("^<\\?xml[^>]*encoding\\s*=\\s*([\"'][A-Za-z0-9._-]+[\"'])");

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

    /// As the head says, else the byte order mark, else the XML declaration, else UTF-8.
    private Charset charset() {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at >= 0) {
            return named(contentType.substring(at + 8).split(";")[0]);
        }
        if (body.length >= 2 && (body[0] & 0xff) == 0xfe && (body[1] & 0xff) == 0xff
                || body.length >= 2 && (body[0] & 0xff) == 0xff && (body[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16;
        }
        var head = new String(body, 0, Math.min(body.length, DECLARATION_MAX), StandardCharsets.ISO_8859_1);
        var declared = DECLARED.matcher(head);
        return declared.find() ? named(declared.group(1)) : StandardCharsets.UTF_8;
    }

    private static Charset named(String name) {
        try {
            return Charset.forName(name.replaceAll("[\"']", "").strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return StandardCharsets.UTF_8;
        }
    }
}
