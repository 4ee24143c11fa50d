package org.cordboard.voice.siprec;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.cordboard.voice.leg.Leg;

/// What a recording server is told about a call: a complete snapshot in the XML of RFC 7865. The session's id is that of
/// the call, so that several recordings of one call are known as such; the rest is made anew for each recording.
///
/// @param far who speaks on the inbound track, as a URI
/// @param near who is heard on the outbound track, as a URI
/// @param inbound label of the inbound stream, empty when it is not recorded
/// @param outbound likewise
/// @param since when the recording began
record RecordingMetadata(
        Leg leg,
        String sid,
        String far,
        String near,
        String inbound,
        String outbound,
        Instant since,
        Map<String, String> parameters) {
    static final String TYPE = "application/rs-metadata+xml";
    static final String REQUEST = "application/rs-metadata-request";
    static final String DISPOSITION = "recording-session";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:recording:1";
    /// Of the elements that are our own: the call's SIDs and the parameters its application gave.
    private static final String OWN = "urn:cordboard:siprec:1";

    private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();

    String xml() {
        try {
            var text = new StringWriter();
            var out = XML.createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            write(out);
            out.writeEndDocument();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing into memory failed", e);
        }
    }

    private void write(XMLStreamWriter out) throws XMLStreamException {
        var session = id(leg.sid().value().substring(2));
        var began = since.truncatedTo(ChronoUnit.SECONDS).toString();
        out.writeStartElement("recording");
        out.writeDefaultNamespace(NAMESPACE);
        element(out, "datamode", "complete");
        session(out, session, began);
        participant(out, "far", far);
        participant(out, "near", near);
        streams(out, session);
        associated(out, "sessionrecordingassoc", began, "session_id", session);
        for (var party : List.of("far", "near")) {
            associated(out, "participantsessionassoc", began, "participant_id", made(party), "session_id", session);
        }
        heard(out, "far", inbound, outbound);
        heard(out, "near", outbound, inbound);
        out.writeEndElement();
    }

    private void session(XMLStreamWriter out, String session, String began) throws XMLStreamException {
        out.writeStartElement("session");
        out.writeAttribute("session_id", session);
        element(out, "start-time", began);
        out.writeStartElement("call");
        out.writeDefaultNamespace(OWN);
        element(out, "callSid", leg.sid().value());
        element(out, "accountSid", leg.account().sid().value());
        element(out, "siprecSid", sid);
        element(out, "direction", leg.direction().wire());
        for (var parameter : parameters.entrySet()) {
            out.writeStartElement("parameter");
            out.writeAttribute("name", printable(parameter.getKey()));
            out.writeCharacters(printable(parameter.getValue()));
            out.writeEndElement();
        }
        out.writeEndElement();
        out.writeEndElement();
    }

    private void participant(XMLStreamWriter out, String party, String uri) throws XMLStreamException {
        out.writeStartElement("participant");
        out.writeAttribute("participant_id", made(party));
        out.writeEmptyElement("nameID");
        out.writeAttribute("aor", printable(uri));
        out.writeEndElement();
    }

    private void streams(XMLStreamWriter out, String session) throws XMLStreamException {
        for (var label : List.of(inbound, outbound)) {
            if (!label.isEmpty()) {
                out.writeStartElement("stream");
                out.writeAttribute("stream_id", made("stream" + label));
                out.writeAttribute("session_id", session);
                element(out, "label", label);
                out.writeEndElement();
            }
        }
    }

    /// Who sends which stream, and who receives it.
    private void heard(XMLStreamWriter out, String party, String sent, String received) throws XMLStreamException {
        out.writeStartElement("participantstreamassoc");
        out.writeAttribute("participant_id", made(party));
        if (!sent.isEmpty()) {
            element(out, "send", made("stream" + sent));
        }
        if (!received.isEmpty()) {
            element(out, "recv", made("stream" + received));
        }
        out.writeEndElement();
    }

    private static void associated(XMLStreamWriter out, String name, String began, String... ids)
            throws XMLStreamException {
        out.writeStartElement(name);
        for (int i = 0; i < ids.length; i += 2) {
            out.writeAttribute(ids[i], ids[i + 1]);
        }
        element(out, "associate-time", began);
        out.writeEndElement();
    }

    private static void element(XMLStreamWriter out, String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    /// An id of this recording: the same whenever it is asked for, so that a later snapshot speaks of the same things.
    private String made(String what) {
        var uuid = UUID.nameUUIDFromBytes((sid + what).getBytes(StandardCharsets.UTF_8));
        var bytes = ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static String id(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /// Without the characters that XML 1.0 cannot hold.
    private static String printable(String text) {
        return text.codePoints()
                .filter(c -> c == '\t' || c == '\n' || c >= ' ' && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
