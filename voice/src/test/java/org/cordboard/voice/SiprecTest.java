package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.RecordingServer;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.siprec.Connectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// SIPREC (RFC 7866, Voice reference 5.10 and 15.7): what a recording server of its own sockets is told and hears, and
/// that whatever it does harms no call.
class SiprecTest extends HouseTest {
    private static final String RS = "urn:ietf:params:xml:ns:recording:1";
    private static final String OWN = "urn:cordboard:siprec:1";

    private RecordingServer recorder(String parameters) throws Exception {
        var recorder = closing(new RecordingServer());
        house.connectors = new Connectors(Map.of("Acme", SipUri.parse(recorder.uri(parameters))));
        house.restartVoice();
        house.page("/state", _ -> "");
        house.page("/after", _ -> "<Response><Pause length='60'/></Response>");
        return recorder;
    }

    private TestCall answered(String twiml) throws Exception {
        house.answers("<Response><Say>Hi</Say>" + twiml + "</Response>");
        var call = call("+15557770001", House.NUMBER);
        call.dialog();
        return call;
    }

    private static String start(String attributes) {
        return "<Start><Siprec name='copy' connectorName='acme' statusCallback='/state' " + attributes
                + "><Parameter name='Custom1' value='Bob &amp; Söhne'/></Siprec></Start>";
    }

