package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.ConnectionPolicy;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.IpAccessEntry;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.sid.ByocTrunkSid;
import org.cordboard.routing.sid.ConnectionPolicySid;
import org.cordboard.routing.sid.IpAccessControlListSid;
import org.cordboard.routing.sid.IpAddressSid;
import org.cordboard.routing.sid.SipDomainSid;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.dial.Carrier;
import org.cordboard.voice.dial.Peering;
import org.cordboard.voice.phone.ScriptedHost;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Carriers that an account brings itself (Voice reference 11.7): calls go out by the targets of a connection policy, and
/// those that the carrier brings are answered by its trunk's settings. The operator's own trunk stands beside them.
@Timeout(120)
class OwnCarriersTest {
    private static final String OUTSIDE = "+4930123456";
    private static final String DOMAIN = "carrier.cordboard.local";
    private static final ByocTrunkSid TRUNK = new ByocTrunkSid("BY" + "1".repeat(32));
    private static final ConnectionPolicySid POLICY = new ConnectionPolicySid("NY" + "1".repeat(32));
    private static final SipDomainSid DOMAIN_SID = new SipDomainSid("SD" + "1".repeat(32));
    private static final IpAccessControlListSid ADDRESSES = new IpAccessControlListSid("AL" + "1".repeat(32));

