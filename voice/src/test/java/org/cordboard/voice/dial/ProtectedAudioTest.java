package org.cordboard.voice.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.media.audio.Tones;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.CredentialSid;
import org.cordboard.routing.sid.SipDomainSid;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.OutboundRegistration;
import org.cordboard.sip.Registration;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.House;
import org.cordboard.voice.dial.LegTerms.Protection;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCertificate;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Phones on TLS whose audio is protected by keys in the description (RFC 4568).
@Timeout(120)
class ProtectedAudioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String DOMAIN = "safe.cordboard.local";
    private static final String PASSWORD = "Long-Enough-42";
    private static final CredentialListSid LIST = new CredentialListSid("CL" + "2".repeat(32));

    @TempDir
    private static Path folder;

    private static SSLContext context;

    private final BlockingQueue<InboundInvite> rung = new LinkedBlockingQueue<>();
    private House house;
    private MediaEngine media;
    private SipStack phone;
    private RtpEndpoint endpoint;
    private Ears ears;

    @BeforeAll
    static void makeCertificate() throws Exception {
        context = TestCertificate.in(folder);
    }

    @BeforeEach
    void build() throws Exception {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        house = new House();
        house.restartVoice(settings -> settings, sip -> sip.withTls(anyPort, context));
        media = MediaEngine.start(MediaConfig.loopback());
        phone = SipStack.start(
                SipConfig.on(InetAddress.getLoopbackAddress(), 0).withTls(anyPort, context), invite -> {
                    invite.ring();
                    rung.add(invite);
                });
        endpoint = media.openRtp(new MediaListener() {});
        ears = new Ears();
        endpoint.tap(ears);
        endpoint.play(new Tones(true, new Tones.Step(900, 0, 1_000, 0.3)));
    }

    @AfterEach
    void tearDown() {
        phone.close();
        media.close();
        house.close();
    }

    private SipUri server() {
        return SipUri.of(null, "127.0.0.1", house.voice.sip().address(Transport.TLS).orElseThrow().getPort())
                .withParameter("transport", "tls");
    }

    private void register() throws Exception {
        var now = Instant.now();
        house.put(new SipCredential(
                new CredentialSid("CR" + "2".repeat(32)), house.account.sid(), null, "alice", PASSWORD, now, now));
        var granted = new CompletableFuture<Registration.Status>();
        phone.register(new OutboundRegistration(
                server(),
                SipUri.of("alice", "127.0.0.1", 0),
                "alice",
                Optional.of(new DigestCredentials("alice", PASSWORD)),
                Duration.ofMinutes(10),
                granted::complete));
        assertTrue(granted.get(25, TimeUnit.SECONDS).registered());
    }

    private InboundInvite rings() throws InterruptedException {
        var invite = rung.poll(25, TimeUnit.SECONDS);
        if (invite == null) {
            throw new IllegalStateException("the phone does not ring");
        }
        return invite;
    }

    @Test
    void aPhoneOnTlsIsOfferedKeysAndBothHearEachOther() throws Exception {
        register();
        house.answers("<Response><Dial><Client>alice</Client></Dial></Response>");
        try (var caller = new TestPhone("+15557770001")) {
            var call = caller.call(house.sip(), House.NUMBER);
            call.sing(600);
            var invite = rings();
            assertEquals(Transport.TLS, invite.source().transport());
            var offer = invite.sdp().orElseThrow();
            assertTrue(offer.contains(" RTP/SAVP ") && offer.contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 "), offer);
            var agreed = new LegTerms(endpoint.localAddress(), Protection.AS_OFFERED).answer(offer).orElseThrow();
            assertTrue(agreed.remote().keys() != null);
            endpoint.connect(agreed.remote());
            assertTrue(invite.answer(agreed.sdp(), new DialogHandler() {}).isPresent());
            assertTrue(Ears.within(PATIENCE, () -> ears.tone(600)), "the phone hears the caller");
            assertTrue(Ears.within(PATIENCE, () -> call.ears.tone(900)), "the caller hears the phone");
        }
    }

    @Test
    void packetsWithoutTheKeyAreNotHeard() throws Exception {
        register();
        house.answers("<Response><Dial><Client>alice</Client></Dial></Response>");
        try (var caller = new TestPhone("+15557770001")) {
            var call = caller.call(house.sip(), House.NUMBER);
            var invite = rings();
            var agreed = new LegTerms(endpoint.localAddress(), Protection.AS_OFFERED)
                    .answer(invite.sdp().orElseThrow())
                    .orElseThrow();
            var plain = agreed.remote();
            endpoint.connect(new RemoteMedia(
                    plain.rtp(), plain.codec(), plain.telephoneEvent(), plain.direction()));
            assertTrue(invite.answer(agreed.sdp(), new DialogHandler() {}).isPresent());
            assertTrue(call.dialog() != null);
            assertFalse(Ears.within(Duration.ofSeconds(2), () -> call.ears.tone(900)));
        }
    }

    @Test
    void aPhoneWithoutKeysOfItsOwnIsOfferedPlainAudioNext() throws Exception {
        register();
        house.answers("<Response><Dial><Client>alice</Client></Dial></Response>");
        try (var caller = new TestPhone("+15557770001")) {
            caller.call(house.sip(), House.NUMBER);
            rings().reject(488);
            assertTrue(rings().sdp().orElseThrow().contains(" RTP/AVP "));
        }
    }

    private int called(Protection protection) throws Exception {
        var terms = new LegTerms(endpoint.localAddress(), protection);
        var outcome = new CompletableFuture<Integer>();
        var invite = OutboundInvite.to(
                        SipUri.of("100", DOMAIN, 0), NameAddress.of(SipUri.of("alice", DOMAIN, 0)))
                .withSdp(terms.offer())
                .withCredentials(new DigestCredentials("alice", PASSWORD))
                .withRoute(server().withParameter("lr", ""));
        phone.invite(invite, new OutboundHandler() {
            @Override
            public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                response.sdp().flatMap(terms::accepted).ifPresent(endpoint::connect);
                outcome.complete(200);
                return new DialogHandler() {};
            }

            @Override
            public void onFailed(CallFailure failure) {
                outcome.complete(failure.status());
            }
        });
        return outcome.get(25, TimeUnit.SECONDS);
    }

    @Test
    void aSecureDomainTakesProtectedCallsOnly() throws Exception {
        var now = Instant.now();
        var domain = new SipDomainSid("SD" + "2".repeat(32));
        house.page("/safe", _ -> "<Response><Say>" + "Safe and sound ".repeat(8) + "</Say><Pause length='20'/></Response>");
        house.put(
                new SipDomain(
                        domain,
                        house.account.sid(),
                        DOMAIN,
                        "safe",
                        Map.of("voice_url", house.url("/safe"), "secure", "true"),
                        now,
                        now),
                new SipCredential(
                        new CredentialSid("CR" + "2".repeat(32)), house.account.sid(), LIST, "alice", PASSWORD, now, now),
                new SipMapping(domain.value(), SipMapping.CALLS, LIST.value(), house.account.sid(), now));
        assertEquals(488, called(Protection.AS_OFFERED));
        assertEquals(200, called(Protection.REQUIRED));
        assertTrue(Ears.within(PATIENCE, () -> ears.tone(House.SPEECH)), "and speaks to them");
    }
}
