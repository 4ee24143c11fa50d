package org.cordboard.voice.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.cordboard.voice.House;
import org.cordboard.voice.leg.Sids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The protocol's words that need no call, and its times on clocks that the test moves.
@Timeout(60)
class SignallingTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private House house;
    private BrowserPhones phones;
    private FakePage page;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        phones = new BrowserPhones(
                house.voice.stage().legs(),
                new Sids(),
                house.voice.stage().media(),
                () -> START.plusMillis(millis.get() - 1_000_000),
                millis::get);
        page = page();
    }

    @AfterEach
    void tearDown() {
        phones.close();
        house.close();
    }

    private FakePage page() {
        return new FakePage(phones, house.account, START.plus(Duration.ofMinutes(10)));
    }

    private void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        phones.tick();
    }

    @Test
    void aGoodTokenIsAnsweredWithWhoThePageIsAndForHowLong() throws Exception {
        page.listens("dave");
        var connected = page.next("connected");
        assertEquals("dave", connected.path("token").path("identity").asText());
        assertEquals(600, connected.path("token").path("ttl").asInt());
    }

    @ParameterizedTest
    @CsvSource({
        "voice-js.roaming.twilio.com, ashburn",
        "voice-js.dublin.twilio.com, dublin",
        "voice-js.sao-paulo.twilio.com:443, sao-paulo",
        "127.0.0.1:8080, ashburn"
    })
    void aPageIsToldTheEdgeThatItsHostNames(String host, String edge) throws Exception {
        var asking = new FakePage(phones, house.account, START.plus(Duration.ofMinutes(10)), host);
        asking.listens("dave");
        var connected = asking.next("connected");
        assertEquals(edge, connected.path("edge").asText());
        assertEquals("us1", connected.path("home").asText());
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "INVALID_TOKEN", "EXPIRED_TOKEN", "SIGNATURE", "NO_ACCOUNT", "LIFETIME_TOO_LONG", "BAD_CLIENT_NAME"
            })
    void aBadTokenIsToldByItsCodeAndTheSocketStaysForABetterOne(SignalError error) throws Exception {
        page.listens(error.name());
        assertEquals(error.code(), page.nextError("error"));
        assertEquals(0, page.closedWith);
        page.registered("dave");
    }

    @Test
    void nothingGoesBeforeAToken() throws Exception {
        page.says("register", "{'media':{'audio':true}}");
        assertEquals(31204, page.nextError("error"));
        page.says("listen", "{}");
        assertEquals(31102, page.nextError("error"));
        assertTrue(phones.of(house.account, "dave").isEmpty());
    }

    @Test
    void whatIsNoMessageIsRefusedAndWhatIsUnknownIsLetPass() throws Exception {
        page.session.received("hello");
        assertEquals(31100, page.nextError("error"));
        page.session.received("[1]");
        assertEquals(31100, page.nextError("error"));
        page.session.received("\n");
        page.listens("dave");
        page.next("connected");
        page.says("presence", "{}");
        page.says("hangup", "{'callsid':'CA00'}");
        assertNull(page.frames.poll());
    }

    /// The SDK gives up a socket that brings nothing for fifteen seconds, so heartbeats come as well.
    @Test
    void aSocketWhoseTokenWasRefusedStaysForABetterOne() throws Exception {
        page.listens("INVALID_TOKEN");
        assertEquals(31204, page.nextError("error"));
        for (int i = 0; i < 6; i++) {
            pass(Duration.ofSeconds(10));
            page.session.received("\n");
        }
        assertEquals(0, page.closedWith);
        assertTrue(page.heartbeats >= 5, "heartbeats " + page.heartbeats);
        page.registered("dave");
    }

    @Test
    void aSocketWhoseTokenWasRefusedDoesNotStayForEver() throws Exception {
        page.listens("INVALID_TOKEN");
        assertEquals(31204, page.nextError("error"));
        for (int i = 0; i < 62; i++) {
            pass(Duration.ofSeconds(10));
            page.session.received("\n");
        }
        assertEquals(1008, page.closedWith);
    }

    @Test
    void registeringMakesReadyAndUnregisteringOffline() throws Exception {
        page.registered("dave");
        assertEquals(1, phones.of(house.account, "dave").size());
        page.says("register", "{'media':{'audio':false}}");
        page.next("offline");
        assertTrue(phones.of(house.account, "dave").isEmpty());
    }

    @Test
    void aTokenWithoutIncomingMayNotRegister() throws Exception {
        page.listens("dave!");
        page.next("connected");
        page.says("register", "{'media':{'audio':true}}");
        assertEquals(31201, page.nextError("error"));
    }

    @Test
    void aNewTokenForAnotherNameEndsTheRegistration() throws Exception {
        page.registered("dave");
        page.listens("erin");
        page.next("connected");
        assertTrue(phones.of(house.account, "dave").isEmpty());
    }

    @Test
    void theHeartbeatComesEveryEightSecondsAndASilentPageIsDropped() throws Exception {
        page.registered("dave");
        pass(Duration.ofSeconds(7));
        assertEquals(0, page.heartbeats);
        pass(Duration.ofSeconds(1));
        assertEquals(1, page.heartbeats);
        page.session.received("\n");
        pass(Duration.ofSeconds(20));
        assertEquals(0, page.closedWith);
        pass(Duration.ofSeconds(6));
        assertEquals(1001, page.closedWith);
        assertTrue(phones.of(house.account, "dave").isEmpty());
        phones.tick();
        assertEquals(0, phones.connected());
    }

    @Test
    void aSocketThatShowsNoTokenIsClosed() {
        pass(Duration.ofSeconds(14));
        assertEquals(0, page.closedWith);
        pass(Duration.ofSeconds(2));
        assertEquals(1008, page.closedWith);
    }

    @Test
    void aRegistrationLapsesUnlessItIsRepeated() throws Exception {
        page.registered("dave");
        for (int i = 0; i < 8; i++) {
            page.session.received("\n");
            pass(Duration.ofSeconds(11));
        }
        assertEquals(1, phones.of(house.account, "dave").size());
        page.session.received("\n");
        pass(Duration.ofSeconds(11));
        assertTrue(phones.of(house.account, "dave").isEmpty());
    }

    @Test
    void whenTheTokenExpiresThePageIsToldAndANewOneHelps() throws Exception {
        page.registered("dave");
        for (int i = 0; i < 30; i++) {
            page.session.received("\n");
            pass(Duration.ofSeconds(20));
        }
        assertEquals(31205, page.nextError("error"));
        page.says("register", "{'media':{'audio':true}}");
        assertEquals(31205, page.nextError("error"));
        page.saysWithSdp("invite", "TJ1", "v=0", null);
        assertEquals(31205, page.nextError("hangup"));
        assertEquals(0, page.closedWith);
    }

    @Test
    void theTenLatestPagesOfANameAreRung() throws Exception {
        var pages = new ArrayList<FakePage>();
        for (int i = 0; i < 12; i++) {
            millis.incrementAndGet();
            pages.add(page().registered("dave"));
        }
        var rung = phones.of(house.account, "dave");
        assertEquals(10, rung.size());
        assertEquals(pages.getLast().session, rung.getFirst());
        assertTrue(!rung.contains(pages.getFirst().session));
    }
}
