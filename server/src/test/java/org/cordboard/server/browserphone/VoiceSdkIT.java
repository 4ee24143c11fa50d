package org.cordboard.server.browserphone;

import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.VoiceGrant;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.config.Setting;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The published `@twilio/voice-sdk` in Chromium with a fake microphone that beeps: it registers, calls, is called, loses
/// its network and is reloaded; both ends tell what they hear.
@Timeout(120)
class VoiceSdkIT {
    private static final double TONE = 620;
    private static final String REMOTE_USER = "return phone.call._mediaHandler.version.pc.remoteDescription.sdp"
            + ".match(/a=ice-ufrag:(\\S+)/)[1]";

    @TempDir
    static Path data;

    private static Centre centre;
    private static SdkSite site;
    private static Network front;
    private static Chromium browser;
    private static SdkPhone page;
    private static String keySid;
    private static String keySecret;
    private static String application;

    @BeforeAll
    static void open() throws Exception {
        site = new SdkSite();
        centre = new Centre(data, Map.of(Setting.HTTP_TLS, "self", Setting.HTTP_TLS_PORT, "0"));
        var url = centre.server().secureUrl();
        front = new Network(new InetSocketAddress(url.getHost(), url.getPort()));
        browser = new Chromium("--ignore-certificate-errors");
        page = new SdkPhone(browser, site.url("/"), front.host());
        var key = centre.api().post(centre.api().accountPath("Keys"), Map.of("FriendlyName", "pages"));
        keySid = key.path("sid").asText();
        keySecret = key.path("secret").asText();
        application = centre.api()
                .post(
                        centre.api().accountPath("Applications"),
                        Map.of("FriendlyName", "pages", "VoiceUrl", site.url("/voice")))
                .path("sid")
                .asText();
    }

    @AfterAll
    static void close() throws Exception {
        browser.close();
        front.close();
        centre.close();
        site.close();
    }

    private static String token(String identity) {
        return token(identity, keySecret, 3_600);
    }

    private static String token(String identity, String secret, int seconds) {
        var grant = new VoiceGrant();
        grant.setIncomingAllow(true);
        grant.setOutgoingApplicationSid(application);
        return new AccessToken.Builder(
                        centre.connection().accountSid(), keySid, secret.getBytes(StandardCharsets.UTF_8))
                .identity(identity)
                .ttl(seconds)
                .grant(grant)
                .build()
                .toJwt();
    }

    /// REST calls the page and, when it answers, has it talk with dave's phone; answers the call's SID.
    private static String callThePage(String to) {
        return centre.api()
                .post(
                        centre.api().accountPath("Calls"),
                        Map.of(
                                "To", to,
                                "From", centre.connection().demoNumber(),
                                "Twiml", "<Response><Dial><Client>dave</Client></Dial></Response>"))
                .path("sid")
                .asText();
    }

    private static void bothHear(PhoneCall phone) {
        phone.sing(TONE);
        page.hears(TONE);
        assertTrue(phone.ears().within(PATIENCE, phone.ears()::sound), "the phone hears the page's beeps");
    }

    /// Opens the page as wilma, calls it, has it accept and dave's phone answer, and listens to both.
    private static PhoneCall wilmaTalksWith(ScriptedPhone dave) throws Exception {
        page.register(token("wilma"));
        return wilmaIsCalledFor(dave);
    }

    private static PhoneCall wilmaIsCalledFor(ScriptedPhone dave) throws Exception {
        callThePage("client:wilma");
        page.awaits("incoming");
        page.accept();
        var call = dave.awaitRinging(PATIENCE).answer();
        bothHear(call);
        return call;
    }

    @Test
    void aPageCallsOutAndBothHear() throws Exception {
        site.answers(_ -> "<Response><Dial answerOnBridge='true'><Client>dave</Client></Dial></Response>");
        try (var dave = centre.phoneOf("dave")) {
            page.start(token("wilma"));
            page.connect("{To: 'support', Colour: 'dark blue', From: 'someone else'}");
            var asked = site.next();
            assertEquals("client:wilma", asked.get("From"));
            assertEquals("support", asked.get("To"));
            assertEquals("dark blue", asked.get("Colour"));
            assertEquals(application, asked.get("ApplicationSid"));
            assertEquals("inbound", asked.get("Direction"));
            page.awaits("ringing");
            var ringing = dave.awaitRinging(PATIENCE);
            assertFalse(page.heard("accept"), "answered only with the bridge");
            var call = ringing.answer();
            page.awaits("accept");
            bothHear(call);
            assertEquals(asked.get("CallSid"), page.run("return phone.call.parameters.CallSid"));

            page.run("phone.call.disconnect()");
            assertTrue(call.awaitEnd(PATIENCE), "the phone is hung up");
        }
    }

    @Test
    void keysOfThePageAreHeard() throws Exception {
        site.answers(asked -> asked.containsKey("Digits")
                ? "<Response><Reject/></Response>"
                : "<Response><Gather numDigits='3' action='" + site.url("/voice") + "'/></Response>");
        page.start(token("wilma"));
        page.connect("{}");
        site.next();
        page.awaits("accept");
        page.run("phone.call.sendDigits('1*7')");
        assertEquals("1*7", site.next().get("Digits"));
        page.awaits("disconnect");
    }

