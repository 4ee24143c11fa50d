package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.ConnectionPolicy;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.sid.ByocTrunkSid;
import org.cordboard.routing.sid.ConnectionPolicySid;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.dial.AddressRange;
import org.cordboard.voice.dial.Carrier;
import org.cordboard.voice.dial.Peering;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.ScriptedHost;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The operator's trunks against scripted carriers: F124 and the rows of the table of SIP answers (Voice reference 2.3,
/// 11.4, 11.5, 11.7).
@Timeout(120)
class TrunksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String OUTSIDE = "+4930123456";

    private final List<ScriptedHost> hosts = new ArrayList<>();
    private House house;
    private TestPhone caller;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        caller = new TestPhone("+15557770001");
        house.page("/after", _ -> "<Response><Hangup/></Response>");
    }

    @AfterEach
    void tearDown() {
        hosts.forEach(ScriptedHost::close);
        caller.close();
        house.close();
    }

    private ScriptedHost host(ScriptedHost made) {
        hosts.add(made);
        return made;
    }

    private static ScriptedHost answering() {
        return new ScriptedHost(ScriptedHost::answer);
    }

    private static Carrier carrier(String name, ScriptedHost host, int priority) {
        var open = Carrier.to(name, host.uri());
        return new Carrier(
                name,
                open.uri(),
                Optional.empty(),
                false,
                List.of(),
                priority,
                1,
                List.of(),
                open.identity(),
                open.format(),
                false);
    }

    private void trunks(Carrier... carriers) {
        peering(Peering.LOOPBACK.withCarriers(List.of(carriers)));
    }

    private void peering(Peering peering) {
        house.restartVoice(settings -> settings.with(peering), sip -> sip);
    }

    /// A caller is sent on to the number outside; what the application hears afterwards.
    private void dialled() throws Exception {
        house.answers("<Response><Dial action='/after' timeout='20' callerId='+15550009999'>" + OUTSIDE
                + "</Dial></Response>");
        caller.call(house.sip(), House.NUMBER);
    }

    @ParameterizedTest
    @CsvSource({
        "486, busy", "600, busy", "480, no-answer", "408, no-answer", "487, no-answer", "603, no-answer",
        "404, failed", "410, failed", "484, failed", "604, failed", "403, failed", "401, failed", "407, failed",
        "488, failed", "500, failed", "502, failed", "503, failed", "504, failed", "606, failed", "302, failed"
    })
    void everyAnswerOfACarrierHasItsStatus(int answer, String status) throws Exception {
        trunks(carrier("one", host(ScriptedHost.refusing(answer)), 1));
        dialled();
        var after = house.next("/after");
        assertEquals(status, after.get("DialCallStatus"));
        var leg = house.eventually(Call.class, c -> c.to().equals(OUTSIDE) && c.status().isFinal());
        assertEquals(status, leg.status().wire());
        assertEquals(answer, leg.sipResponseCode());
    }

    @Test
    void aCallIsAnsweredAndTellsTheCarrierWhoseItIs() throws Exception {
        var host = host(answering());
        trunks(carrier("one", host, 1));
        dialled();
        var invite = host.asked();
        assertEquals(OUTSIDE, ((SipUri) invite.uri()).user().orElseThrow());
        assertEquals("+15550009999", ((SipUri) invite.from().uri()).user().orElseThrow());
        assertTrue(invite.headers().first("P-Asserted-Identity").orElse("").startsWith("<sip:+15550009999@"));
        house.eventually(Call.class, c -> c.to().equals(OUTSIDE) && c.status() == CallStatus.IN_PROGRESS);
    }

    @Test
    void plainNumbersRemotePartyIdAndPasswordsWhereTheCarrierWantsThem() throws Exception {
        var host = host(new ScriptedHost(invite -> {
            var verdict = invite.authenticate(
                    "carrier", (realm, user) -> Optional.of(DigestSecret.ofPassword(realm, user, ScriptedHost.PASSWORD)));
            if (verdict instanceof InboundInvite.Authentication.Accepted) {
                invite.reject(486);
            }
        }));
        trunks(new Carrier(
                "one",
                host.uri(),
                Optional.of(new DigestCredentials("us", ScriptedHost.PASSWORD)),
                false,
                List.of("+49"),
                1,
                1,
                List.of(),
                Carrier.Identity.REMOTE_PARTY_ID,
                Carrier.Format.PLAIN,
                false));
        dialled();
        assertEquals("busy", house.next("/after").get("DialCallStatus"));
        var first = host.asked();
        var second = host.asked();
        assertFalse(first.headers().has("Proxy-Authorization"));
        assertTrue(second.headers().has("Proxy-Authorization"));
        assertEquals("4930123456", ((SipUri) second.uri()).user().orElseThrow());
        assertTrue(second.headers().first("Remote-Party-ID").orElse("").contains("sip:15550009999@"));
    }

    @Test
    void aCarrierThatFailsOrIsSilentIsPassedOverAndARefusalIsFinal() throws Exception {
        var broken = host(ScriptedHost.refusing(503));
        var silent = host(ScriptedHost.deaf());
        var busy = host(ScriptedHost.refusing(486));
        var spare = host(answering());
        peering(new Peering(
                List.of(
                        carrier("broken", broken, 1),
                        carrier("silent", silent, 2),
                        carrier("busy", busy, 3),
                        carrier("spare", spare, 4)),
                Peering.LOOPBACK.sources(),
                "",
                Duration.ofSeconds(4),
                true));
        dialled();
        assertEquals("busy", house.next("/after").get("DialCallStatus"));
        assertEquals(1, broken.invites.size());
        assertTrue(silent.invites.size() >= 1);
        assertEquals(1, busy.invites.size());
        assertTrue(spare.invites.isEmpty(), "busy is an answer; nobody else is asked");
    }

    @Test
    void aCarrierThatPointsElsewhereIsFollowedOnce() throws Exception {
        var last = host(answering());
        var second = host(new ScriptedHost(invite -> invite.reject(
                302, null, Headers.of("Contact", "<sip:again@127.0.0.1:" + last.address().getPort() + ">"))));
        var first = host(new ScriptedHost(invite -> invite.reject(
                302,
                null,
                Headers.of("Contact", "<sip:x@127.0.0.1:9>;q=0.1, <sip:moved@127.0.0.1:"
                        + second.address().getPort() + ">;q=0.9"))));
        trunks(carrier("one", first, 1));
        dialled();
        assertEquals("moved", ((SipUri) second.asked().uri()).user().orElseThrow());
        assertEquals("failed", house.next("/after").get("DialCallStatus"));
        assertTrue(last.invites.isEmpty(), "a second redirection is not followed");
    }

    @Test
    void aHostWithoutAnAddressIsReported() throws Exception {
        trunks(Carrier.to("gone", SipUri.of(null, "no-such-host.invalid", 0)));
        dialled();
        assertEquals("failed", house.next("/after").get("DialCallStatus"));
        house.eventually(Notification.class, n -> n.errorCode().equals("13254"));
    }

    @Test
    void theTargetsOfAnAccountsOwnPolicyAreTrunksToo() throws Exception {
        var host = host(answering());
        var now = Instant.now();
        var policy = new ConnectionPolicySid("NY" + "1".repeat(32));
        house.put(
                new ConnectionPolicy(policy, house.account.sid(), "ours", now, now),
                new SipTarget(
                        "NE" + "1".repeat(32),
                        house.account.sid(),
                        policy.value(),
                        "box",
                        host.uri().toString(),
                        10,
                        10,
                        true,
                        now,
                        now),
                new ByocTrunk(
                        new ByocTrunkSid("BY" + "1".repeat(32)),
                        house.account.sid(),
                        "ours",
                        Map.of("connection_policy_sid", policy.value()),
                        now,
                        now));
        dialled();
        assertEquals(OUTSIDE, ((SipUri) host.asked().uri()).user().orElseThrow());
    }

    @Test
    void aBoxOnOurOwnMachineAtAPortOfItsOwnIsAHostOutside() throws Exception {
        var host = host(answering());
        house.answers("<Response><Dial><Sip>sip:bob@127.0.0.1:" + host.address().getPort()
                + "?X-Colour=green</Sip></Dial></Response>");
        caller.call(house.sip(), House.NUMBER);
        var invite = host.asked();
        assertEquals("bob", ((SipUri) invite.uri()).user().orElseThrow());
        assertEquals("green", invite.headers().first("X-Colour").orElse(""));
    }

    @Test
    void weRegisterWhereACarrierWantsIt() throws Exception {
        var host = host(answering());
        var named = SipUri.of("us", "127.0.0.1", host.address().getPort());
        trunks(new Carrier(
                "one",
                named,
                Optional.of(new DigestCredentials("us", ScriptedHost.PASSWORD)),
                true,
                List.of(),
                1,
                1,
                List.of(),
                Carrier.Identity.NONE,
                Carrier.Format.E164,
                false));
        assertTrue(Ears.within(PATIENCE, () -> host.sip().registrar().bindings().size() == 1));
        assertEquals(
                house.sip().getPort(),
                host.sip().registrar().bindings().getFirst().contact().port());
        house.voice.close();
        assertTrue(Ears.within(PATIENCE, () -> host.sip().registrar().bindings().isEmpty()), "and leave it at the end");
        house.restartVoice();
    }

    /// How a call from the host to one of our numbers goes.
    private int calls(ScriptedHost host, OutboundInvite invite) throws Exception {
        var outcome = new CompletableFuture<Integer>();
        host.sip().invite(invite, new OutboundHandler() {
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

    @Test
    void anUnknownSourceIsDeniedAndTheHousesOwnPeopleNeedTheirPassword() throws Exception {
        var host = host(answering());
        peering(Peering.LOOPBACK.withSources(List.of()));
        house.answers("<Response><Say>Hello</Say></Response>");
        var stranger = SipUri.of("+15557770001", "192.0.2.1", 0);
        assertEquals(403, calls(host, host.to(house.sip(), House.NUMBER, stranger)));
        var ours = SipUri.of("dave", "127.0.0.1", 0);
        assertEquals(407, calls(host, host.to(house.sip(), House.NUMBER, ours)));
        try (var dave = house.registered("dave")) {
            assertEquals(
                    200,
                    calls(
                            host,
                            host.to(house.sip(), House.NUMBER, ours)
                                    .withCredentials(new DigestCredentials("dave", House.PASSWORD))));
            assertTrue(dave.call(house.sip(), House.NUMBER).dialog() != null, "a registered phone needs none");
        }
    }

    @Test
    void aTrunksCallsComeInWithTheirIdentityAndTheirFormerAddressee() throws Exception {
        var host = host(answering());
        var open = carrier("one", host, 1);
        peering(new Peering(
                List.of(new Carrier(
                        "one",
                        SipUri.of(null, "carrier.invalid", 0),
                        Optional.empty(),
                        false,
                        List.of(),
                        1,
                        1,
                        List.of(AddressRange.parse("127.0.0.1")),
                        open.identity(),
                        open.format(),
                        false)),
                List.of(),
                "49",
                Duration.ofSeconds(4),
                true));
        house.page("/voice", _ -> "<Response><Say>Hello</Say></Response>");
        house.number("+4930123456", Map.of("voice_url", house.url("/voice")));
        var invite = host.to(house.sip(), "030123456", SipUri.of("anonymous", "anonymous.invalid", 0))
                .withHeaders(Headers.of("P-Asserted-Identity", "\"Ana\" <sip:0170111222@carrier.invalid>")
                        .with("Diversion", "<sip:030999@carrier.invalid>;reason=unconditional")
                        .with("X-Trunk", "a"));
        assertEquals(200, calls(host, invite));
        var asked = house.next("/voice");
        assertEquals("+49170111222", asked.get("From"));
        assertEquals("+4930123456", asked.get("To"));
        assertEquals("+4930999", asked.get("ForwardedFrom"));
        assertEquals("a", asked.get("SipHeader_X-Trunk"));
    }

    @Test
    void whatTheFarNetworkSaysBeforeItAnswersReachesTheWaitingCaller() throws Exception {
        try (var far = new TestPhone("far")) {
            trunks(new Carrier(
                    "one",
                    SipUri.of(null, "127.0.0.1", far.address().getPort()),
                    Optional.empty(),
                    false,
                    List.of(),
                    1,
                    1,
                    List.of(),
                    Carrier.Identity.NONE,
                    Carrier.Format.E164,
                    false));
            house.answers("<Response><Dial answerOnBridge='true' timeout='20'>" + OUTSIDE + "</Dial></Response>");
            var call = caller.call(house.sip(), House.NUMBER);
            var rung = far.rings();
            var announcing = rung.announce();
            announcing.sing(1_200);
            assertTrue(
                    Ears.within(PATIENCE, () -> call.progress.contains(183)),
                    "the caller is told of sound to come");
            assertTrue(Ears.within(PATIENCE, () -> call.ears.tone(1_200)), "and hears it before any answer");
            assertFalse(call.answeredAlready());
            rung.pickUp(announcing);
            assertTrue(call.dialog() != null);
            call.sing(800);
            assertTrue(Ears.within(PATIENCE, () -> announcing.ears.tone(800)));
        }
    }
}
