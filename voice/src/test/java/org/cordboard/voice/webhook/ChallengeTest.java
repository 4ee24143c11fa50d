package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    /// RFC 7616 section 3.9.1.
    private static final String RFC = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
            + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    private static String answer(String... headers) {
        var digest = (Challenge.Digest) Challenge.of(List.of(headers));
        assertNotNull(digest);
        return digest.answer("Mufasa", "Circle of Life", "GET", "/dir/index.html", CNONCE);
    }

    @Test
    void theStrongestAlgorithmIsAnsweredWhereverItStands() {
        var expected = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
        var md5 = RFC.formatted("MD5");
        var sha = RFC.formatted("SHA-256");
        assertTrue(answer(md5, sha).contains(expected));
        assertTrue(answer(sha, md5, "Basic realm=\"x\"").contains(expected));
        assertTrue(answer("Basic realm=\"x\", " + md5 + ", " + sha).contains(expected));
        assertTrue(answer(md5).contains("8ca523f5e9506fed4657c9700eebdbec"));
    }

    @Test
    void aSessionKeyIsMadeOfBothNonces() {
        var md5 = "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess, qop=auth";
        var digest = (Challenge.Digest) Challenge.of(List.of(md5));
        assertNotNull(digest);
        // MD5(MD5(MD5("u:r:p"):"n:c"):"n:00000001:c:auth":MD5("GET:/"))
        assertTrue(digest.answer("u", "p", "GET", "/", "c").contains("response=\"" + session() + "\""));
    }

    private static String session() {
        var ha1 = md5(md5("u:r:p") + ":n:c");
        return md5(ha1 + ":n:00000001:c:auth:" + md5("GET:/"));
    }

    private static String md5(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("MD5")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWeCannotAnswerIsNoChallenge() {
        assertNull(Challenge.of(List.of("Negotiate", "Bearer realm=\"x\"")));
        assertNull(Challenge.of(List.of("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth\"")));
        assertNull(Challenge.of(List.of("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"")));
        assertInstanceOf(Challenge.Basic.class, Challenge.of(List.of("Negotiate", "basic realm=\"x\"")));
        assertInstanceOf(Challenge.Basic.class, Challenge.of(List.of("Bearer realm=\"x\", Basic realm=\"y\"")));
    }

    @Test
    void aQuoteInTheNameStaysInItsPlace() {
        var digest = Challenge.of(List.of("Digest realm=\"r\", nonce=\"n\""));
        assertNotNull(digest);
        var answer = digest.answer("a\"b", "p", "GET", "/");
        assertEquals(0, answer.indexOf("Digest username=\"a\\\"b\", realm=\"r\""));
    }
}
