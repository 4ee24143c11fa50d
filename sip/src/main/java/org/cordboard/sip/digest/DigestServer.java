package org.cordboard.sip.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cordboard.sip.message.SipRequest;

/// Challenges and checks. A nonce holds its time and a signature, so an unanswered challenge costs no
/// memory; only nonces that were used are remembered, with their highest count, until they are too old or
/// [#USED_MAX] newer ones came. Safe on any thread.
public final class DigestServer {
    private static final Duration NONCE_LIFE = Duration.ofSeconds(120);
    private static final int USED_MAX = 50_000;
    private static final int SIGNATURE_BYTES = 16;

    private final InstantSource clock;
    private final List<DigestAlgorithm> offered;
    private final byte[] key = new byte[32];
    private final SecureRandom random = new SecureRandom();
    private final DigestSecret nobody;
    private final Map<String, Long> used = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > USED_MAX;
        }
    };

    /// @param offered algorithms to challenge with, the preferred one first; others are not accepted
    public DigestServer(InstantSource clock, List<DigestAlgorithm> offered) {
        this.clock = clock;
        this.offered = List.copyOf(offered);
        random.nextBytes(key);
        nobody = DigestSecret.ofPassword("", "", Base64.getEncoder().encodeToString(key));
    }

    /// What to do with a request.
    public sealed interface Verdict {
        /// @param user the authenticated user name
        record Accepted(String user) implements Verdict {}

        /// Send 401 or 407 with these header values, one per algorithm.
        record Challenge(List<String> values) implements Verdict {}

        /// Wrong credentials: send 403.
        record Wrong(String user) implements Verdict {}
    }

    /// Checks `Authorization`, or `Proxy-Authorization` when `proxy`. Wrong password and unknown user are
    /// one case.
    public Verdict check(SipRequest request, boolean proxy, String realm, DigestSecrets secrets) {
        Optional<DigestFields> found = request.headers().lines(proxy ? "Proxy-Authorization" : "Authorization").stream()
                .flatMap(line -> DigestFields.parse(line).stream())
                .filter(f -> f.text("realm").equals(realm))
                .findFirst();
        if (found.isEmpty()) {
            return challenge(realm, false);
        }
        DigestFields fields = found.get();
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.named(fields.get("algorithm").orElse("MD5"));
        String qop = fields.text("qop");
        if (algorithm.filter(offered::contains).isEmpty() || !qop.isEmpty() && !qop.equals("auth")) {
            return challenge(realm, false);
        }
        if (!fresh(fields.text("nonce"), realm)) {
            return challenge(realm, true);
        }
        String user = fields.text("username");
        if (!matches(request, fields, algorithm.get(), secrets.find(realm, user))) {
            return new Verdict.Wrong(user);
        }
        return countedUp(fields) ? new Verdict.Accepted(user) : challenge(realm, true);
    }

    public Verdict.Challenge challenge(String realm, boolean stale) {
        String nonce = nonce(realm);
        return new Verdict.Challenge(offered.stream()
                .map(a -> "Digest realm=\"" + realm.replace("\\", "").replace("\"", "") + "\", nonce=\"" + nonce
                        + "\", algorithm=" + a.token() + ", qop=\"auth\"" + (stale ? ", stale=true" : ""))
                .toList());
    }

    /// An unknown user is computed like any other, with a secret nobody has.
    private boolean matches(
            SipRequest request, DigestFields fields, DigestAlgorithm algorithm, Optional<DigestSecret> secret) {
        Optional<String> known = secret.flatMap(s -> s.ha1(algorithm));
        String ha1 = known.orElseGet(() -> nobody.ha1(algorithm).orElseThrow());
        String expected = DigestResponse.compute(
                algorithm,
                ha1,
                request.method(),
                fields.text("uri"),
                fields.text("nonce"),
                fields.text("nc"),
                fields.text("cnonce"),
                fields.text("qop"));
        boolean same = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                fields.text("response").toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        return same && known.isPresent();
    }

    /// Each nonce count may be used once; without `qop` a nonce may be used once.
    private boolean countedUp(DigestFields fields) {
        String nonce = fields.text("nonce");
        long count = count(fields.text("nc"));
        synchronized (used) {
            Long last = used.get(nonce);
            if (last != null && count <= last) {
                return false;
            }
            used.put(nonce, count);
            return true;
        }
    }

    private static long count(String nc) {
        return nc.matches("[0-9a-fA-F]{1,8}") ? Long.parseLong(nc, 16) : 0;
    }

    private String nonce(String realm) {
        byte[] head = new byte[16];
        random.nextBytes(head);
        ByteBuffer.wrap(head).putLong(0, clock.millis());
        byte[] whole = Arrays.copyOf(head, head.length + SIGNATURE_BYTES);
        System.arraycopy(sign(head, realm), 0, whole, head.length, SIGNATURE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    private boolean fresh(String nonce, String realm) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException _) {
            return false; // not one of ours
        }
        if (whole.length != 16 + SIGNATURE_BYTES) {
            return false;
        }
        byte[] head = Arrays.copyOf(whole, 16);
        byte[] signature = Arrays.copyOfRange(whole, 16, whole.length);
        long age = clock.millis() - ByteBuffer.wrap(head).getLong(0);
        return MessageDigest.isEqual(signature, Arrays.copyOf(sign(head, realm), SIGNATURE_BYTES))
                && age >= 0
                && age <= NONCE_LIFE.toMillis();
    }

    private byte[] sign(byte[] head, String realm) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head);
            return mac.doFinal(realm.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // HmacSHA256 is part of every JDK
        }
    }
}
