package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.MediaConfig;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogEnd;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.dial.Carrier;
import org.cordboard.voice.dial.Peering;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.ScriptedHost;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole calls over networks that are not one wire (Voice reference 11.6): the server shows another address than it
/// listens on, phones show addresses at which nobody reaches them, audio stops, sessions are not refreshed.
@Timeout(120)
class NetworksTest {
    /// Linux takes all of 127/8 for its own, so this one is reached by whoever believes what we show.
    private static final InetAddress SHOWN = address("127.0.0.9");

    /// No packet goes there.
    private static final InetAddress INSIDE = address("10.99.99.99");

    private House house;

    @AfterEach
    void tearDown() {
        house.close();
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    /// A house that listens everywhere and shows one address.
    private void houseWithAnAddress() throws Exception {
        var everywhere = address("0.0.0.0");
        house = new House(null, MediaConfig.loopback().withAddresses(everywhere, SHOWN));
        house.restartVoice(
                settings -> settings,
                _ -> SipConfig.on(everywhere, 0).withAdvertised(SHOWN.getHostAddress()));
    }

    private InetSocketAddress server() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), house.sip().getPort());
    }

    @Test
    void theAddressShownStandsInContactViaAndDescriptionAndBothWaysGoThere() throws Exception {
        houseWithAnAddress();
        house.answers("<Response><Dial><Client>dave</Client></Dial></Response>");
        try (var dave = new TestPhone("dave");
                var caller = new TestPhone("+15557770001")) {
            house.credential("dave");
            dave.register(server(), House.PASSWORD);
            var call = caller.call(server(), House.NUMBER);
            var rung = dave.rings();
            var invite = rung.invite.request();
            assertEquals(SHOWN.getHostAddress(), ((SipUri) invite.contact().orElseThrow().uri()).host());
            assertTrue(invite.headers().first("Via").orElse("").contains(SHOWN.getHostAddress()));
            assertTrue(rung.invite.sdp().orElseThrow().contains("c=IN IP4 127.0.0.9"));
            var talk = rung.answer();
            talk.sing(600);
            call.sing(900);
            assertTrue(Ears.within(House.PATIENCE, () -> talk.ears.tone(900)), "audio came to the address shown");
            assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(600)));
            assertEquals(
                    SHOWN.getHostAddress(),
                    ((SipUri) call.answer.contact().orElseThrow().uri()).host(),
                    "the caller sends its BYE to the address shown");
            call.hangUp();
            assertEquals(200, talk.end(House.PATIENCE));
        }
    }

    @Test
    void phonesBehindNatAreHeardHearAndHangUpThoughTheirOwnAddressesLeadNowhere() throws Exception {
        house = new House();
        house.answers("<Response><Dial><Client>dave</Client></Dial></Response>");
        try (var dave = TestPhone.behindNat("dave", INSIDE);
                var caller = TestPhone.behindNat("+15557770001", INSIDE)) {
            house.credential("dave");
            dave.register(house.sip(), House.PASSWORD);
            for (boolean callerEnds : new boolean[] {true, false}) {
                var call = caller.call(house.sip(), House.NUMBER);
                var talk = dave.rings().answer();
                talk.sing(600);
                call.sing(900);
                assertTrue(Ears.within(House.PATIENCE, () -> talk.ears.tone(900)), "audio goes where audio comes from");
                assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(600)));
                (callerEnds ? call : talk).hangUp();
                assertEquals(200, (callerEnds ? talk : call).end(House.PATIENCE), "BYE goes where packets come from");
            }
        }
    }

    @Test
    void aCallThatSendsNoAudioIsEndedAndOneThatDoesIsNot() throws Exception {
        house = new House(null, MediaConfig.loopback().withRtpTimeout(Duration.ofMillis(1_500)));
        house.answers("<Response><Say>Welcome</Say><Pause length='60'/></Response>");
        try (var caller = new TestPhone("+15557770001");
                var dumb = new ScriptedHost(ScriptedHost::answer)) {
            var talking = caller.call(house.sip(), House.NUMBER);
            talking.sing(900);
            var from = SipUri.of("+15557770002", "127.0.0.1", 0);
            dumb.sip().invite(dumb.to(house.sip(), House.NUMBER, from), ScriptedHost.quiet());
            var ended = house.eventually(Call.class, c -> c.status().isFinal());
            assertEquals("+15557770002", ended.from());
            assertEquals(CallStatus.COMPLETED, ended.status());
            assertFalse(talking.over());
            talking.unplug();
            assertEquals(200, talking.end(House.PATIENCE), "and when the audio of a good one breaks off");
        }
    }

    /// Answers and lets the session's interval be as the test wants; the offers that come later.
    private ScriptedHost answering(String sessionExpires, LinkedBlockingQueue<String> offers, LinkedBlockingQueue<DialogEnd> ends) {
        return new ScriptedHost(invite -> invite.answer(
                ScriptedHost.silence(), Headers.of("Session-Expires", sessionExpires), new DialogHandler() {
                    @Override
                    public void onOffer(Dialog dialog, Offer offer) {
                        offers.add(offer.sdp().orElse(""));
                        offer.answer(ScriptedHost.silence());
                    }

                    @Override
                    public void onEnded(Dialog dialog, DialogEnd end) {
                        ends.add(end);
                    }
                }));
    }

    private static Carrier carrier(String name, ScriptedHost host, String prefix) {
        return new Carrier(
                name,
                host.uri(),
                Optional.empty(),
                false,
                List.of(prefix),
                1,
                1,
                List.of(),
                Carrier.Identity.NONE,
                Carrier.Format.E164,
                false);
    }

    private void trunks(Carrier... carriers) {
        house.restartVoice(
                settings -> settings.with(Peering.LOOPBACK.withCarriers(List.of(carriers))), sip -> sip);
    }

    @Test
    void aSessionThatNobodyRefreshesIsEndedAndOursAreRefreshed() throws Exception {
        house = new House();
        var offers = new LinkedBlockingQueue<String>();
        var ends = new LinkedBlockingQueue<DialogEnd>();
        try (var forgetful = answering("3;refresher=uas", new LinkedBlockingQueue<>(), ends);
                var refreshed = answering("2;refresher=uac", offers, new LinkedBlockingQueue<>());
                var caller = new TestPhone("+15557770001")) {
            trunks(carrier("forgetful", forgetful, "+49"), carrier("refreshed", refreshed, "+33"));
            house.answers("<Response><Dial action='/after'>+4930123456</Dial></Response>");
            house.page("/after", _ -> "<Response><Dial>+33123456789</Dial></Response>");
            caller.call(house.sip(), House.NUMBER);
            var offered = forgetful.asked();
            assertEquals("1800", offered.headers().first("Session-Expires").orElse("").split(";")[0]);
            assertTrue(offered.headers().lists("Supported", "timer"));
            assertTrue(ends.poll(25, TimeUnit.SECONDS) instanceof DialogEnd.RemoteBye, "we give the silent peer up");
            assertEquals("completed", house.next("/after").get("DialCallStatus"));
            refreshed.asked();
            var first = offers.poll(25, TimeUnit.SECONDS);
            assertTrue(first != null && first.contains("m=audio"), "we refresh by re-INVITE");
            assertEquals(
                    List.of(CallStatus.IN_PROGRESS),
                    house.calls().stream()
                            .filter(c -> !c.to().equals("+4930123456"))
                            .map(Call::status)
                            .distinct()
                            .toList());
        }
    }
}
