package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.IpAccessEntry;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.CredentialSid;
import org.cordboard.routing.sid.IpAccessControlListSid;
import org.cordboard.routing.sid.IpAddressSid;
import org.cordboard.routing.sid.TrunkSid;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.dial.Carrier;
import org.cordboard.voice.dial.Peering;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.ScriptedHost;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Trunks to an account's own exchange (Voice reference 11.7): its numbers are rung there, its calls go out to the world.
@Timeout(120)
class ExchangesTest {
    private static final String OUTSIDE = "+4930123456";
    private static final String DOMAIN = "pbx.cordboard.local";
    private static final String PASSWORD = "Long-Enough-42";
    private static final TrunkSid TRUNK = new TrunkSid("TK" + "1".repeat(32));
    private static final IpAccessControlListSid ADDRESSES = new IpAccessControlListSid("AL" + "1".repeat(32));
    private static final CredentialListSid NAMES = new CredentialListSid("CL" + "1".repeat(32));

    private final List<ScriptedHost> hosts = new ArrayList<>();
    private House house;
    private int targets;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        house.page("/voice", _ -> "<Response/>");
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice"), "trunk_sid", TRUNK.value()));
        trunk(Map.of());
    }

    @AfterEach
    void tearDown() {
        hosts.forEach(ScriptedHost::close);
        house.close();
    }

    private void trunk(Map<String, String> more) {
        var settings = new HashMap<>(Map.of("domain_name", DOMAIN));
        settings.putAll(more);
        house.put(new Trunk(TRUNK, house.account.sid(), "PBX", settings, Instant.now(), Instant.now()));
    }

    private ScriptedHost host(Consumer<InboundInvite> script) {
        var made = new ScriptedHost(script);
        hosts.add(made);
        return made;
    }

    private void originates(SipUri uri, int priority) {
        var now = Instant.now();
        house.put(new SipTarget(
                "OU" + "%032x".formatted(++targets),
                house.account.sid(),
                TRUNK.value(),
                "exchange",
                uri.toString(),
                priority,
                10,
                true,
                now,
                now));
    }

    @Test
    void aNumberOfTheTrunkRingsAtTheExchangeAndNoApplicationIsAsked() throws Exception {
        trunk(Map.of("recording_mode", "record-from-answer-dual"));
        var broken = host(invite -> invite.reject(503));
        originates(broken.uri(), 1);
        try (var exchange = new TestPhone("exchange");
                var caller = new TestPhone("+15557770001")) {
            originates(SipUri.of(null, "127.0.0.1", exchange.address().getPort()), 2);
            var call = caller.call(house.sip(), House.NUMBER);
            var rung = exchange.rings();
            assertEquals(House.NUMBER, ((SipUri) rung.invite.request().uri()).user().orElse(""));
            assertEquals("+15557770001", rung.from());
            var talk = rung.answer();
            talk.sing(600);
            call.sing(900);
            assertTrue(Ears.within(House.PATIENCE, () -> talk.ears.tone(900)));
            assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(600)));
            assertEquals(1, broken.invites.size());
            talk.hangUp();
            assertEquals(200, call.end(House.PATIENCE), "when the exchange hangs up, so do we");
            assertEquals(
                    "Trunking",
                    house.eventually(Recording.class, r -> r.status().equals("completed")).source());
            for (var leg : house.calls()) {
                assertEquals("trunking-originating", leg.direction());
                assertEquals(TRUNK.value(), leg.details().get("trunk_sid"));
            }
            assertEquals(2, house.calls().size());
            assertTrue(house.asked.isEmpty(), "no document was asked for");
        }
    }

    @Test
    void whatTheExchangeAnswersIsTheCallersAnswerAndWhenNobodyAnswersADocumentSpeaks() throws Exception {
        var exchange = host(invite -> invite.reject(486));
        originates(exchange.uri(), 1);
        try (var caller = new TestPhone("+15557770001")) {
            assertEquals(486, caller.call(house.sip(), House.NUMBER).end(House.PATIENCE));
            house.eventually(Call.class, c -> c.parent() == null && c.status() == CallStatus.BUSY);
            exchange.script(invite -> invite.reject(500));
            assertEquals(500, caller.call(house.sip(), House.NUMBER).end(House.PATIENCE));
            house.eventually(Notification.class, n -> n.errorCode().equals("32011"));
            house.page("/disaster", _ -> "<Response><Say>We are moving house</Say></Response>");
            trunk(Map.of("disaster_recovery_url", house.url("/disaster"), "disaster_recovery_method", "GET"));
            var call = caller.call(house.sip(), House.NUMBER);
            assertEquals("GET", house.next("/disaster").method());
            assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        }
    }

    /// How a call from the exchange goes: 200, or the status it fails with.
    private int called(Optional<DigestCredentials> credentials) throws Exception {
        var exchange = host(ScriptedHost::answer);
        var outcome = new CompletableFuture<Integer>();
        var invite = OutboundInvite.to(
                        SipUri.of(OUTSIDE, DOMAIN, 0), NameAddress.of(SipUri.of("+15550009999", DOMAIN, 0)))
                .withRoute(SipUri.of(null, "127.0.0.1", house.sip().getPort()).withParameter("lr", ""))
                .withSdp(ScriptedHost.silence());
        exchange.sip()
                .invite(credentials.map(invite::withCredentials).orElse(invite), new OutboundHandler() {
                    @Override
                    public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                        outcome.complete(200);
                        dialog.bye();
                        return new DialogHandler() {};
                    }

                    @Override
                    public void onFailed(CallFailure failure) {
                        outcome.complete(failure.status());
                    }
                });
        return outcome.get(25, TimeUnit.SECONDS);
    }

    private void mapped(String list) {
        house.put(new SipMapping(TRUNK.value(), SipMapping.CALLS, list, house.account.sid(), Instant.now()));
    }

    @Test
    void theExchangeCallsTheWorldFromItsAddressesAndWithItsPassword() throws Exception {
        var world = host(ScriptedHost::answer);
        house.restartVoice(
                settings -> settings.with(Peering.LOOPBACK.withCarriers(List.of(Carrier.to("world", world.uri())))),
                sip -> sip);
        var now = Instant.now();
        house.put(
                new IpAccessControlList(ADDRESSES, house.account.sid(), "pbx", now, now),
                new IpAccessEntry(
                        new IpAddressSid("IP" + "1".repeat(32)),
                        house.account.sid(),
                        ADDRESSES,
                        "one",
                        "127.0.0.0",
                        8,
                        now,
                        now),
                new SipCredential(
                        new CredentialSid("CR" + "1".repeat(32)), house.account.sid(), NAMES, "pbx", PASSWORD, now, now));
        assertEquals(403, called(Optional.empty()), "nothing lets the exchange in yet");
        mapped(ADDRESSES.value());
        assertEquals(200, called(Optional.empty()));
        var invite = world.asked();
        assertEquals(OUTSIDE, ((SipUri) invite.uri()).user().orElse(""));
        assertEquals("+15550009999", ((SipUri) invite.from().uri()).user().orElse(""));
        house.eventually(
                Call.class, c -> c.parent() == null && c.direction().equals("trunking-terminating") && c.status().isFinal());
        mapped(NAMES.value());
        assertEquals(407, called(Optional.empty()));
        assertEquals(403, called(Optional.of(new DigestCredentials("pbx", "wrong"))));
        assertEquals(200, called(Optional.of(new DigestCredentials("pbx", PASSWORD))));
        world.script(busy -> busy.reject(486));
        assertEquals(486, called(Optional.of(new DigestCredentials("pbx", PASSWORD))));
        trunk(Map.of("secure", "true"));
        assertEquals(403, called(Optional.of(new DigestCredentials("pbx", PASSWORD))), "secure means TLS");
    }
}