    private final List<ScriptedHost> hosts = new ArrayList<>();
    private House house;
    private ScriptedHost operators;
    private int targets;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        operators = host(ScriptedHost::answer);
        peering(Peering.LOOPBACK);
        var now = Instant.now();
        house.put(new ConnectionPolicy(POLICY, house.account.sid(), "out", now, now));
        house.put(new SipDomain(
                DOMAIN_SID,
                house.account.sid(),
                DOMAIN,
                "carrier",
                Map.of("byoc_trunk_sid", TRUNK.value(), "voice_url", "http://127.0.0.1:9/not-asked"),
                now,
                now));
        trunk(Map.of("connection_policy_sid", POLICY.value()));
    }

    @AfterEach
    void tearDown() {
        hosts.forEach(ScriptedHost::close);
        house.close();
    }

    private void peering(Peering peering) {
        var carrier = Carrier.to("operator", operators.uri());
        house.restartVoice(settings -> settings.with(peering.withCarriers(List.of(carrier))), sip -> sip);
    }

    private ScriptedHost host(Consumer<InboundInvite> script) {
        var made = new ScriptedHost(script);
        hosts.add(made);
        return made;
    }

    private void trunk(Map<String, String> settings) {
        house.put(new ByocTrunk(TRUNK, house.account.sid(), "ours", settings, Instant.now(), Instant.now()));
    }

    private void target(ScriptedHost host, int priority, boolean enabled) {
        var now = Instant.now();
        house.put(new SipTarget(
                "NE" + "%032x".formatted(++targets),
                house.account.sid(),
                POLICY.value(),
                "box",
                host.uri().withParameter("edge", "ashburn").toString(),
                priority,
                10,
                enabled,
                now,
                now));
    }

    private Call create(String byoc) {
        var twiml = new Twiml.Inline("<Response><Pause length='30'/></Response>");
        return house.voice
                .calls()
                .create(house.account, OUTSIDE, House.NUMBER, twiml, new Options(Map.of("Byoc", List.of(byoc))));
    }

    private Call ended(Call call) throws InterruptedException {
        return house.eventually(
                Call.class, c -> c.sid().equals(call.sid()) && c.status().isFinal());
    }

    @Test
    void aCallGoesByThePolicyOfItsTrunkInOrderPastThoseThatFail() throws Exception {
        var off = host(ScriptedHost::answer);
        var broken = host(invite -> invite.reject(503));
        var last = host(ScriptedHost::answer);
        target(off, 0, false);
        target(last, 20, true);
        target(broken, 10, true);
        trunk(Map.of("connection_policy_sid", POLICY.value(), "from_domain_sid", DOMAIN_SID.value()));
        var call = create(TRUNK.value());
        var invite = last.asked();
        house.eventually(Call.class, c -> c.sid().equals(call.sid()) && c.status() == CallStatus.IN_PROGRESS);
        assertEquals("sip:" + OUTSIDE + "@127.0.0.1:" + last.address().getPort(), invite.uri().toString());
        assertEquals("sip:" + House.NUMBER + "@" + DOMAIN, invite.from().uri().toString(), "the host of FromDomainSid");
        assertEquals(
                "<sip:" + House.NUMBER + "@" + DOMAIN + ">",
                invite.headers().first("P-Asserted-Identity").orElse(""));
        assertEquals(1, broken.invites.size(), "the lower priority came first");
        assertTrue(off.invites.isEmpty(), "a target that is off gets no calls");
        assertTrue(operators.invites.isEmpty(), "the call was to go by this trunk");
    }

    @Test
    void aNumberOfADocumentGoesByItsTrunkAndOthersByTheOperators() throws Exception {
        var box = host(invite -> invite.reject(486));
        target(box, 10, true);
        house.page("/after", _ -> "<Response><Dial>" + OUTSIDE + "</Dial></Response>");
        house.answers("<Response><Dial action='/after'><Number byoc='" + TRUNK + "'>" + OUTSIDE
                + "</Number></Dial></Response>");
        try (var caller = new TestPhone("+15557770001")) {
            caller.call(house.sip(), House.NUMBER);
            assertEquals(OUTSIDE, ((SipUri) box.asked().uri()).user().orElseThrow());
            assertEquals("busy", house.next("/after").get("DialCallStatus"), "busy is the callee's answer");
            assertEquals(OUTSIDE, ((SipUri) operators.asked().uri()).user().orElseThrow());
        }
        assertTrue(box.invites.isEmpty(), "and the operator's trunk comes first where none is named");
        assertTrue(house.engine.read(view -> view.records(Notification.class)).stream()
                .noneMatch(n -> n.errorCode().startsWith("324")));
    }

    @Test
    void aTrunkThatIsNotThereOrReachesNobodyIsReported() throws Exception {
        assertEquals(CallStatus.FAILED, ended(create("BY" + "9".repeat(32))).status());
        house.eventually(Notification.class, n -> n.errorCode().equals("21300"));
        var nowhere = create(TRUNK.value());
        assertEquals(CallStatus.FAILED, ended(nowhere).status());
        house.eventually(Notification.class, n -> n.errorCode().equals("32400")
                && nowhere.sid().equals(n.call()));
        target(host(invite -> invite.reject(500)), 10, true);
        var failed = create(TRUNK.value());
        assertEquals(CallStatus.FAILED, ended(failed).status());
        house.eventually(Notification.class, n -> n.errorCode().equals("32400")
                && failed.sid().equals(n.call()));
        assertTrue(operators.invites.isEmpty());
    }

    /// The carrier's addresses are known, to nobody else's settings than those of its domain.
    private void incoming() {
        var now = Instant.now();
        house.put(new IpAccessControlList(ADDRESSES, house.account.sid(), "carrier", now, now));
        house.put(new IpAccessEntry(
                new IpAddressSid("IP" + "1".repeat(32)),
                house.account.sid(),
                ADDRESSES,
                "one",
                "127.0.0.1",
                32,
                now,
                now));
        house.put(new SipMapping(
                DOMAIN_SID.value(), SipMapping.CALLS, ADDRESSES.value(), house.account.sid(), Instant.now()));
        peering(Peering.LOOPBACK.withSources(List.of()));
        house.page("/trunk", _ -> "<Response><Say>Hello</Say></Response>");
        house.page("/ended", _ -> "");
        trunk(new HashMap<>(Map.of(
                "voice_url", house.url("/trunk"),
                "voice_fallback_url", house.url("/fallback"),
                "status_callback", house.url("/ended"),
                "status_callback_method", "GET")));
    }

    private void calls(ScriptedHost carrier, OutboundInvite invite) {
        carrier.sip().invite(invite, ScriptedHost.quiet());
    }

    @Test
    void aCarriersCallRunsItsTrunksSettingsAtItsDomainAndAtOurAddress() throws Exception {
        incoming();
        var carrier = host(ScriptedHost::answer);
        var headers = Headers.of("P-Asserted-Identity", "<sip:+4917011122@isp.example>").with("X-Leg", "7");
        var from = SipUri.of("anonymous", "anonymous.invalid", 0);
        var atDomain = OutboundInvite.to(
                        SipUri.of(OUTSIDE, DOMAIN, 0), NameAddress.of(from))
                .withRoute(SipUri.of(null, "127.0.0.1", house.sip().getPort()).withParameter("lr", ""))
                .withSdp(ScriptedHost.silence())
                .withHeaders(headers);
        calls(carrier, atDomain);
        var asked = house.next("/trunk");
        assertEquals(OUTSIDE, asked.get("To"));
        assertEquals("+4917011122", asked.get("From"));
        assertEquals(DOMAIN, asked.get("SipDomain"));
        assertEquals("7", asked.get("SipHeader_X-Leg"));
        var ended = house.next("/ended");
        assertEquals("completed", ended.get("CallStatus"));
        assertEquals("GET", ended.method());

        calls(carrier, carrier.to(house.sip(), OUTSIDE, from).withHeaders(headers));
        assertEquals(OUTSIDE, house.next("/trunk").get("To"), "a carrier need not know the domain's name");

        house.site("/trunk", _ -> House.Answer.of(500));
        house.page("/fallback", _ -> "<Response><Hangup/></Response>");
        calls(carrier, atDomain);
        assertEquals("11200", house.next("/fallback").get("ErrorCode"));
    }

    @Test
    void aCallerWhoDoesNotWantToBeKnownIsNot() throws Exception {
        incoming();
        var carrier = host(ScriptedHost::answer);
        var hidden = Headers.of("P-Asserted-Identity", "<sip:+4917011122@isp.example>").with("Privacy", "id;critical");
        house.page("/trunk", _ -> "<Response><Dial><Client>dave</Client></Dial></Response>");
        try (var dave = house.registered("dave")) {
            calls(carrier, carrier.to(house.sip(), OUTSIDE, SipUri.of("+4917011122", "isp.example", 0))
                    .withHeaders(hidden));
            assertEquals("+266696687", house.next("/trunk").get("From"));
            var rung = dave.rings().invite.request();
            assertEquals("sip:anonymous@anonymous.invalid", rung.from().uri().toString());
            assertEquals("id", rung.headers().first("Privacy").orElse(""));
            assertFalse(rung.toString().contains("4917011122"));
        }
        house.page("/trunk", _ -> "<Response><Dial>" + "+33123456789" + "</Dial></Response>");
        calls(carrier, carrier.to(house.sip(), OUTSIDE, SipUri.of("anonymous", "anonymous.invalid", 0)));
        var onward = operators.asked();
        assertEquals(OUTSIDE, ((SipUri) onward.from().uri()).user().orElse(""), "numbers see who was called");
        assertFalse(onward.headers().has("Privacy"));
        assertTrue(house.calls().size() >= 3);
    }
}