    private static Document parsed(String xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> all(Document document, String namespace, String name) {
        var found = document.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {";transport=tcp", ";transport=udp"})
    void bothTracksReachTheServerApartAndTheCallDescribed(String parameters) throws Exception {
        var recorder = recorder(parameters);
        var call = answered(start("track='both_tracks'") + "<Say loop='0'>" + "Good day ".repeat(20) + "</Say>");
        var invite = recorder.next("INVITE");
        assertEquals("siprec", invite.header("Require"));
        assertTrue(invite.header("Contact").contains(";+sip.src"), invite.header("Contact"));
        assertTrue(invite.header("Content-Type").startsWith("multipart/mixed"));
        assertEquals("Bob & Söhne", invite.header("X-Custom1"));
        assertTrue(invite.part("application/rs-metadata+xml").contains("Content-Disposition: recording-session"));
        var sdp = invite.part("application/sdp");
        assertEquals(3, sdp.split("m=audio ").length);
        assertEquals(3, sdp.split("a=sendonly").length);
        recorder.next("ACK");

        call.sing(CALLER);
        assertTrue(Ears.within(House.PATIENCE, () -> recorder.stream("1").ears.tone(CALLER)), "what the caller says");
        assertTrue(Ears.within(House.PATIENCE, () -> recorder.stream("2").ears.tone(House.SPEECH)), "what he is told");
        assertFalse(recorder.stream("1").ears.among(House.SPEECH));
        assertFalse(recorder.stream("2").ears.among(CALLER));
        assertTrue(call.ears.tone(House.SPEECH), "the caller hears what he always did");

        var started = house.next("/state");
        assertEquals("siprec-started", started.get("SiprecEvent"));
        assertEquals("copy", started.get("SiprecName"));
        assertTrue(started.get("SiprecSid").matches("SR[0-9a-f]{32}"));
        assertEquals(house.account.sid().value(), started.get("AccountSid"));
        assertEquals(House.NUMBER, started.get("To"));
        assertTrue(started.get("Timestamp").matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
        call.hangUp();
        recorder.next("BYE");
        var stopped = house.next("/state");
        assertEquals("siprec-stopped", stopped.get("SiprecEvent"));
        assertEquals(started.get("SiprecSid"), stopped.get("SiprecSid"));
    }

    @Test
    void theMetadataTiesStreamsToPartiesAndCarriesTheParameters() throws Exception {
        var recorder = recorder(";transport=tcp");
        answered(start("track='both_tracks'") + "<Pause length='60'/>");
        var metadata = parsed(recorder.next("INVITE").xml());
        assertEquals("complete", all(metadata, RS, "datamode").getFirst().getTextContent());
        var session = all(metadata, RS, "session").getFirst().getAttribute("session_id");
        assertEquals(16, java.util.Base64.getDecoder().decode(session).length);
        var parties = all(metadata, RS, "participant");
        var aors = all(metadata, RS, "nameID").stream().map(n -> n.getAttribute("aor")).toList();
        assertEquals(2, parties.size());
        assertTrue(aors.getFirst().startsWith("sip:+15557770001@"), aors.toString());
        assertTrue(aors.getLast().startsWith("sip:" + House.NUMBER + "@"), aors.toString());
        var streams = all(metadata, RS, "stream");
        assertEquals(List.of("1", "2"), all(metadata, RS, "label").stream().map(Element::getTextContent).toList());
        streams.forEach(stream -> assertEquals(session, stream.getAttribute("session_id")));
        var caller = all(metadata, RS, "participantstreamassoc").getFirst();
        assertEquals(parties.getFirst().getAttribute("participant_id"), caller.getAttribute("participant_id"));
        assertEquals(
                streams.getFirst().getAttribute("stream_id"),
                caller.getElementsByTagNameNS(RS, "send").item(0).getTextContent());
        assertEquals(
                streams.getLast().getAttribute("stream_id"),
                caller.getElementsByTagNameNS(RS, "recv").item(0).getTextContent());
        assertEquals(2, all(metadata, RS, "participantsessionassoc").size());
        assertEquals(1, all(metadata, RS, "sessionrecordingassoc").size());
        assertEquals(
                house.calls().getFirst().sid().value(),
                all(metadata, OWN, "callSid").getFirst().getTextContent());
        var parameter = all(metadata, OWN, "parameter").getFirst();
        assertEquals("Custom1", parameter.getAttribute("name"));
        assertEquals("Bob & Söhne", parameter.getTextContent());
    }

    @Test
    void aDocumentStopsItByNameAndGoesOn() throws Exception {
        var recorder = recorder(";transport=tcp");
        house.page("/stop", _ -> "<Response><Stop><Siprec name='nobody'/></Stop><Stop><Siprec name='copy'/></Stop>"
                + "<Redirect>/after</Redirect></Response>");
        var call = answered(start("") + "<Gather numDigits='1' timeout='60' action='/stop'/>");
        assertEquals(2, recorder.next("INVITE").part("application/sdp").split("m=audio ").length, "inbound alone");
        assertEquals("siprec-started", house.next("/state").get("SiprecEvent"));
        call.press("1");
        house.next("/after");
        recorder.next("BYE");
        assertEquals("siprec-stopped", house.next("/state").get("SiprecEvent"));
        assertFalse(call.over());
        var stream = recorder.stream("1");
        int before = stream.packets.get();
        call.sing(CALLER);
        assertFalse(stream.ears.tone(CALLER));
        assertTrue(stream.packets.get() - before < 10, "nothing is sent any more");
    }

    @Test
    void restStartsItAndStopsItBySid() throws Exception {
        var recorder = recorder(";transport=tcp");
        answered("<Pause length='60'/>");
        var sid = house.eventually(Call.class, c -> c.status() == CallStatus.IN_PROGRESS).sid();
        var siprecs = house.voice.callSiprecs();
        var made = siprecs.start(
                sid,
                new Options(Map.of(
                        "ConnectorName", List.of("Acme"),
                        "Track", List.of("outbound_track"),
                        "StatusCallback", List.of(house.url("/state")),
                        "StatusCallbackMethod", List.of("GET"))),
                Map.of());
        recorder.next("INVITE");
        assertEquals("GET", house.next("/state").method());
        assertTrue(made.running());
        assertEquals("2", recorder.streams.getFirst().label);
        assertTrue(siprecs.stop(sid, "SR" + "0".repeat(32)).isEmpty());
        assertEquals(made.sid(), siprecs.stop(sid, made.sid()).orElseThrow().sid());
        assertFalse(made.running());
        assertFalse(siprecs.stop(sid, made.sid()).orElseThrow().running(), "stopped once more, which changes nothing");
        recorder.next("BYE");
        assertEquals("siprec-stopped", house.next("/state").get("SiprecEvent"));
    }

    @Test
    void restRefusesUnknownConnectorsAndCallsThatAreNotAnswered() throws Exception {
        recorder("");
        var options = new Options(Map.of("ConnectorName", List.of("Elsewhere")));
        var sid = house.voice.stage().sids().call();
        var siprecs = house.voice.callSiprecs();
        var unknown = assertThrows(ControlFailure.class, () -> siprecs.start(sid, options, Map.of()));
        assertEquals(400, unknown.status());
        assertTrue(unknown.getMessage().contains("siprec.connector.Elsewhere"), unknown.getMessage());
        var over = assertThrows(ControlFailure.class, () -> siprecs.start(sid, Options.NONE, Map.of()));
        assertEquals(21220, over.code());
        house.connectors = Connectors.NONE;
        house.restartVoice();
        var none = assertThrows(
                ControlFailure.class, () -> house.voice.callSiprecs().start(sid, Options.NONE, Map.of()));
        assertEquals(501, none.status());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 503, 0})
    void aServerThatRefusesOrIsSilentHarmsNoCall(int status) throws Exception {
        var recorder = recorder(";transport=tcp");
        recorder.answer = status;
        var call = answered(start("") + "<Redirect>/after</Redirect>");
        house.next("/after");
        recorder.next("INVITE");
        if (status == 0) {
            call.hangUp();
            assertEquals("siprec-stopped", house.next("/state").get("SiprecEvent"));
            return;
        }
        var error = house.next("/state");
        assertEquals("siprec-error", error.get("SiprecEvent"));
        assertEquals("32011", error.get("SiprecErrorCode"));
        assertTrue(error.get("SiprecError").contains(Integer.toString(status)));
        assertEquals("1", logged(32011).log());
        assertFalse(call.over());
        assertEquals(0, house.voice.stage().legs().all().stream().filter(leg -> !leg.live()).count());
    }

    @Test
    void aServerThatIsNotThereHarmsNoCall() throws Exception {
        var recorder = recorder(";transport=tcp");
        recorder.close();
        var call = answered(start("") + "<Redirect>/after</Redirect>");
        house.next("/after");
        assertEquals("siprec-error", house.next("/state").get("SiprecEvent"));
        logged(32011);
        assertFalse(call.over());
    }

    @Test
    void anUnknownConnectorIsAWarningAndTheDocumentGoesOn() throws Exception {
        house.page("/state", _ -> "");
        house.page("/after", _ -> "<Response><Pause length='60'/></Response>");
        answered(start("") + "<Redirect>/after</Redirect>");
        house.next("/after");
        assertEquals("1", logged(12200).log());
        assertEquals("siprec-error", house.next("/state").get("SiprecEvent"));
    }

    @Test
    void aServerThatHangsUpEndsTheRecordingAndNotTheCall() throws Exception {
        var recorder = recorder(";transport=tcp");
        var call = answered(start("") + "<Pause length='60'/>");
        recorder.next("ACK");
        assertEquals("siprec-started", house.next("/state").get("SiprecEvent"));
        recorder.ask("BYE", "", "");
        recorder.next(message -> message.text().startsWith("SIP/2.0 200"));
        assertEquals("siprec-stopped", house.next("/state").get("SiprecEvent"));
        logged(32011);
        assertFalse(call.over());
    }

    @Test
    void aServerPausesAndResumesTheStreams() throws Exception {
        var recorder = recorder(";transport=tcp");
        var call = answered(start("") + "<Pause length='60'/>");
        recorder.next("ACK");
        call.sing(CALLER);
        var stream = recorder.stream("1");
        assertTrue(Ears.within(House.PATIENCE, () -> stream.ears.tone(CALLER)));
        recorder.reinvite("inactive");
        var answer = recorder.next(message -> message.text().startsWith("SIP/2.0 200"));
        assertTrue(answer.body().contains("a=inactive"), answer.body());
        assertTrue(answer.header("Contact").contains("+sip.src"));
        var quiet = new int[] {-1};
        assertTrue(Ears.within(House.PATIENCE, () -> {
            int now = stream.packets.get();
            boolean still = now == quiet[0];
            quiet[0] = now;
            pause();
            return still;
        }), "no packets any more");
        recorder.reinvite("recvonly");
        recorder.next(m -> m.text().startsWith("SIP/2.0 200") && m.body().contains("a=sendonly"));
        assertTrue(Ears.within(House.PATIENCE, () -> stream.packets.get() > quiet[0] + 20));
    }

    /// Longer than the time between packets, so that two equal counts mean that none came.
    private static void pause() {
        try {
            Thread.sleep(150);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServerThatLostTheMetadataGetsThemAgain() throws Exception {
        var recorder = recorder(";transport=tcp");
        answered(start("") + "<Pause length='60'/>");
        var first = recorder.next("INVITE").xml();
        recorder.next("ACK");
        recorder.ask("UPDATE", "application/rs-metadata-request", "SRS restarted");
        var again = recorder.next("UPDATE");
        assertTrue(again.header("Content-Type").startsWith("application/rs-metadata+xml"));
        assertEquals("recording-session", again.header("Content-Disposition"));
        assertEquals(first.strip(), again.xml().strip());
    }

    @Test
    void aTrackTheServerDoesNotWantIsLeftOut() throws Exception {
        var recorder = recorder(";transport=tcp");
        recorder.refusedFrom = 1;
        var call = answered(start("track='both_tracks'") + "<Pause length='60'/>");
        assertEquals("siprec-started", house.next("/state").get("SiprecEvent"));
        call.sing(CALLER);
        assertTrue(Ears.within(House.PATIENCE, () -> recorder.stream("1").ears.tone(CALLER)));
        assertEquals(1, recorder.streams.size());
    }

    @Test
    void aSecureConnectorHearsProtectedAudio() throws Exception {
        var recorder = recorder(";transport=tcp;secure=true");
        recorder.media = closing(MediaEngine.start(MediaConfig.loopback()));
        var call = answered(start("") + "<Pause length='60'/>");
        assertEquals("siprec-started", house.next("/state").get("SiprecEvent"));
        call.sing(CALLER);
        assertTrue(Ears.within(House.PATIENCE, () -> recorder.secureEars.tone(CALLER)));
        assertTrue(recorder.streams.isEmpty(), "nothing came unprotected");
    }

    @Test
    void aSecureConnectorIsNeverSentPlainAudio() throws Exception {
        var recorder = recorder(";transport=tcp;secure=true");
        var call = answered(start("") + "<Redirect>/after</Redirect>");
        var invite = recorder.next("INVITE");
        assertTrue(invite.part("application/sdp").contains("RTP/SAVP"));
        assertTrue(invite.part("application/sdp").contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"));
        assertFalse(invite.text().lines().findFirst().orElse("").contains("secure"));
        house.next("/after");
        assertEquals("siprec-error", house.next("/state").get("SiprecEvent"), "it answered with plain RTP");
        recorder.next("BYE");
        assertEquals(0, recorder.stream("1").packets.get());
        assertFalse(call.over());
    }

    @Test
    void aCallHasAtMostFourTracksRecorded() throws Exception {
        var recorder = recorder(";transport=tcp");
        answered(start("track='both_tracks'").repeat(3) + "<Redirect>/after</Redirect>");
        house.next("/after");
        recorder.next("INVITE");
        recorder.next("INVITE");
        var events = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            events.add(house.next("/state").get("SiprecEvent"));
        }
        Collections.sort(events);
        assertEquals(List.of("siprec-error", "siprec-started", "siprec-started"), events);
        logged(32011);
    }
}
