package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.sip.digest.DigestAlgorithm;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageParser;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.ParseResult;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Phones register over a real socket, message by message.
@Timeout(60)
class RegistrarTest {
    private static final AddressOfRecord DAVE = new AddressOfRecord("dave", "example.com");

    private final Signals changes = new Signals();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean open = true;
    private volatile List<Registrar.Share> shares = List.of();
    private SipStack stack;
    private DatagramSocket socket;

    @BeforeEach
    void start() throws Exception {
        start(List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), Duration.ZERO);
    }

    private void start(List<DigestAlgorithm> challenges, Duration ping) throws Exception {
        SipConfig.Timers fast = SipConfig.Timers.scaledTo(Duration.ofMillis(10));
        SipConfig config = SipConfig.on(InetAddress.getLoopbackAddress(), 0)
                .withTimers(new SipConfig.Timers(fast.t1(), fast.t2(), fast.t4(), fast.sessionExpires(), ping))
                .withChallenges(challenges);
        Registrar.Settings settings = new Registrar.Settings(
                new Domains(),
                (realm, user) -> user.equals("dave") || user.equals("erin")
                        ? Optional.of(DigestSecret.ofPassword(realm, user, "secret"))
                        : Optional.empty(),
                60,
                600,
                2);
        stack = SipStack.start(config, InboundInvite::ring, settings);
        stack.registrar().onChange(changes::add);
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(5_000);
    }

    /// One domain, bounded as the test says.
    private final class Domains implements Registrar.Domains {
        @Override
        public Optional<String> realm(String domain) {
            return domain.equals("example.com") ? Optional.of("example.com") : Optional.empty();
        }

        @Override
        public boolean admits(String domain, Flow source) {
            return open;
        }

        @Override
        public List<Registrar.Share> shares(String domain) {
            return shares;
        }
    }

    @AfterEach
    void close() {
        stack.close();
        socket.close();
    }

    private SipRequest register(String user, String domain, Headers extra) {
        int n = number.incrementAndGet();
        Headers headers = Headers.of("Via", "SIP/2.0/UDP 10.9.9.9:5060;branch=z9hG4bK" + n + ";rport")
                .with("From", "<sip:" + user + "@" + domain + ">;tag=1")
                .with("To", "<sip:" + user + "@" + domain + ">")
                .with("Call-ID", "reg-" + user)
                .with("CSeq", n + " REGISTER")
                .with("Max-Forwards", "70")
                .withAll(extra);
        return new SipRequest("REGISTER", SipUri.of(null, domain, 0), headers, new byte[0]);
    }

    private SipResponse exchange(SipRequest request) throws Exception {
        byte[] bytes = MessageWriter.bytes(request);
        InetSocketAddress to = stack.address(Transport.UDP).orElseThrow();
        socket.send(new DatagramPacket(bytes, bytes.length, to));
        var packet = new DatagramPacket(new byte[9_000], 9_000);
        socket.receive(packet);
        var result = MessageParser.parse(packet.getData(), 0, packet.getLength());
        return (SipResponse) ((ParseResult.Parsed) result).message();
    }

    private SipResponse authenticated(String user, String password, Headers extra) throws Exception {
        SipResponse challenge = exchange(register(user, "example.com", extra));
        assertEquals(401, challenge.status());
        var client = new DigestClient(new DigestCredentials(user, password));
        Headers.Field answer =
                client.answer(challenge, "REGISTER", "sip:example.com").orElseThrow();
        return exchange(register(user, "example.com", extra.with(answer.name(), answer.value())));
    }

    private static Headers contact(String value) {
        return Headers.of("Contact", value);
    }

    @Test
    void aPhoneBehindNatIsReachedWhereItsPacketsComeFrom() throws Exception {
        SipResponse ok = authenticated("dave", "secret", contact("<sip:dave@192.168.1.5:5060>;expires=300"));
        assertEquals(200, ok.status());
        assertEquals(
                Optional.of("<sip:dave@192.168.1.5:5060>;expires=300"),
                ok.headers().first("Contact"));
        Binding binding = stack.registrar().lookup(DAVE).getFirst();
        assertEquals(socket.getLocalPort(), binding.flow().remote().getPort());
        assertEquals("192.168.1.5", binding.contact().host());
        assertTrue(changes.next(Registrar.Change.class).present());
        assertEquals(
                Integer.toString(socket.getLocalPort()),
                ok.via().parameters().get("rport").orElseThrow());
    }

    @Test
    void sha256LeadsWhereItIsConfiguredAndIsUsed() throws Exception {
        SipResponse challenge = exchange(register("dave", "example.com", Headers.NONE));
        List<String> lines = challenge.headers().lines("WWW-Authenticate");
        assertTrue(lines.getFirst().contains("algorithm=SHA-256"), lines.toString());
        var client = new DigestClient(new DigestCredentials("dave", "secret"));
        Headers.Field answer =
                client.answer(challenge, "REGISTER", "sip:example.com").orElseThrow();
        assertTrue(answer.value().contains("algorithm=SHA-256"));
        assertEquals(
                200,
                exchange(register("dave", "example.com", Headers.of(answer.name(), answer.value())))
                        .status());
    }

    @Test
    void unknownUserAndWrongPasswordLookTheSame() throws Exception {
        SipResponse wrong = authenticated("dave", "guess", Headers.NONE);
        SipResponse unknown = authenticated("mallory", "guess", Headers.NONE);
        assertEquals(403, wrong.status());
        assertEquals(403, unknown.status());
        assertEquals(wrong.reason(), unknown.reason());
    }

    @Test
    void someoneElsesAddressIsRefused() throws Exception {
        SipResponse challenge = exchange(register("dave", "example.com", Headers.NONE));
        var client = new DigestClient(new DigestCredentials("erin", "secret"));
        Headers.Field answer =
                client.answer(challenge, "REGISTER", "sip:example.com").orElseThrow();
        assertEquals(
                403,
                exchange(register("dave", "example.com", Headers.of(answer.name(), answer.value())))
                        .status());
    }

    @Test
    void anAnswerToAChallengeCountsOnce() throws Exception {
        SipResponse challenge = exchange(register("dave", "example.com", Headers.NONE));
        var client = new DigestClient(new DigestCredentials("dave", "secret"));
        Headers.Field answer =
                client.answer(challenge, "REGISTER", "sip:example.com").orElseThrow();
        Headers used = Headers.of(answer.name(), answer.value());
        assertEquals(200, exchange(register("dave", "example.com", used)).status());
        SipResponse replayed = exchange(register("dave", "example.com", used));
        assertEquals(401, replayed.status());
        assertTrue(replayed.headers().first("WWW-Authenticate").orElseThrow().contains("stale=true"));
    }

    @Test
    void strangeDomainsAreNotFound() throws Exception {
        assertEquals(
                404,
                exchange(register("dave", "elsewhere.example", Headers.NONE)).status());
    }

    @Test
    void intervalsAreBounded() throws Exception {
        SipResponse brief = authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>;expires=5"));
        assertEquals(423, brief.status());
        assertEquals(Optional.of("60"), brief.headers().first("Min-Expires"));
        SipResponse eternal =
                authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>").with("Expires", "99999"));
        assertTrue(eternal.headers().first("Contact").orElseThrow().endsWith(";expires=600"));
    }

    @Test
    void severalPhonesAreOrderedAndALimitHolds() throws Exception {
        authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>;q=0.3"));
        authenticated("dave", "secret", contact("<sip:dave@10.0.0.2>;q=0.8"));
        assertEquals(
                403,
                authenticated("dave", "secret", contact("<sip:dave@10.0.0.3>")).status());
        assertEquals(
                List.of("10.0.0.2", "10.0.0.1"),
                stack.registrar().lookup(DAVE).stream()
                        .map(b -> b.contact().host())
                        .toList());
    }

    @Test
    void leavingWorksOneByOneAndAllAtOnce() throws Exception {
        authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>, <sip:dave@10.0.0.2>"));
        authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>;expires=0"));
        assertEquals(1, stack.registrar().lookup(DAVE).size());
        assertEquals(
                400,
                authenticated("dave", "secret", contact("*").with("Expires", "60"))
                        .status());
        assertEquals(
                200,
                authenticated("dave", "secret", contact("*").with("Expires", "0"))
                        .status());
        assertEquals(List.of(), stack.registrar().lookup(DAVE));
    }

    @Test
    void anOldRequestChangesNothing() throws Exception {
        authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>"));
        number.set(1_000_000);
        authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>"));
        number.set(500);
        assertEquals(
                500,
                authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>;expires=0"))
                        .status());
        assertFalse(stack.registrar().lookup(DAVE).isEmpty());
    }

    @Test
    void aSilentPhoneIsForgottenAfterThreePings() throws Exception {
        close();
        start(List.of(DigestAlgorithm.MD5), Duration.ofMillis(50));
        authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>"));
        assertTrue(changes.next(Registrar.Change.class).present());
        assertFalse(changes.next(Registrar.Change.class).present());
        assertEquals(List.of(), stack.registrar().bindings());
    }

    @Test
    void weRegisterAtACarrierAndLeaveAgain() throws Exception {
        InetSocketAddress at = stack.address(Transport.UDP).orElseThrow();
        var statuses = new Signals();
        try (SipStack own = SipStack.start(SipConfig.on(InetAddress.getLoopbackAddress(), 0), InboundInvite::ring)) {
            var wanted = new OutboundRegistration(
                    SipUri.of(null, "127.0.0.1", at.getPort()),
                    SipUri.of("erin", "example.com", 0),
                    "trunk",
                    Optional.of(new DigestCredentials("erin", "secret")),
                    Duration.ofSeconds(300),
                    statuses::add);
            Registration registration = own.register(wanted);
            assertTrue(statuses.next(Registration.Status.class).registered());
            var erin = new AddressOfRecord("erin", "example.com");
            assertEquals(
                    "trunk",
                    stack.registrar().lookup(erin).getFirst().contact().user().orElseThrow());
            registration.close();
            assertFalse(statuses.next(Registration.Status.class).registered());
            assertEquals(List.of(), stack.registrar().lookup(erin));
        }
        assertNotEquals(0, stack.counters().received());
    }

    @Test
    void aDomainHoldsSoManyContactsAloneAndTogetherWithOthers() throws Exception {
        shares = List.of(
                new Registrar.Share(Set.of("example.com"), 2), new Registrar.Share(Set.of("example.com", "other"), 1));
        assertEquals(200, authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>;expires=300")).status());
        assertEquals(200, authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>;expires=300")).status());
        assertEquals(403, authenticated("erin", "secret", contact("<sip:erin@10.0.0.1>;expires=300")).status());
        shares = List.of(new Registrar.Share(Set.of("example.com"), 2));
        assertEquals(200, authenticated("erin", "secret", contact("<sip:erin@10.0.0.1>;expires=300")).status());
        assertEquals(403, authenticated("erin", "secret", contact("<sip:erin@10.0.0.2>;expires=300")).status());
        assertEquals(200, authenticated("dave", "secret", contact("<sip:dave@10.0.0.1>;expires=0")).status());
        assertEquals(200, authenticated("erin", "secret", contact("<sip:erin@10.0.0.2>;expires=300")).status());
    }

    @Test
    void aDomainThatDoesNotTakeThisWayInIsClosedBeforeAnyPasswordIsAskedFor() throws Exception {
        open = false;
        assertEquals(403, exchange(register("dave", "example.com", contact("<sip:dave@10.0.0.1>"))).status());
    }
}
