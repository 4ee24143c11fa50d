package org.cordboard.server.browserphone;

import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.server.cli.CordboardCommand;
import org.cordboard.server.client.ApiException;
import org.junit.jupiter.api.Test;

/// What a page lives through during a call: its signalling or its network goes and comes back, it is reloaded, its media
/// never finds a way; both ends tell what they hear, the doctor what is wrong.
class VoiceSdkNetworkIT extends VoiceSdkCase {
    private static final String REMOTE_USER = "return phone.call._mediaHandler.version.pc.remoteDescription.sdp"
            + ".match(/a=ice-ufrag:(\\S+)/)[1]";

    @Test
    void aCallSurvivesTheLossOfTheNetwork() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            var call = wilmaTalksWith(dave);

            page.forget();
            front.cut();
            page.awaits("reconnecting");
            call.sing(900);
            page.hears(900);
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "audio goes on without signalling");
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

    /// The SDK gives its calls up when the page goes, unless the page keeps that from it; the next one has the token.
    @Test
    void aCallSurvivesAReloadOfAPageThatWantsIt() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            page.open();
            page.run("window.addEventListener('pagehide', event => event.stopImmediatePropagation(), true)");
            page.device(token("wilma"), "{}");
            page.run("phone.register()");
            page.awaits("registered");
            var call = wilmaIsCalledFor(dave);
            page.run("sessionStorage.setItem('call', phone.call.connectToken)");

            page.start(token("wilma"));
            page.run("phone.connect({connectToken: sessionStorage.getItem('call')})");
            page.awaits("accept");
            call.sing(900);
            page.hears(900);
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the reloaded page is heard");
            page.run("phone.call.disconnect()");
            assertTrue(call.awaitEnd(PATIENCE));
        }
    }

    /// As with another way out of the house: suddenly the page's packets come from another port.
    @Test
    void audioFollowsThePageIntoAnotherNetwork() throws Exception {
        try (var dave = centre.phoneOf("dave");
                var relay = new MediaRelay()) {
            page.open();
            page.run("phone.tamper({port: " + relay.port() + "})");
            page.device(token("wilma"), "{}");
            page.run("phone.register()");
            page.awaits("registered");
            callThePage("client:wilma");
            page.awaits("incoming");
            page.accept();
            until("the server's address", () -> page.run("return phone.server ?? null") != null);
            relay.to((String) page.run("return phone.server"));
            var call = dave.awaitRinging(PATIENCE).answer();
            bothHear(call);

            relay.move();
            call.sing(900);
            page.hears(900);
            call.ears().forget();
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the page is heard from its new address");
            page.run("phone.call.disconnect()");
            assertTrue(call.awaitEnd(PATIENCE));
        }
    }

    // ---- the doctor

    @Test
    void aPageWhoseChecksNeverArriveIsDiagnosed() throws Exception {
        try (var nowhere = new MediaRelay()) {
            var call = tampered("{port: " + nowhere.port() + "}");
            isDiagnosed(call, "ICE_FAILED", "No ICE check of the browser reached");
            page.run("phone.call.disconnect()");
        }
    }

    @Test
    void aPageWithAnotherCertificateThanItSaysIsDiagnosedAndItsCallEnds() {
        var call = tampered("{fingerprint: true}");
        isDiagnosed(call, "DTLS_FAILED", "certificate is not the one its SDP named");
        page.awaits("disconnect");
    }

    /// A call out of a page whose descriptions are changed on their way; answers its SID.
    private static String tampered(String how) {
        site.answers(_ -> "<Response><Say>Hello</Say><Pause length='60'/></Response>");
        page.open();
        page.run("phone.tamper(" + how + ")");
        page.device(token("wilma"), "{}");
        page.connect("{}");
        try {
            return site.next().get("CallSid");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void isDiagnosed(String sid, String cause, String words) {
        var path = centre.api().accountPath("Calls/" + sid + "/Audio");
        until(cause, () -> {
            var audio = audio(path);
            return audio.path("cause").asText().equals(cause)
                    && audio.path("diagnosis").asText().contains(words);
        });
        var told = cli("calls", "audio", sid);
        assertTrue(told.contains(words), told);
        assertEquals(
                cause,
                centre.api().get(path).path("worst").path("cause").asText(),
                "kept as the worst of the call");
        assertFalse(centre.api().get(path).path("healthy").asBoolean());
    }

    /// Nothing while the call is about to be connected.
    private static JsonNode audio(String path) {
        try {
            return centre.api().get(path);
        } catch (ApiException notYet) {
            assertEquals(404, notYet.status());
            return MissingNode.getInstance();
        }
    }

    private static String cli(String... words) {
        var bytes = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            var all = new ArrayList<>(List.of(words));
            all.addAll(List.of("--data", data.toString()));
            CordboardCommand.run(all.toArray(String[]::new));
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }
}
