package org.cordboard.voice.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server's demand for credentials and our answer to it: Basic (RFC 7617) or Digest (RFC 7616, MD5 and SHA-256).
sealed interface Challenge {
    /// Before a scheme: a comma, its name, and the name of its first parameter.
    Pattern SCHEMES = Pattern.compile(",(?=\\s*[A-Za-z-]+\\s+[A-Za-z]+\\s*=)");

    /// Value of the `Authorization` header.
    String answer(String user, String password, String method, String target);

    /// The strongest challenge we can answer, or null. One header may hold several.
    static @Nullable Challenge of(List<String> headers) {
        Challenge best = null;
        for (var header : headers) {
            for (var one : SCHEMES.split(header.strip())) {
                var found = one(one.strip());
                if (found != null && (best == null || found.strength() > best.strength())) {
                    best = found;
                }
            }
        }
        return best;
    }

    private static @Nullable Challenge one(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("digest ")) {
            var digest = Digest.of(text.substring(7));
            return digest.isKnown() ? digest : null;
        }
        return lower.startsWith("basic") ? new Basic() : null;
    }

    /// A stronger one is preferred.
    int strength();

    record Basic() implements Challenge {
        @Override
        public String answer(String user, String password, String method, String target) {
            var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public int strength() {
            return 0;
        }
    }

    record Digest(
            String realm,
            String nonce,
            @Nullable String opaque,
            List<String> offered,
            String algorithm,
            AtomicInteger count)
            implements Challenge {
        private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]*))");
        private static final SecureRandom RANDOM = new SecureRandom();
        private static final List<String> ALGORITHMS = List.of("MD5", "MD5-SESS", "SHA-256", "SHA-256-SESS");

        /// Whether we speak its algorithm, and it does not insist on the body being hashed too.
        boolean isKnown() {
            return ALGORITHMS.contains(algorithm.toUpperCase(Locale.ROOT))
                    && (offered.equals(List.of("")) || offered.contains("auth"));
        }

        @Override
        public int strength() {
            return algorithm.toUpperCase(Locale.ROOT).startsWith("SHA") ? 2 : 1;
        }

        static Digest of(String header) {
            Map<String, String> values = new HashMap<>();
            var matcher = PARAMETER.matcher(header);
            while (matcher.find()) {
                var value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
                values.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
            }
            return new Digest(
                    values.getOrDefault("realm", ""),
                    values.getOrDefault("nonce", ""),
                    values.get("opaque"),
                    List.of(values.getOrDefault("qop", "").split("[,\\s]+")),
                    values.getOrDefault("algorithm", "MD5"),
                    new AtomicInteger());
        }

        @Override
        public String answer(String user, String password, String method, String target) {
            var random = new byte[8];
            RANDOM.nextBytes(random);
            return answer(user, password, method, target, HexFormat.of().formatHex(random));
        }

        String answer(String user, String password, String method, String target, String cnonce) {
            var nc = String.format(Locale.ROOT, "%08x", count.incrementAndGet());
            boolean qop = offered.contains("auth");
            boolean ownKey = algorithm.toUpperCase(Locale.ROOT).endsWith("-SESS");
            var secret = hash(user + ":" + realm + ":" + password);
            var ha1 = ownKey ? hash(secret + ":" + nonce + ":" + cnonce) : secret;
            var ha2 = hash(method + ":" + target);
            var response = qop
                    ? hash(String.join(":", ha1, nonce, nc, cnonce, "auth", ha2))
                    : hash(String.join(":", ha1, nonce, ha2));
            var text = new StringBuilder(
                    "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s"
                            .formatted(quoted(user), realm, nonce, target, response, algorithm));
            if (qop) {
                text.append(", qop=auth, nc=").append(nc);
            }
            if (qop || ownKey) {
                text.append(", cnonce=\"").append(cnonce).append('"');
            }
            if (opaque != null) {
                text.append(", opaque=\"").append(opaque).append('"');
            }
            return text.toString();
        }

        private static String quoted(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"");
        }

        private String hash(String text) {
            var name = algorithm.toUpperCase(Locale.ROOT).startsWith("SHA-256") ? "SHA-256" : "MD5";
            try {
                var digest = MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + name, e);
            }
        }
    }
}
