package org.cordboard.server.browserphone;

import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.Test;

/// The published `@twilio/voice-sdk` registers, calls, is called and says things beside its calls; both ends tell what they
/// hear.
class VoiceSdkIT extends VoiceSdkCase {
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

    /// The SDK puts Opus first and alone in its preferences; the browser has G.711 all the same, and so have we.
    @Test
    void aPageThatPrefersOpusIsHeardWithWhatWeHave() throws Exception {
        try (var dave = centre.phoneOf("dave")) {
            page.start(token("wilma"), "{codecPreferences: ['opus']}");
            page.run("phone.register()");
            page.awaits("registered");
            wilmaIsCalledFor(dave).hangUp();
            page.awaits("disconnect");
        }
    }

    @Test
    void thePageAndTheApplicationSendEachOtherMessages() throws Exception {
        site.answers(asked -> asked.containsKey("CallStatus")
                ? "<Response><Say>Hello</Say><Pause length='60'/></Response>"
                : "<Response/>");
        page.start(token("wilma"));
        page.connect("{}");
        var call = "Calls/" + site.next().get("CallSid");
        page.awaits("accept");
        centre.api().post(centre.api().accountPath(call + "/UserDefinedMessageSubscriptions"), Map.of("Callback", site.url("/voice")));
        page.run("phone.call.sendMessage({content: {size: 7, name: 'Größe'}, messageType: 'user-defined-message'})");
        page.awaits("messageSent");
        var said = site.next();
        assertEquals("{\"size\":7,\"name\":\"Größe\"}", said.get("Content"));
        assertEquals("application/json", said.get("ContentType"));
        assertTrue(said.get("Sid").matches("KX[0-9a-f]{32}"), said.toString());

        var sent = centre.api().post(centre.api().accountPath(call + "/UserDefinedMessages"), Map.of("Content", "{\"colour\":\"grün\"}"));
        page.awaits("message {\"colour\":\"grün\"} user-defined-message application/json " + sent.path("sid").asText());
        page.run("phone.call.disconnect()");
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
