package org.cordboard.api.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Errors;
import org.cordboard.api.http.HttpHandler;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.jspecify.annotations.Nullable;

/// Serves the pages. Files are read once from the class path and kept; there are a few dozen at most.
public final class Pages implements HttpHandler {
    private static final String ROOT = "/web";
    private static final String START = "/index.html";
    private static final Pattern SAFE = Pattern.compile("/[A-Za-z0-9._/-]{0,200}");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("webmanifest", "application/manifest+json"));
    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; media-src 'self' blob:;"
                    + " style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            "Permissions-Policy",
            "microphone=(self), camera=(), geolocation=()",
            "Cross-Origin-Opener-Policy",
            "same-origin");

    private final Map<String, Kept> files = new ConcurrentHashMap<>();

    private record Kept(byte[] body, String etag) {}

    @Override
    public Answer answer(Request request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads) {
            return Errors.answer(new Problem(ErrorCode.METHOD_NOT_ALLOWED, "Pages can only be read; use GET"));
        }
        String path = request.path().equals("/") ? START : request.path();
        Kept file = isSafe(path) ? file(path) : null;
        if (file == null && isPage(path)) {
            path = START;
            file = file(START);
        }
        if (file == null) {
            return Answer.of(404, "text/plain; charset=utf-8", "Not found\n".getBytes(StandardCharsets.UTF_8))
                    .withAll(SECURITY);
        }
        Answer answer = file.etag().equals(request.header("if-none-match"))
                ? Answer.empty(304)
                : Answer.of(200, type(path), file.body());
        Answer dressed = answer.withAll(SECURITY).with("ETag", file.etag()).with("Cache-Control", caching(path));
        return request.method().equals("HEAD") ? dressed.withoutBody() : dressed;
    }

    private static boolean isSafe(String path) {
        return SAFE.matcher(path).matches() && !path.contains("..") && !path.endsWith("/");
    }

    /// An address without extension belongs to the page itself, which knows what to show.
    private static boolean isPage(String path) {
        return path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
    }

    private @Nullable Kept file(String path) {
        Kept known = files.get(path);
        if (known != null) {
            return known;
        }
        try (InputStream in = Pages.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                return null;
            }
            byte[] body = in.readAllBytes();
            Kept kept = new Kept(body, "\"" + hash(body) + "\"");
            files.put(path, kept);
            return kept;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String type(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }

    /// Names under `/assets/` carry a hash of their content.
    private static String caching(String path) {
        return path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
