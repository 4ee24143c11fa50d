package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.cordboard.media.webrtc.DtlsCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a browser's path is said to have failed, on a clock that the test moves. The doctor looks once a second, so what
/// is known after 1.9 s is told within three.
class BrowserPatienceTest {
    private static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.1", 4_000);

    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    private BrowserPort port;
    private BrowserTransport transport;

    @BeforeEach
    void open() throws IOException {
        port = BrowserPort.open(MediaConfig.loopback());
        transport = new BrowserTransport(port, DtlsCertificate.generate(), new SecureRandom(), nanos::get);
    }

    @AfterEach
    void close() {
        transport.close();
        port.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void isSaid(Diagnosis.Cause cause, String words) {
        var said = transport.trouble();
        assertNotNull(said);
        assertEquals(cause, said.cause());
        assertTrue(said.sentence().contains(words), said.sentence());
    }

    @Test
    void nothingIsExpectedBeforeOfferAndAnswerAreExchanged() {
        pass(Duration.ofMinutes(1));
        assertNull(transport.trouble());
    }

    @Test
    void aBrowserWhoseChecksNeverArriveIsNamedAfterTwoSeconds() {
        transport.agreed("sha-256 AB");
        pass(Duration.ofMillis(1_899));
        assertNull(transport.trouble());
        pass(Duration.ofMillis(1));
        isSaid(Diagnosis.Cause.ICE_FAILED, "No ICE check");
    }

    @Test
    void aBrowserThatChecksButNominatesNoPathIsNamed() {
        transport.agreed("sha-256 AB");
        transport.checked(THERE, false);
        pass(Duration.ofMillis(1_900));
        isSaid(Diagnosis.Cause.DTLS_FAILED, "none nominates");
    }

    @Test
    void aBrowserThatIsConnectedButShakesNoHandsIsNamed() {
        transport.agreed("sha-256 AB");
        transport.checked(THERE, true);
        pass(Duration.ofMillis(1_900));
        isSaid(Diagnosis.Cause.DTLS_FAILED, "does not come to its end");
    }

    @Test
    void aBrowserThatRenewsItsConsentNoMoreIsGoneAfterThirtySeconds() {
        transport.agreed("sha-256 AB");
        transport.checked(THERE, true);
        pass(Duration.ofMillis(30_001));
        isSaid(Diagnosis.Cause.ICE_FAILED, "renewed its consent");
        transport.checked(THERE, true);
        isSaid(Diagnosis.Cause.DTLS_FAILED, "does not come to its end");
    }

    /// A browser also checks paths it might use one day; only when the one in use is deserted is another its new address.
    @Test
    void audioFollowsANominationAtOnceAndAnyCheckWhenTheFormerAddressIsDeserted() {
        var spare = new InetSocketAddress("127.0.0.1", 4_002);
        var elsewhere = new InetSocketAddress("127.0.0.1", 4_004);
        transport.agreed("sha-256 AB");
        transport.checked(THERE, true);
        pass(Duration.ofSeconds(5));
        transport.checked(spare, false);
        assertEquals(THERE, transport.observed());
        transport.checked(elsewhere, true);
        assertEquals(elsewhere, transport.observed());
        pass(Duration.ofSeconds(5));
        transport.checked(elsewhere, false);
        pass(Duration.ofSeconds(5));
        transport.checked(spare, false);
        assertEquals(elsewhere, transport.observed(), "checked five seconds ago");
        pass(Duration.ofSeconds(2));
        transport.checked(spare, false);
        assertEquals(spare, transport.observed());
    }
}
