package org.cordboard.voice.webhook;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Earlier answers to GET requests for media (RFC 9111): used without asking while they are fresh, then revalidated by
/// `If-None-Match` and `If-Modified-Since`. Each account has its own. Bounded in bytes, the least recently used goes
/// first. Thread-safe.
final class ReplyCache {
    private static final long BYTES_MAX = 64L * 1024 * 1024;
    private static final Pattern AGE = Pattern.compile("(?:^|[,\\s])(s-maxage|max-age)\\s*=\\s*\"?(\\d{1,9})");

    /// @param token of the account that asked: what one account may hear is not for another
    private record Key(String token, String url) {}

    private record Entry(
            WebhookReply reply,
            @Nullable String etag,
            @Nullable String modified,
            Instant freshUntil) {}

    private final InstantSource clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    ReplyCache(InstantSource clock) {
        this.clock = clock;
    }

    /// The answer that needs no asking, or null.
    synchronized @Nullable WebhookReply fresh(String token, String url) {
        var entry = entries.get(new Key(token, url));
        return entry != null && entry.freshUntil.isAfter(clock.instant()) ? entry.reply : null;
    }

    synchronized Map<String, String> conditions(String token, String url) {
        var entry = entries.get(new Key(token, url));
        var conditions = new HashMap<String, String>();
        if (entry != null && entry.etag != null) {
            conditions.put("If-None-Match", entry.etag);
        }
        if (entry != null && entry.modified != null) {
            conditions.put("If-Modified-Since", entry.modified);
        }
        return conditions;
    }

    /// The server says that the answer still holds.
    synchronized @Nullable WebhookReply revalidated(String token, String url, HttpHeaders headers) {
        var key = new Key(token, url);
        var entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        entries.put(key, new Entry(entry.reply, entry.etag, entry.modified, freshUntil(headers)));
        return entry.reply;
    }

    synchronized void store(String token, String url, WebhookReply reply, HttpHeaders headers) {
        var key = new Key(token, url);
        remove(key);
        var etag = headers.firstValue("ETag").orElse(null);
        var modified = headers.firstValue("Last-Modified").orElse(null);
        var until = freshUntil(headers);
        boolean useful = etag != null || modified != null || until.isAfter(clock.instant());
        if (!useful || forbidden(headers) || reply.body().length > BYTES_MAX / 4) {
            return;
        }
        entries.put(key, new Entry(reply, etag, modified, until));
        bytes += reply.body().length;
        while (bytes > BYTES_MAX) {
            remove(entries.keySet().iterator().next());
        }
    }

    private static boolean forbidden(HttpHeaders headers) {
        return control(headers).contains("no-store")
                || headers.firstValue("Set-Cookie").isPresent()
                || headers.allValues("Vary").stream().anyMatch(ReplyCache::varies);
    }

    /// Our own requests differ in little: only what depends on that may not be kept.
    private static boolean varies(String names) {
        return List.of(names.toLowerCase(Locale.ROOT).split(",")).stream()
                .map(String::strip)
                .anyMatch(name -> name.equals("*")
                        || name.equals("cookie")
                        || name.equals("authorization")
                        || name.startsWith("x-twilio-")
                        || name.startsWith("i-twilio-"));
    }

    private static String control(HttpHeaders headers) {
        return String.join(",", headers.allValues("Cache-Control")).toLowerCase(Locale.ROOT);
    }

    /// Cache-Control before Expires (RFC 9111 5.3); an age before ours counts.
    private Instant freshUntil(HttpHeaders headers) {
        var now = clock.instant();
        var control = control(headers);
        if (control.contains("no-cache")) {
            return now;
        }
        Long seconds = null;
        var matcher = AGE.matcher(control);
        while (matcher.find()) {
            if (seconds == null || matcher.group(1).equals("s-maxage")) {
                seconds = Long.valueOf(matcher.group(2));
            }
        }
        if (seconds != null) {
            return now.plusSeconds(seconds - headers.firstValueAsLong("Age").orElse(0));
        }
        var expires = date(headers.firstValue("Expires").orElse(null));
        var sent = date(headers.firstValue("Date").orElse(null));
        if (expires == null) {
            return now;
        }
        return sent == null ? expires : now.plusMillis(expires.toEpochMilli() - sent.toEpochMilli());
    }

    private static @Nullable Instant date(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private void remove(Key key) {
        var old = entries.remove(key);
        if (old != null) {
            bytes -= old.reply.body().length;
        }
    }
}
