package org.cordboard.voice.webhook;

import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Earlier answers to GET requests for media, kept for revalidation by `If-None-Match` or `If-Modified-Since`.
/// Bounded in bytes, the least recently used goes first. Thread-safe.
final class ReplyCache {
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private record Entry(
            WebhookReply reply,
            @Nullable String etag,
            @Nullable String modified) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized Map<String, String> conditions(String url, boolean cached) {
        var entry = cached ? entries.get(url) : null;
        if (entry == null) {
            return Map.of();
        }
        if (entry.etag != null) {
            return Map.of("If-None-Match", entry.etag);
        }
        return entry.modified == null ? Map.of() : Map.of("If-Modified-Since", entry.modified);
    }

    synchronized @Nullable WebhookReply revalidated(String url) {
        var entry = entries.get(url);
        return entry == null ? null : entry.reply;
    }

    synchronized void store(String url, WebhookReply reply, HttpHeaders headers) {
        var etag = headers.firstValue("ETag").orElse(null);
        var modified = headers.firstValue("Last-Modified").orElse(null);
        boolean forbidden = headers.firstValue("Cache-Control").orElse("").contains("no-store")
                || headers.firstValue("Set-Cookie").isPresent();
        remove(url);
        if (forbidden || (etag == null && modified == null) || reply.body().length > BYTES_MAX / 4) {
            return;
        }
        entries.put(url, new Entry(reply, etag, modified));
        bytes += reply.body().length;
        while (bytes > BYTES_MAX) {
            remove(entries.keySet().iterator().next());
        }
    }

    private void remove(String url) {
        var old = entries.remove(url);
        if (old != null) {
            bytes -= old.reply.body().length;
        }
    }
}
