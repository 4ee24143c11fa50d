package org.cordboard.voice.webhook;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one call remembers between its requests: cookies, and servers that want credentials at once. Thread-safe;
/// bounded, the oldest cookie goes first.
public final class Memory {
    private static final int COOKIES_MAX = 100;

    private final InstantSource clock;
    private final List<Cookie> cookies = new ArrayList<>();
    private final Map<String, Challenge> challenges = new HashMap<>();

    public Memory() {
        this(InstantSource.system());
    }

    Memory(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void store(URI uri, List<String> setCookie) {
        var now = clock.instant();
        for (var header : setCookie) {
            var cookie = Cookie.of(uri, header, now);
            if (cookie != null) {
                cookies.removeIf(cookie::sameAs);
                if (cookie.until().isAfter(now)) {
                    cookies.add(cookie);
                }
            }
        }
        while (cookies.size() > COOKIES_MAX) {
            cookies.removeFirst();
        }
    }

    /// Value of the `Cookie` header, longer paths first, or null when none applies.
    synchronized @Nullable String cookies(URI uri) {
        var now = clock.instant();
        cookies.removeIf(cookie -> cookie.until().isBefore(now));
        var text = cookies.stream()
                .filter(cookie -> cookie.appliesTo(uri))
                .sorted(Comparator.comparing((Cookie cookie) -> cookie.path().length())
                        .reversed())
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? null : text;
    }

    synchronized void remember(String server, Challenge challenge) {
        challenges.put(server, challenge);
    }

    synchronized @Nullable Challenge challenge(String server) {
        return challenges.get(server);
    }
}
