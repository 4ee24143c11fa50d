package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which transport is taken, how a connection is kept, and where an answer goes: over real sockets.
@Timeout(60)
class TransportsTest {
    private static final int LIMIT_MILLIS = 20_000;
    /// More than one packet of a usual path.
    private static final String BIG_OFFER = Party.OFFER + "a=tool:" + "x".repeat(1_400) + "\r\n";

    private final Party ana = Party.fast();
    private final Party bob = Party.fast();

    @AfterEach
    void close() {
        ana.close();
        bob.close();
    }

    private void call(SipUri target) {
        var from = NameAddress.of(SipUri.of("ana", "example.com", 0));
        ana.call(OutboundInvite.to(target, from).withSdp(BIG_OFFER));
    }

    @Test
    void aBigInviteGoesOverTcp() {
        call(bob.uri("bob", Transport.UDP));
        InboundInvite invite = bob.signals.next(InboundInvite.class);
        assertEquals(Transport.TCP, invite.source().transport());
        assertEquals(BIG_OFFER, invite.sdp().orElseThrow());
        invite.answer(Party.ANSWER, bob.new Recorder());
        Dialog dialog = ana.signals.next(Party.Answered.class).dialog();
        bob.signals.next(Party.Acked.class);
        dialog.bye();
        bob.signals.next(Party.Ended.class);
    }

    @Test
    void whereNobodyListensOnTcpItComesByUdpAfterAll() {
        var udpOnly = SipConfig.on(InetAddress.getLoopbackAddress(), 0);
        var config = new SipConfig(
                udpOnly.udp(),
                null,
                null,
                udpOnly.advertised(),
                SipConfig.Timers.scaledTo(Duration.ofMillis(50)),
                udpOnly.limits(),
                udpOnly.challenges(),
                udpOnly.product());
        try (var carol = new Party(config, null)) {
            call(carol.uri("carol", Transport.UDP));
            InboundInvite invite = carol.signals.next(InboundInvite.class);
            assertEquals(Transport.UDP, invite.source().transport());
            assertEquals(BIG_OFFER, invite.sdp().orElseThrow());
            invite.reject(480);
            assertEquals(480, ana.signals.next(CallFailure.class).status());
        }
    }

    @Test
    void aPingOfTwoLineEndsIsAnsweredWithOne() throws Exception {
        InetSocketAddress to = bob.address(Transport.TCP);
        try (var connection = new Socket(to.getAddress(), to.getPort())) {
            connection.setSoTimeout(LIMIT_MILLIS);
            for (int i = 0; i < 3; i++) {
                connection.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                assertArrayEquals(
                        "\r\n".getBytes(StandardCharsets.UTF_8), connection.getInputStream().readNBytes(2));
            }
        }
    }

    @Test
    void overUdpLineEndsWantNoAnswerAndDoNoHarm() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            send(socket, "\r\n\r\n");
            send(socket, "\r\n");
            send(socket, options("192.0.2.77:5060;rport"));
            assertTrue(receive(socket).startsWith("SIP/2.0 200 "));
        }
        assertEquals(0, bob.stack.counters().malformed());
    }

    /// RFC 3581: with `rport` the answer goes where the request came from, and both say where that was.
    @Test
    void theAnswerSaysWhereTheRequestCameFrom() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            send(socket, options("192.0.2.77:5060;rport"));
            String answer = receive(socket);
            assertTrue(answer.contains(";received=127.0.0.1"), answer);
            assertTrue(answer.contains(";rport=" + socket.getLocalPort()), answer);
        }
    }

    /// RFC 3261 section 18.2.2: without it, to the address it came from and the port its Via names.
    @Test
    void withoutRportTheAnswerGoesToThePortOfTheVia() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            other.setSoTimeout(LIMIT_MILLIS);
            send(socket, options("192.0.2.77:" + other.getLocalPort()));
            String answer = receive(other);
            assertTrue(answer.contains(";received=127.0.0.1"), answer);
            assertTrue(!answer.contains("rport"), answer);
        }
    }

    private static String options(String via) {
        return """
                OPTIONS sip:bob@example.com SIP/2.0
                Via: SIP/2.0/UDP %s;branch=z9hG4bKvia
                From: <sip:p@example.com>;tag=1
                To: <sip:bob@example.com>
                Call-ID: via
                CSeq: 1 OPTIONS
                Content-Length: 0

                """.formatted(via).replace("\n", "\r\n");
    }

    private void send(DatagramSocket socket, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, bob.address(Transport.UDP)));
    }

    private static String receive(DatagramSocket socket) throws Exception {
        var packet = new DatagramPacket(new byte[9_000], 9_000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
