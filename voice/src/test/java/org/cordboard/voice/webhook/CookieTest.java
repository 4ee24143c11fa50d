package org.cordboard.voice.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CookieTest {
    private static final Instant START = Instant.parse("2026-03-04T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Memory memory = new Memory(now::get);

    private void set(String from, String... headers) {
        memory.store(URI.create(from), List.of(headers));
    }

    private @Nullable String sentTo(String url) {
        return memory.cookies(URI.create(url));
    }

    @Test
    void aCookieWithoutADomainGoesToItsHostOnly() {
        set("http://app.example.org/ivr/menu", "a=1");
        assertEquals("a=1", sentTo("http://app.example.org/ivr/next"));
        assertNull(sentTo("http://other.example.org/ivr/next"));
        assertNull(sentTo("http://deep.app.example.org/ivr/next"));
    }

    @Test
    void aCookieOfADomainGoesToEveryHostBelowIt() {
        set("http://app.example.org/", "a=1; Domain=.Example.org; Path=/");
        assertEquals("a=1", sentTo("http://one.app.example.org/"));
        assertEquals("a=1", sentTo("http://example.org/"));
        assertNull(sentTo("http://badexample.org/"));
    }

    @Test
    void nobodySetsCookiesForOthersOrForAWholeSuffix() {
        set("http://app.example.org/", "a=1; Domain=other.org", "b=2; Domain=org", "c=3; Domain=deep.app.example.org");
        set("http://10.0.0.1/", "d=4; Domain=0.0.1");
        assertNull(sentTo("http://app.example.org/"));
        assertNull(sentTo("http://other.org/"));
        assertNull(sentTo("http://10.0.0.1/"));
    }

    @Test
    void pathsAreWholeSegmentsAndTheLongerOneComesFirst() {
        set("http://h/ivr/menu", "here=1", "all=2; Path=/", "deep=3; Path=/ivr/menu", "odd=4; Path=ivr");
        assertEquals("deep=3; here=1; odd=4; all=2", sentTo("http://h/ivr/menu/x"));
        assertEquals("here=1; odd=4; all=2", sentTo("http://h/ivr/menus"));
        assertEquals("all=2", sentTo("http://h/ivrx"));
        assertEquals("all=2", sentTo("http://h"));
    }

    @Test
    void aSecureCookieNeedsHttps() {
        set("https://h/", "a=1; Secure; HttpOnly; SameSite=Lax");
        assertNull(sentTo("http://h/"));
        assertEquals("a=1", sentTo("https://h/"));
    }

    @Test
    void aCookieEndsWithItsTimeAndMaxAgeCountsBeforeExpires() {
        set("http://h/", "a=1; Max-Age=60; Expires=Wed, 04 Mar 2020 12:00:00 GMT", "b=2; Expires=Wed, 04-Mar-2026 12:10:00 GMT");
        assertEquals("a=1; b=2", sentTo("http://h/"));
        now.set(START.plusSeconds(61));
        assertEquals("b=2", sentTo("http://h/"));
        now.set(START.plusSeconds(601));
        assertNull(sentTo("http://h/"));
    }

    @Test
    void aCookieIsReplacedAndTakenBack() {
        set("http://h/x", "a=1; Path=/", "a=2; Path=/", "b=; Path=/");
        assertEquals("a=2; b=", sentTo("http://h/"));
        set("http://h/x", "a=; Path=/; Max-Age=0", "=nothing", "nothing either");
        assertEquals("b=", sentTo("http://h/"));
    }
}
