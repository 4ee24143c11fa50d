package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.sip.message.MessageParser;
import org.cordboard.sip.message.ParseResult;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.TortureTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every message of RFC 4475, as published, sent to a whole endpoint over real sockets: each gets the treatment its
/// section asks for, and the endpoint goes on serving.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureOverSocketsTest {
    private static final int LIMIT_MILLIS = 20_000;

    private final Signals calls = new Signals();
    private final Signals texts = new Signals();
    private SipStack stack;
    private InetAddress own;
    private DatagramSocket socket;
    private DatagramSocket oddPort;
    private int pings;

    /// Answers go to the port the Via names, mostly none and so 5060: the sender has a loopback address of its own.
    @BeforeAll
    void start() throws Exception {
        for (int attempt = 0; socket == null; attempt++) {
            var random = ThreadLocalRandom.current();
            own = InetAddress.getByAddress(
                    new byte[] {127, (byte) random.nextInt(1, 255), (byte) random.nextInt(255), (byte) random.nextInt(1, 255)});
            try {
                socket = new DatagramSocket(5060, own);
                oddPort = new DatagramSocket(5050, own);
            } catch (IOException taken) {
                Assumptions.assumeTrue(attempt < 20, "somebody has port 5060 of all addresses: " + taken.getMessage());
            }
        }
        socket.setSoTimeout(LIMIT_MILLIS);
        oddPort.setSoTimeout(LIMIT_MILLIS);
    }

    /// Fresh for each message, because some share their branch and would be taken for repetitions.
    @BeforeEach
    void serve() {
        stack = endpoint(calls, texts);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @AfterAll
    void close() {
        socket.close();
        oddPort.close();
    }

    /// An endpoint that refuses calls with 480 after ringing, takes texts and registers anybody of example.com.
    static SipStack endpoint(Signals calls, Signals texts) {
        var listener = new SipListener() {
            @Override
            public void onInvite(InboundInvite invite) {
                invite.ring();
                invite.reject(480);
                calls.add(invite);
            }

            @Override
            public void onMessage(InboundMessage message) {
                texts.add(message.text());
                message.answer(202);
            }
        };
        Registrar.Domains domains = domain -> Optional.of(domain).filter("example.com"::equals);
        return SipStack.start(
                SipConfig.on(InetAddress.getLoopbackAddress(), 0),
                listener,
                Registrar.Settings.of(
                        domains, (realm, user) -> Optional.of(DigestSecret.ofPassword(realm, user, "secret"))));
    }

    private void send(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, stack.address(Transport.UDP).orElseThrow()));
    }

    private static String next(DatagramSocket at) throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    static int status(String answer) {
        assertTrue(answer.startsWith("SIP/2.0 "), answer);
        return Integer.parseInt(answer.substring(8, 11));
    }

    /// The next answer that is not a provisional one or a repetition of an earlier message's.
    private String answerTo(String name, DatagramSocket at) throws IOException {
        String callId = callId(new String(TortureTest.bytes(name), StandardCharsets.UTF_8));
        while (true) {
            String answer = next(at);
            if (callId(answer).equals(callId) && status(answer) >= 200) {
                return answer;
            }
        }
    }

    static String callId(String message) {
        return message.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("(?i)(call-id|i)[ \t]*:.*"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /// A request that is always answered 200.
    static String ping(int number) {
        return """
                OPTIONS sip:x@example.com SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKping%1$d
                From: <sip:p@example.com>;tag=1
                To: <sip:x@example.com>
                Call-ID: ping%1$d
                CSeq: 1 OPTIONS
                Content-Length: 0

                """.formatted(number).replace("\n", "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "wsinv, 481",
        "intmeth, 501",
        "escnull, 401",
        "esc02, 501",
        "lwsdisp, 200",
        "dblreq, 401",
        "semiuri, 200",
        "transports, 200",
        "mpart01, 202",
        "badinv01, 400",
        "clerr, 400",
        "ncl, 400",
        "scalar02, 400",
        "ltgtruri, 400",
        "lwsruri, 400",
        "lwsstart, 400",
        "trws, 400",
        "regbadct, 400",
        "badaspec, 400",
        "baddn, 400",
        "badvers, 505",
        "mismatch01, 400",
        "mismatch02, 400",
        "badbranch, 200",
        "insuf, 400",
        "unkscm, 416",
        "novelsc, 416",
        "unksm2, 400",
        "bext01, 420",
        "invut, 415",
        "regaut01, 401",
        "multi01, 400",
        "mcl01, 400",
        "zeromf, 200",
        "cparam01, 401",
        "cparam02, 401",
        "regescrt, 401",
        "sdp01, 406"
    })
    void eachRequestIsAnsweredAsItsSectionSays(String name, int status) throws Exception {
        send(TortureTest.bytes(name));
        String answer = answerTo(name, socket);
        assertEquals(status, status(answer), answer);
        switch (name) {
            case "bext01" ->
                assertTrue(answer.contains("Unsupported: nothingSupportsThis, nothingSupportsThisEither\r\n"), answer);
            case "invut" -> assertTrue(answer.contains("Accept: application/sdp\r\n"), answer);
            case "sdp01" -> assertTrue(answer.contains("Warning: 399 "), answer);
            case "mpart01" -> assertEquals("Hello", texts.next(String.class));
            default -> {}
        }
    }

    @Test
    void anAnswerGoesToThePortTheViaNames() throws Exception {
        send(TortureTest.bytes("quotbal"));
        assertEquals(400, status(answerTo("quotbal", oddPort)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"esc01", "longreq", "escruri", "baddate", "inv2543"})
    void invitesThatAreLegalOrHarmlessReachTheirHandler(String name) throws Exception {
        send(TortureTest.bytes(name));
        assertEquals(480, status(answerTo(name, socket)));
        InboundInvite invite = calls.next(InboundInvite.class);
        assertEquals(callId(new String(TortureTest.bytes(name), StandardCharsets.UTF_8)), invite.request().callId());
        assertTrue(invite.sdp().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unreason", "noreason", "scalarlg", "bigcode", "bcast"})
    void responsesToNothingAreDropped(String name) throws Exception {
        send(TortureTest.bytes(name));
        String ping = ping(++pings);
        send(ping.getBytes(StandardCharsets.UTF_8));
        while (true) {
            String answer = next(socket);
            assertFalse(callId(answer).startsWith(name), answer);
            if (callId(answer).equals(callId(ping))) {
                return;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cparam01, watson, <sip:+19725552222@gw1.example.net>",
        "cparam02, watson, <sip:+19725552222@gw1.example.net;unknownparam>",
        "regescrt, user, <sip:user@example.com?Route=%3Csip:sip.example.com%3E>"
    })
    void registrationsKeepWhatBelongsToTheUri(String name, String user, String contact) throws Exception {
        byte[] published = TortureTest.bytes(name);
        String text = new String(published, StandardCharsets.UTF_8);
        String first = text.replaceFirst("branch=z9hG4bK", "branch=z9hG4bKfirst").replaceFirst("Call-ID: ", "Call-ID: a");
        send(first.getBytes(StandardCharsets.UTF_8));
        var challenge = (SipResponse) ((ParseResult.Parsed) MessageParser.parse(
                        matching(callId(first)).getBytes(StandardCharsets.UTF_8)))
                .message();
        var answer = new DigestClient(new DigestCredentials(user, "secret"))
                .answer(challenge, "REGISTER", "sip:example.com")
                .orElseThrow();
        String second = first.replaceFirst("z9hG4bKfirst", "z9hG4bKsecond")
                .replaceFirst("CSeq", answer.name() + ": " + answer.value() + "\r\nCSeq");
        send(second.getBytes(StandardCharsets.UTF_8));
        String ok = matching(callId(first));
        assertEquals(200, status(ok), ok);
        assertTrue(ok.contains("Contact: " + contact + ";expires="), ok);
        stack.registrar().remove(new AddressOfRecord(user, "example.com"));
    }

    private String matching(String callId) throws IOException {
        String answer = next(socket);
        while (!callId(answer).equals(callId)) {
            answer = next(socket);
        }
        return answer;
    }
}