    @Test
    void aPageIsCalledAndBothHear() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            page.register(token("wilma"));
            callThePage("client:wilma?case=4711&whom=a%26b%20%2B%20c");
            page.awaits("incoming");
            var incoming = page.log().getLast();
            assertTrue(incoming.contains(centre.connection().demoNumber()), incoming);
            assertTrue(incoming.contains("\"case\":\"4711\"") && incoming.contains("\"whom\":\"a&b + c\""), incoming);
            page.accept();
            var call = dave.awaitRinging(PATIENCE).answer();
            bothHear(call);

            call.hangUp();
            page.awaits("disconnect");
        }
    }

    @Test
    void pageAndPhoneOfOneNameRingTogether() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            page.register(token("dave"));
            callThePage("client:dave");
            page.awaits("incoming");
            var first = dave.awaitRinging(PATIENCE).answer();
            page.awaits("cancel");
            first.hangUp();

            page.register(token("dave"));
            callThePage("client:dave");
            page.awaits("incoming");
            var lost = dave.awaitRinging(PATIENCE);
            page.accept();
            assertTrue(lost.stopsRinging(PATIENCE), "the phone is let go");
            page.run("phone.device.disconnectAll()");
        }
    }

    @Test
    void aReservationRingsThePageOfItsWorker() throws Exception {
        var worker = centre.worker("dave");
        var path = centre.workspace() + "/Workers/" + worker.path("sid").asText();
        var attributes = worker.path("attributes").asText();
        centre.api().post(path, Map.of("Attributes", attributes.replaceAll("sip:dave@[^\"]*", "client:dave")));
        try (var caller = new ScriptedPhone(Centre.CALLER)) {
            page.register(token("dave"));
            var call = centre.callIn(caller);
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the welcome is spoken");
            call.press("1");
            centre.setActivity("dave", "Available");
            until("a reservation", () -> !centre.reservations().isEmpty());
            centre.api()
                    .post(
                            path + "/Reservations/" + centre.reservations().getLast().path("sid").asText(),
                            Map.of("Instruction", "conference"));
            page.awaits("incoming");
            page.accept();
            bothHear(call);
            call.hangUp();
        } finally {
            centre.setActivity("dave", "Offline");
            centre.api().post(path, Map.of("Attributes", attributes));
        }
    }

    @Test
    void aDeclinedCallIsNoAnswer() {
        page.register(token("wilma"));
        var call = centre.api().accountPath("Calls/" + callThePage("client:wilma"));
        page.awaits("incoming");
        page.run("phone.call.reject()");
        untilIs("no-answer", () -> centre.api().get(call).path("status").asText());
    }

    @Test
    void aCallSurvivesTheLossOfTheNetwork() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            var call = wilmaTalksWith(dave);

            page.forget();
            front.cut();
            page.awaits("reconnecting");
            front.mend();
            page.awaits("reconnected");
            page.awaits("registered");
            bothHear(call);
            page.run("phone.call.disconnect()");
            assertTrue(call.awaitEnd(PATIENCE), "signalling works again: the phone is hung up");
        }
    }

    @Test
    void theMediaPathIsRenewedByAnIceRestart() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            var call = wilmaTalksWith(dave);

            var before = page.run(REMOTE_USER);
            page.run("phone.call._mediaHandler.iceRestart()");
            until("new credentials of ICE", () -> !before.equals(page.run(REMOTE_USER)));
            call.sing(900);
            page.hears(900);
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound));
            page.run("phone.call.disconnect()");
            assertTrue(call.awaitEnd(PATIENCE));
        }
    }

    @Test
    void thePreflightTestOfTheSdkPasses() {
        site.answers(_ -> "<Response><Say>One two three four five six seven eight nine ten</Say></Response>");
        page.start(token("wilma"));
        page.run("phone.preflight('" + token("wilma") + "', '" + front.host() + "')");
        page.awaits("preflight-connected");
        page.awaits("preflight-completed");
    }

    @Test
    void anotherTabTakesTheCallOver() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            var call = wilmaTalksWith(dave);

            page.forget();
            page.takeOver(token("wilma"));
            page.awaits("accept");
            page.awaits("disconnect");
            call.sing(900);
            page.hears(900);
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the new tab's beeps are heard");
            page.run("phone.call.disconnect()");
            assertTrue(call.awaitEnd(PATIENCE));
        }
    }

    @Test
    void aReloadEndsTheCallAndThePageIsReachableAgain() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            var before = wilmaTalksWith(dave);
            page.register(token("wilma"));
            assertTrue(before.awaitEnd(PATIENCE), "the page left");
            wilmaIsCalledFor(dave);
            page.run("phone.call.disconnect()");
        }
    }

    @Test
    void badTokensAreToldAsTheSdkKnowsThem() {
        page.start("no.token.atall");
        page.run("phone.register()");
        page.awaits("error 20101");

        page.start(token("wilma", "another secret that is quite as long as a secret has to be", 3_600), "{enableImprovedSignalingErrorPrecision: true}");
        page.run("phone.register()");
        page.awaits("error 31202");

        page.start(token("wilma", keySecret, -10));
        page.run("phone.register()");
        page.awaits("error 20104");
    }
}
