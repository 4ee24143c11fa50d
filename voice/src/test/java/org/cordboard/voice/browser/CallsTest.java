package org.cordboard.voice.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.WebRtcEndpoint;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.House;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls of pages and to pages, message by message.
@Timeout(60)
class CallsTest {
    private static final String APPLICATION = "AP" + "a".repeat(32);

    private House house;
    private MediaEngine media;
    private WebRtcEndpoint audio;
    private FakePage page;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        media = MediaEngine.start(MediaConfig.loopback());
        audio = media.openWebRtc(new MediaListener() {});
        house.put(new Application(
                new ApplicationSid(APPLICATION),
                house.account.sid(),
                "pages",
                Map.of("voice_url", house.url("/voice")),
                Instant.now(),
                Instant.now()));
        page = page();
    }

    @AfterEach
    void tearDown() {
        house.close();
        media.close();
    }

    private FakePage page() {
        return new FakePage(house.voice.browsers(), house.account, Instant.now().plusSeconds(600));
    }

    private void documentIs(String twiml) {
        house.page("/voice", _ -> "<Response>" + twiml + "</Response>");
    }

    /// Calls out and answers with the real SID.
    private String callsOut(String parameters) throws InterruptedException {
        page.listens("dave+" + APPLICATION);
        page.next("connected");
        page.saysWithSdp("invite", "TJ1", audio.offer(), "'twilio':{'params':'" + parameters + "'}");
        var ringing = page.next("ringing");
        assertFalse(ringing.has("sdp"), "early media would count as the answer");
        return ringing.path("callsid").asText();
    }

    private Call restCalls(String to) {
        var twiml = new Twiml.Fetched(house.url("/voice"), HttpMethod.POST, null);
        return house.voice.calls().create(house.account, to, House.NUMBER, twiml, new Options(Map.of()));
    }

    private void ends(String callsid, CallStatus status) throws InterruptedException {
        house.eventually(Call.class, call -> call.sid().value().equals(callsid) && call.status() == status);
    }

    /// As a browser answers: it is the one that opens DTLS.
    private String answerTo(String offer) {
        return audio.answer(offer).replace("a=setup:passive", "a=setup:active");
    }

    // ---- calls of the page

    @Test
    void aCallOfThePageRunsTheApplicationWithItsParameters() throws Exception {
        documentIs("<Say>Hello there</Say><Pause length='20'/>");
        var sid = callsOut("To=support&Colour=dark%20blue&From=me&Shift=early");
        var asked = house.next("/voice");
        assertEquals(sid, asked.get("CallSid"));
        assertEquals("client:dave", asked.get("From"));
        assertEquals("support", asked.get("To"));
        assertEquals("support", asked.get("Called"));
        assertEquals("dark blue", asked.get("Colour"));
        assertEquals("early", asked.get("Shift"), "what the page says wins over the token's");
        assertEquals(APPLICATION, asked.get("ApplicationSid"));
        assertEquals("inbound", asked.get("Direction"));
        assertEquals("ringing", asked.get("CallStatus"));
        var answer = page.next("answer");
        assertEquals(sid, answer.path("callsid").asText());
        assertTrue(answer.path("sdp").asText().contains("a=setup:passive"));
        assertFalse(answer.path("reconnect").asText().isEmpty());
        page.says("hangup", "{'callsid':'" + sid + "'}");
        ends(sid, CallStatus.COMPLETED);
        assertNull(page.frames.poll(), "who hangs up is not told of it");
    }

    /// An application that waits for the one event before it listens for the other counts on this order.
    @Test
    void aPageThatCallsAPageIsAnsweredAfterTheOtherWasAlerted() throws Exception {
        documentIs("<Dial><Client><Identity>wilma</Identity>"
                + "<Parameter name='first + name' value='a + b'/></Client></Dial>");
        var wilma = page().registered("wilma");
        var sid = callsOut("");
        var invite = wilma.next("invite");
        assertEquals(
                "first + name=a%20%2B%20b", invite.path("parameters").path("Params").asText(), "the SDK decodes only values");
        assertEquals(sid, page.next("answer").path("callsid").asText());
        assertTrue(page.toldAt("answer") > wilma.toldAt("invite"), "first the callee, then the caller");
        page.says("hangup", "{'callsid':'" + sid + "'}");
        wilma.next("cancel");
    }

    @Test
    void aRingingCallIsGivenUpByItsTemporaryName() throws Exception {
        documentIs("<Pause length='20'/>");
        var sid = callsOut("");
        assertEquals("late", house.next("/voice").get("Shift"), "the token's parameters are the default");
        page.says("hangup", "{'callsid':'TJ1'}");
        ends(sid, CallStatus.NO_ANSWER);
    }

    @Test
    void aRefusedCallSaysWhy() throws Exception {
        documentIs("<Reject reason='busy'/>");
        var sid = callsOut("");
        var hangup = page.next("hangup");
        assertEquals(sid, hangup.path("callsid").asText());
        assertEquals(31486, hangup.path("error").path("code").asInt());
        ends(sid, CallStatus.BUSY);
    }

    @Test
    void theEndOfTheDocumentHangsUpWithoutAnError() throws Exception {
        documentIs("<Gather timeout='1'/>");
        callsOut("");
        page.next("answer");
        assertFalse(page.next("hangup").has("error"));
    }

    @Test
    void callsThatCannotBeAreEndedWithTheirCodes() throws Exception {
        page.listens("dave");
        page.next("connected");
        page.saysWithSdp("invite", "TJ1", audio.offer(), null);
        var hangup = page.next("hangup");
        assertEquals("TJ1", hangup.path("callsid").asText());
        assertEquals(31001, hangup.path("error").path("code").asInt(), "no application in the token");

        page.listens("dave+AP" + "b".repeat(32));
        page.next("connected");
        page.saysWithSdp("invite", "TJ2", audio.offer(), null);
        assertEquals(31001, page.nextError("hangup"), "an application that is not there");

        page.listens("dave+" + APPLICATION);
        page.next("connected");
        page.says("invite", "{'callsid':'TJ3'}");
        assertEquals(31100, page.nextError("error"), "no sdp");
        page.saysWithSdp("invite", "TJ4", "v=0\r\n", null);
        assertEquals(31400, page.nextError("hangup"), "an sdp without audio");
        page.saysWithSdp("invite", "TJ5", audio.offer(), "'twilio':{'params':'a=" + "x".repeat(5_000) + "'}");
        assertEquals(31103, page.nextError("hangup"), "too many parameters");
    }

    @Test
    void keysMayComeAsMessages() throws Exception {
        house.page("/voice", asked -> asked.get("Digits").isEmpty()
                ? "<Response><Gather numDigits='1' action='" + house.url("/voice") + "'/></Response>"
                : "<Response/>");
        var sid = callsOut("");
        page.next("answer");
        // Keys pressed before the document listens are not for it: pressed again until it does.
        assertTrue(Ears.within(Duration.ofSeconds(30), () -> {
            page.says("dtmf", "{'callsid':'" + sid + "','dtmf':'wx4'}");
            return house.asked.stream().anyMatch(asked -> asked.get("Digits").equals("4"));
        }));
    }

    @Test
    void anIceRestartIsAnsweredWithNewCredentials() throws Exception {
        documentIs("<Say>x</Say><Pause length='20'/>");
        var sid = callsOut("");
        var first = ufrag(page.next("answer").path("sdp").asText());
        var offer = audio.offer().replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:changed1");
        page.saysWithSdp("reinvite", sid, offer, null);
        var answer = page.next("answer");
        assertNotEquals(first, ufrag(answer.path("sdp").asText()));
        assertFalse(answer.has("reconnect"));
    }

    @Test
    void messagesAreAcknowledgedOrRefused() throws Exception {
        documentIs("<Say>x</Say><Pause length='20'/>");
        var sid = callsOut("");
        page.next("answer");
        page.says("message", "{'callsid':'" + sid + "','content':{'a':1},'contenttype':'application/json',"
                + "'messagetype':'user-defined-message','voiceeventsid':'KX1'}");
        var ack = page.next("ack");
        assertEquals("message", ack.path("acktype").asText());
        assertEquals("KX1", ack.path("voiceeventsid").asText());
        page.says("message", "{'callsid':'" + sid + "','content':'','voiceeventsid':'KX2'}");
        assertEquals(31210, page.nextError("error"));
        page.says("message", "{'callsid':'" + sid + "','content':'" + "x".repeat(10_001)
                + "','messagetype':'user-defined-message','voiceeventsid':'KX3'}");
        assertEquals(31212, page.nextError("error"));
    }

    @Test
    void applicationAndPageSendEachOtherMessages() throws Exception {
        documentIs("<Say>x</Say><Pause length='20'/>");
        house.page("/said", _ -> "");
        var sid = callsOut("");
        page.next("answer");
        house.voice.pageMessages().send(new CallSid(sid), "KX" + "1".repeat(32), "{\"colour\":\"red\"}");
        var heard = page.next("message");
        assertEquals("red", heard.path("content").path("colour").asText());
        assertEquals("user-defined-message", heard.path("messagetype").asText());
        assertEquals(sid, heard.path("callsid").asText());
        house.put(new Setting(
                "user-message-subscription.ZY" + "1".repeat(32),
                "{\"fields\":{\"call_sid\":\"" + sid + "\",\"callback\":\"" + house.url("/said")
                        + "\",\"method\":\"POST\"}}"));
        page.says("message", "{'callsid':'" + sid + "','content':{'size':7},'contenttype':'application/json',"
                + "'messagetype':'user-defined-message','voiceeventsid':'KX1'}");
        var said = house.next("/said");
        assertEquals(sid, said.get("CallSid"));
        assertEquals("{\"size\":7}", said.get("Content"));
        assertEquals("application/json", said.get("ContentType"));
        assertTrue(said.get("Sid").matches("KX[0-9a-f]{32}"));
    }

    // ---- calls to the page

    private JsonNode isCalled() throws InterruptedException {
        page.registered("dave");
        restCalls("client:dave?case=47%26&who=a%20b");
        return page.next("invite");
    }

    @Test
    void aCallToThePageOffersAudioAndSaysWhoCalls() throws Exception {
        documentIs("<Say>Hello there</Say><Pause length='20'/>");
        var invite = isCalled();
        var sid = invite.path("callsid").asText();
        var sdp = invite.path("sdp").asText();
        for (var part : Set.of("a=setup:actpass", "a=rtcp-mux", "a=ice-lite", "a=candidate:", "UDP/TLS/RTP/SAVPF",
                "PCMU/8000", "telephone-event/8000", "a=fingerprint:sha-256")) {
            assertTrue(sdp.contains(part), part + " in " + sdp);
        }
        assertFalse(invite.path("reconnect").asText().isEmpty());
        var parameters = invite.path("parameters");
        assertEquals(sid, parameters.path("CallSid").asText());
        assertEquals(house.account.sid().value(), parameters.path("AccountSid").asText());
        assertEquals(House.NUMBER, parameters.path("From").asText());
        assertEquals("client:dave", parameters.path("To").asText());
        assertEquals("2010-04-01", parameters.path("ApiVersion").asText());
        assertEquals("case=47%26&who=a%20b", parameters.path("Params").asText());
        ends(sid, CallStatus.RINGING);
        page.saysWithSdp("answer", sid, answerTo(sdp), null);
        assertEquals(sid, house.next("/voice").get("CallSid"));
        house.voice.calls().end(new CallSid(sid), false);
        assertEquals(sid, page.next("hangup").path("callsid").asText());
        ends(sid, CallStatus.COMPLETED);
    }

    @Test
    void aCallGivenUpIsCanceledAndALateAnswerHungUp() throws Exception {
        var invite = isCalled();
        var sid = invite.path("callsid").asText();
        house.voice.calls().end(new CallSid(sid), true);
        assertEquals(sid, page.next("cancel").path("callsid").asText());
        page.saysWithSdp("answer", sid, answerTo(invite.path("sdp").asText()), null);
        assertEquals(sid, page.next("hangup").path("callsid").asText());
        ends(sid, CallStatus.CANCELED);
    }

    @Test
    void aRejectedCallIsNoAnswer() throws Exception {
        var sid = isCalled().path("callsid").asText();
        page.says("reject", "{'callsid':'" + sid + "'}");
        ends(sid, CallStatus.NO_ANSWER);
    }

    @Test
    void aPageThatIsLostWhileItRingsIsNoAnswer() throws Exception {
        var sid = isCalled().path("callsid").asText();
        page.session.closed();
        ends(sid, CallStatus.NO_ANSWER);
        restCalls("client:dave");
        house.eventually(Call.class, call -> call.status() == CallStatus.NO_ANSWER && !call.sid().value().equals(sid));
    }

    @Test
    void ofTwoPagesTheFirstToAnswerWins() throws Exception {
        documentIs("<Say>x</Say><Pause length='20'/>");
        var other = page().registered("dave");
        var first = isCalled();
        var second = other.next("invite");
        var sid = first.path("callsid").asText();
        assertEquals(sid, second.path("callsid").asText());
        assertNotEquals(ufrag(first.path("sdp").asText()), ufrag(second.path("sdp").asText()));
        other.saysWithSdp("answer", sid, answerTo(second.path("sdp").asText()), null);
        page.next("cancel");
        ends(sid, CallStatus.IN_PROGRESS);
        other.says("hangup", "{'callsid':'" + sid + "'}");
        ends(sid, CallStatus.COMPLETED);
    }

    @Test
    void aPageAndAPhoneRingTogetherAndThePhoneMayWin() throws Exception {
        documentIs("<Say>x</Say><Pause length='20'/>");
        try (var phone = house.registered("dave")) {
            var sid = isCalled().path("callsid").asText();
            phone.rings().answer();
            assertEquals(sid, page.next("cancel").path("callsid").asText());
            ends(sid, CallStatus.IN_PROGRESS);
        }
    }

    @Test
    void aPageAndAPhoneRingTogetherAndThePageMayWin() throws Exception {
        documentIs("<Say>x</Say><Pause length='20'/>");
        try (var phone = house.registered("dave")) {
            var invite = isCalled();
            var ringing = phone.rings();
            var sid = invite.path("callsid").asText();
            page.saysWithSdp("answer", sid, answerTo(invite.path("sdp").asText()), null);
            assertTrue(ringing.canceledWithin(Duration.ofSeconds(30)));
            ends(sid, CallStatus.IN_PROGRESS);
        }
    }

    // ---- coming back

    private static String ufrag(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("a=ice-ufrag:")).findFirst().orElseThrow();
    }

    private String token;
    private String sid;
    private String sdp;

    private void talks() throws InterruptedException {
        documentIs("<Say>x</Say><Pause length='30'/>");
        var invite = isCalled();
        sid = invite.path("callsid").asText();
        token = invite.path("reconnect").asText();
        sdp = answerTo(invite.path("sdp").asText());
        page.saysWithSdp("answer", sid, sdp, null);
        ends(sid, CallStatus.IN_PROGRESS);
    }

    @Test
    void aPageThatComesBackKeepsItsCall() throws Exception {
        talks();
        page.session.closed();
        var back = page().registered("dave");
        back.saysWithSdp("invite", sid, sdp, "'reconnect':'" + token + "','twilio':{}");
        var answer = back.next("answer");
        assertEquals(sid, answer.path("callsid").asText());
        assertFalse(answer.has("sdp"), "the same media path needs no new description");
        assertNotEquals(token, answer.path("reconnect").asText());
        house.voice.calls().end(new CallSid(sid), false);
        assertEquals(sid, back.next("hangup").path("callsid").asText());
    }

    /// The SDK overwrites the tokens of all its calls with the latest it was told.
    @Test
    void aPageWhoseConnectionBreaksAgainOnTheWayBackKeepsAllItsCalls() throws Exception {
        documentIs("<Say>x</Say><Pause length='60'/>");
        page.says("listen", "{'token':'dave','reconnectTimeout':30}");
        page.next("connected");
        page.says("register", "{'media':{'audio':true}}");
        page.next("ready");
        var first = takes();
        var second = takes();
        page.session.closed();

        var back = comesBack();
        back.saysWithSdp("invite", first, sdp, "'reconnect':'" + token + "'");
        token = back.next("answer").path("reconnect").asText();
        back.says("hangup", "{'callsid':'" + first + "'}");
        ends(first, CallStatus.COMPLETED);
        back.session.closed();
        house.voice.browsers().tick();

        var again = comesBack();
        again.saysWithSdp("invite", second, sdp, "'reconnect':'" + token + "'");
        assertEquals(second, again.next("answer").path("callsid").asText());
        house.voice.calls().end(new CallSid(second), false);
        assertEquals(second, again.next("hangup").path("callsid").asText());
    }

    private FakePage comesBack() throws InterruptedException {
        var back = page();
        back.says("listen", "{'token':'dave','reconnectTimeout':30}");
        back.next("connected");
        return back;
    }

    /// The page is called and accepts; answers the call's SID.
    private String takes() throws InterruptedException {
        restCalls("client:dave");
        var invite = page.next("invite");
        var callsid = invite.path("callsid").asText();
        token = invite.path("reconnect").asText();
        sdp = answerTo(invite.path("sdp").asText());
        page.saysWithSdp("answer", callsid, sdp, null);
        ends(callsid, CallStatus.IN_PROGRESS);
        return callsid;
    }

    @Test
    void anotherPageTakesTheCallOverWithAnOfferOfItsOwn() throws Exception {
        talks();
        var other = page().registered("dave");
        var offer = audio.offer().replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:another1").replaceAll(
                "a=fingerprint:.*", "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB");
        other.saysWithSdp("invite", sid, offer, "'reconnect':'" + token + "'");
        assertTrue(other.next("answer").path("sdp").asText().contains("a=ice-lite"));
        assertEquals(sid, page.next("hangup").path("callsid").asText());
        other.says("hangup", "{'callsid':'" + sid + "'}");
        ends(sid, CallStatus.COMPLETED);
    }

    @Test
    void anotherPageTakesUpACallThatStillRings() throws Exception {
        documentIs("<Say>x</Say><Pause length='30'/>");
        var invite = isCalled();
        sid = invite.path("callsid").asText();
        var other = page().registered("dave");
        other.saysWithSdp(
                "invite", sid, audio.offer(), "'reconnect':'" + invite.path("reconnect").asText() + "'");
        var answer = other.next("answer");
        assertTrue(answer.path("sdp").asText().contains("a=ice-lite"));
        assertFalse(answer.path("reconnect").asText().isEmpty());
        assertEquals(sid, page.next("cancel").path("callsid").asText(), "it rings no longer where it rang");
        ends(sid, CallStatus.IN_PROGRESS);
        other.says("hangup", "{'callsid':'" + sid + "'}");
        ends(sid, CallStatus.COMPLETED);
    }

    @Test
    void aCallIsTakenUpOnlyByWhomItBelongsTo() throws Exception {
        talks();
        var stranger = page().registered("erin");
        stranger.saysWithSdp("invite", sid, sdp, "'reconnect':'" + token + "'");
        assertEquals(31209, stranger.nextError("hangup"));
        var dave = page().registered("dave");
        dave.saysWithSdp("invite", sid, sdp, "'reconnect':'guessed'");
        assertEquals(31209, dave.nextError("hangup"));
        dave.saysWithSdp("invite", "CA" + "0".repeat(32), sdp, "'reconnect':'" + token + "'");
        assertEquals(31404, dave.nextError("hangup"));
        ends(sid, CallStatus.IN_PROGRESS);
    }

    @Test
    void aPageThatStaysAwayLosesItsCall() throws Exception {
        talks();
        page.session.closed();
        ends(sid, CallStatus.COMPLETED);
    }
}
