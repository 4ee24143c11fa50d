package org.cordboard.voice.webhook;

import java.net.HttpCookie;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one call remembers between its requests: cookies, and servers that want credentials at once. Thread-safe;
/// bounded, the oldest cookie goes first.
public final class Memory {
    private static final int COOKIES_MAX = 100;

    private record Kept(HttpCookie cookie, String host, Instant until) {}

    private final InstantSource clock;
    private final List<Kept> cookies = new ArrayList<>();
    private final Map<String, Challenge> challenges = new HashMap<>();

    public Memory() {
        this(InstantSource.system());
    }

    Memory(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void store(URI uri, List<String> setCookie) {
        for (var header : setCookie) {
            try {
                HttpCookie.parse(header).forEach(cookie -> store(uri, cookie));
            } catch (IllegalArgumentException _) {
                // An unreadable cookie is the server's loss; the answer itself stands.
                continue;
            }
        }
    }

    private void store(URI uri, HttpCookie cookie) {
        var domain = cookie.getDomain();
        if (domain != null
                && !HttpCookie.domainMatches(domain, uri.getHost())
                && !domain.equalsIgnoreCase(uri.getHost())) {
            return;
        }
        if (cookie.getPath() == null) {
            cookie.setPath(directory(uri));
        }
        cookies.removeIf(k -> k.cookie.equals(cookie) && k.host.equals(uri.getHost()));
        if (cookie.getMaxAge() == 0) {
            return;
        }
        var until = cookie.getMaxAge() < 0 ? Instant.MAX : clock.instant().plusSeconds(cookie.getMaxAge());
        cookies.add(new Kept(cookie, uri.getHost(), until));
        if (cookies.size() > COOKIES_MAX) {
            cookies.removeFirst();
        }
    }

    /// Value of the `Cookie` header, or null when none applies.
    synchronized @Nullable String cookies(URI uri) {
        var now = clock.instant();
        cookies.removeIf(k -> k.until.isBefore(now));
        var text = new StringBuilder();
        for (var kept : cookies) {
            if (applies(kept, uri)) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(kept.cookie.getName())
                        .append('=')
                        .append(kept.cookie.getValue());
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    private static boolean applies(Kept kept, URI uri) {
        var domain = kept.cookie.getDomain();
        boolean host = domain == null
                ? kept.host.equalsIgnoreCase(uri.getHost())
                : HttpCookie.domainMatches(domain, uri.getHost()) || domain.equalsIgnoreCase(uri.getHost());
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var of = kept.cookie.getPath();
        boolean under = path.equals(of) || path.startsWith(of.endsWith("/") ? of : of + "/");
        return host && under && (!kept.cookie.getSecure() || "https".equals(uri.getScheme()));
    }

    private static String directory(URI uri) {
        var path = uri.getRawPath();
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    synchronized void remember(String server, Challenge challenge) {
        challenges.put(server, challenge);
    }

    synchronized @Nullable Challenge challenge(String server) {
        return challenges.get(server);
    }
}
