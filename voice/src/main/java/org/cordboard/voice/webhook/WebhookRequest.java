package org.cordboard.voice.webhook;

import java.util.UUID;

/// One request to an application.
///
/// @param url absolute, perhaps with connection settings in its fragment and credentials before the host
/// @param fields sent as a form (POST) or after the query (GET)
/// @param token what the request is signed with
/// @param memory cookies and credentials of the call it belongs to
/// @param cached whether an earlier answer to the same GET may be used
/// @param bytesMax how large an answer may be
public record WebhookRequest(
        String url, HttpMethod method, Fields fields, String token, Memory memory, boolean cached, int bytesMax) {
    /// Documents are refused above this.
    public static final int DOCUMENT_BYTES_MAX = 64 * 1024;
    /// Forty minutes of 16-bit, 8 kHz audio.
    public static final int MEDIA_BYTES_MAX = 40 * 1024 * 1024;

    public static WebhookRequest document(String url, HttpMethod method, Fields fields, String token, Memory memory) {
        return new WebhookRequest(url, method, fields, token, memory, false, DOCUMENT_BYTES_MAX);
    }

    public static WebhookRequest media(String url, String token, Memory memory) {
        return new WebhookRequest(url, HttpMethod.GET, Fields.NONE, token, memory, true, MEDIA_BYTES_MAX);
    }

    public static WebhookRequest callback(String url, HttpMethod method, Fields fields, String token) {
        return new WebhookRequest(url, method, fields, token, new Memory(), false, DOCUMENT_BYTES_MAX);
    }

    static String newIdempotencyToken() {
        return UUID.randomUUID().toString();
    }
}
