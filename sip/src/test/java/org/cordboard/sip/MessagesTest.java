package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// RFC 3428: texts between two stacks over real sockets.
@Timeout(40)
class MessagesTest {
    private static final NameAddress ANA = NameAddress.of(SipUri.of("ana", "example.com", 0));

    private final Signals texts = new Signals();
    private final Party ana = Party.fast();
    private final SipStack bob = SipStack.start(Party.config(), new SipListener() {
        @Override
        public void onInvite(InboundInvite invite) {
            invite.reject(486);
        }

        @Override
        public void onMessage(InboundMessage message) {
            if (message.text().startsWith("secret")) {
                var verdict = message.authenticate(
                        "example.com",
                        (realm, user) -> Optional.of(DigestSecret.ofPassword(realm, user, "open sesame")));
                texts.add(verdict);
                if (!(verdict instanceof InboundInvite.Authentication.Accepted)) {
                    return;
                }
            } else if (message.text().startsWith("broken")) {
                throw new IllegalStateException("on purpose");
            }
            texts.add(message);
            message.answer(202);
        }
    });

    @AfterEach
    void close() {
        ana.close();
        bob.close();
    }

    private SipResponse sent(OutboundMessage message) throws Exception {
        return ana.stack.message(message).get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void aTextArrivesAsItWasWritten(Transport transport) throws Exception {
        var text = "Größe 5 €, 了解 👍\nsecond line";
        var answer = sent(OutboundMessage.to(bob.contact("bob", transport), ANA, text));
        assertEquals(202, answer.status());
        var message = texts.next(InboundMessage.class);
        assertEquals(text, message.text());
        assertEquals(transport, message.source().transport());
        assertEquals("sip:ana@example.com", message.request().from().uri().toString());
        assertEquals("MESSAGE", message.request().cseq().method());
    }

    @Test
    void aLongTextArrivesWholeOverUdp() throws Exception {
        var text = "ä".repeat(1_600);
        assertEquals(202, sent(OutboundMessage.to(bob.contact("bob", Transport.UDP), ANA, text)).status());
        assertEquals(text, texts.next(InboundMessage.class).text());
    }

    @Test
    void aChallengeIsMetWithTheSendersPassword() throws Exception {
        var message = OutboundMessage.to(bob.contact("bob", Transport.UDP), ANA, "secret plan");
        assertEquals(401, sent(message).status(), "without credentials the challenge comes back");
        assertInstanceOf(InboundInvite.Authentication.Challenged.class, texts.next(InboundInvite.Authentication.class));
        assertEquals(202, sent(message.withCredentials(new DigestCredentials("ana", "open sesame"))).status());
        texts.next(InboundInvite.Authentication.Challenged.class);
        assertEquals("ana", texts.next(InboundInvite.Authentication.Accepted.class).user());
        texts.next(InboundMessage.class);
        assertEquals(403, sent(message.withCredentials(new DigestCredentials("ana", "wrong"))).status());
    }

    @Test
    void aFaultOfTheReceiverIs500AndAStackWithoutTextsSays405() throws Exception {
        assertEquals(500, sent(OutboundMessage.to(bob.contact("bob", Transport.UDP), ANA, "broken")).status());
        var back = bob.message(OutboundMessage.to(ana.uri("ana", Transport.UDP), ANA, "hello"));
        assertEquals(405, back.get(20, TimeUnit.SECONDS).status());
    }

    @Test
    void silenceIs408AndNowhereIs503() throws Exception {
        try (var deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var target = SipUri.of("bob", "127.0.0.1", deaf.getLocalPort());
            assertEquals(408, sent(OutboundMessage.to(target, ANA, "anybody?")).status());
        }
        var tls = SipUri.of("bob", "127.0.0.1", 5061).withParameter("transport", "tls");
        assertEquals(503, sent(OutboundMessage.to(tls, ANA, "anybody?")).status());
    }
}
