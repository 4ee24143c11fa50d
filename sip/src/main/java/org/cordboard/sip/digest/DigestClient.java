package org.cordboard.sip.digest;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipResponse;

/// Answers the challenges of one peer: the strongest algorithm we know (RFC 8760 section 2.3), counting
/// nonce uses. Gives up when the peer refuses the same nonce twice without calling it stale. Owned by one
/// call or registration; not thread-safe.
public final class DigestClient {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DigestCredentials credentials;
    private String nonce = "";
    private int uses;

    public DigestClient(DigestCredentials credentials) {
        this.credentials = credentials;
    }

    /// The header to repeat the request with; empty when there is no challenge we can meet, or our answer
    /// was refused.
    ///
    /// @param uri the request URI exactly as in the request line
    public Optional<Headers.Field> answer(SipResponse challenge, String method, String uri) {
        boolean proxy = challenge.status() == 407;
        List<String> lines = challenge.headers().lines(proxy ? "Proxy-Authenticate" : "WWW-Authenticate");
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            for (String line : lines) {
                Optional<DigestFields> fields = DigestFields.parse(line).filter(f -> suits(f, algorithm));
                if (fields.isPresent()) {
                    return value(fields.get(), algorithm, method, uri)
                            .map(v -> new Headers.Field(proxy ? "Proxy-Authorization" : "Authorization", v));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean suits(DigestFields fields, DigestAlgorithm algorithm) {
        String qop = fields.text("qop");
        return fields.get("algorithm").orElse("MD5").equalsIgnoreCase(algorithm.token())
                && fields.get("nonce").isPresent()
                && (qop.isEmpty() || offersAuth(qop));
    }

    private static boolean offersAuth(String qop) {
        for (String option : qop.split(",")) {
            if (option.strip().equalsIgnoreCase("auth")) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> value(DigestFields fields, DigestAlgorithm algorithm, String method, String uri) {
        String fresh = fields.text("nonce");
        boolean stale = fields.text("stale").equalsIgnoreCase("true");
        if (fresh.equals(nonce) && !stale) {
            return Optional.empty(); // it has seen our answer to this very nonce and refused it
        }
        uses = fresh.equals(nonce) ? uses + 1 : 1;
        nonce = fresh;
        String realm = fields.text("realm");
        String ha1 = algorithm.hash(credentials.user() + ":" + realm + ":" + credentials.password());
        String qop = fields.text("qop").isEmpty() ? "" : "auth";
        String nc = HexFormat.of().toHexDigits(uses);
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        String cnonce = HexFormat.of().formatHex(bytes);
        String response = DigestResponse.compute(algorithm, ha1, method, uri, fresh, nc, cnonce, qop);
        var out = new StringBuilder("Digest username=").append(quoted(credentials.user()));
        out.append(", realm=").append(quoted(realm)).append(", nonce=").append(quoted(fresh));
        out.append(", uri=")
                .append(quoted(uri))
                .append(", response=\"")
                .append(response)
                .append('"');
        out.append(", algorithm=").append(algorithm.token());
        if (!qop.isEmpty()) {
            out.append(", cnonce=\"").append(cnonce).append("\", qop=auth, nc=").append(nc);
        }
        fields.get("opaque").ifPresent(opaque -> out.append(", opaque=").append(quoted(opaque)));
        return Optional.of(out.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
