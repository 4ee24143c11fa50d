package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void theDocumentedFormIsSignedAsDocumented() {
        var form = Fields.of(
                "CallSid",
                "CA1234567890ABCDE",
                "Caller",
                "+14158675309",
                "Digits",
                "1234",
                "From",
                "+14158675309",
                "To",
                "+18005551212");
        var url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assertEquals("RSOYDt4T1cUTdK1PDd93/VVr8B8=", Signature.of("12345", url, form));
        var other = form.with(Fields.of("Caller", "+14158675310", "From", "+14158675310"));
        assertEquals("GvWf1cFY/Q7PnoempGyD5oXAezc=", Signature.of("12345", url, other));
    }

    @Test
    void theOrderOfFieldsDoesNotMatter() {
        var form = Fields.of(
                "To",
                "+15005550001",
                "From",
                "+15005550006",
                "Direction",
                "inbound",
                "Digits",
                "42#",
                "CallStatus",
                "ringing",
                "CallSid",
                "CA00000000000000000000000000000001",
                "ApiVersion",
                "2010-04-01",
                "AccountSid",
                "AC00000000000000000000000000000001");
        var url = "https://app.example.org/ivr/menu?lang=en";
        assertEquals("qMu3Z9Ad7MZmdM58daBs0Q1GayI=", Signature.of(KEY, url, form));
        assertTrue(Signature.matches(KEY, url, form, "qMu3Z9Ad7MZmdM58daBs0Q1GayI="));
        assertFalse(Signature.matches(KEY, url, form, "qMu3Z9Ad7MZmdM58daBs0Q1GayI"));
    }

    @Test
    void aGetIsSignedWithItsWholeQuery() {
        var url = "https://app.example.org/ivr/menu?lang=en&CallSid=CA00000000000000000000000000000001&Digits=42%23";
        assertEquals("wY02MSB5ixP/uSbUcBD/3oo/O3Y=", Signature.of(KEY, url));
    }

    @Test
    void aJsonBodyIsSignedThroughItsDigest() {
        var url = Signature.withBodyDigest(
                "https://app.example.org/ivr/events", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "https://app.example.org/ivr/events?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
                url);
        assertEquals("mUdvAr1O1OQslkCJQn9/KUwI76I=", Signature.of(KEY, url));
    }

    @Test
    void aWebSocketIsSignedByItsUrlAlone() {
        assertEquals("rntOfXDUbYGh6jPxkPmk/81shk4=", Signature.of(KEY, "wss://bot.example.org/stream"));
    }

    @Test
    void repeatedNamesContributeEachValueOnceAndEmptyValuesTheirName() {
        var form = Fields.of("b", "2", "b", "1", "b", "2", "B", "ß", "a", "");
        assertEquals("+Cpcx199B7RE1R4z+JWWZ5Dcl0o=", Signature.of(KEY, "https://app.example.org/x", form));
    }

    @Test
    void fragmentsCredentialsAndDefaultPortsAreNotSigned() {
        assertEquals("https://h.example/x?y=1", Signature.signed("https://u:p@h.example:443/x?y=1#ct=100"));
        assertEquals("http://h.example:443/x", Signature.signed("http://h.example:443/x"));
    }
}
