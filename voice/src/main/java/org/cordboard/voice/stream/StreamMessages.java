package org.cordboard.voice.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.cordboard.routing.sid.StreamSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;

/// What a stream tells the application (Voice reference 14.2), numbered in the order of sending. For the sending thread
/// alone; numbers travel as text.
final class StreamMessages {
    static final String INBOUND = "inbound";
    static final String OUTBOUND = "outbound";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StreamSid sid;
    private final Leg leg;
    private final Background.Stream wanted;
    private int sequence;
    private int inboundChunks;
    private int outboundChunks;

    StreamMessages(StreamSid sid, Leg leg, Background.Stream wanted) {
        this.sid = sid;
        this.leg = leg;
        this.wanted = wanted;
    }

    static ObjectNode connected() {
        return JSON.createObjectNode()
                .put("event", "connected")
                .put("protocol", "Call")
                .put("version", "1.0.0");
    }

    ObjectNode start() {
        var message = numbered("start");
        var start = message.putObject("start")
                .put("accountSid", leg.account().sid().value())
                .put("streamSid", sid.value())
                .put("callSid", leg.sid().value());
        var tracks = start.putArray("tracks");
        if (wanted.track() != Verb.Track.OUTBOUND) {
            tracks.add(INBOUND);
        }
        if (wanted.track() != Verb.Track.INBOUND) {
            tracks.add(OUTBOUND);
        }
        start.putObject("mediaFormat")
                .put("encoding", "audio/x-mulaw")
                .put("sampleRate", 8_000)
                .put("channels", 1);
        var custom = start.putObject("customParameters");
        wanted.parameters().forEach(custom::put);
        return message;
    }

    /// @param millis since the stream began
    ObjectNode media(String track, byte[] ulaw, long millis) {
        int chunk = track.equals(INBOUND) ? ++inboundChunks : ++outboundChunks;
        var message = numbered("media");
        message.putObject("media")
                .put("track", track)
                .put("chunk", Integer.toString(chunk))
                .put("timestamp", Long.toString(millis))
                .put("payload", Base64.getEncoder().encodeToString(ulaw));
        return message;
    }

    ObjectNode digit(char key) {
        var message = numbered("dtmf");
        message.putObject("dtmf").put("track", "inbound_track").put("digit", String.valueOf(key));
        return message;
    }

    ObjectNode mark(String name) {
        var message = numbered("mark");
        message.putObject("mark").put("name", name);
        return message;
    }

    ObjectNode stop() {
        var message = numbered("stop");
        message.putObject("stop")
                .put("accountSid", leg.account().sid().value())
                .put("callSid", leg.sid().value());
        return message;
    }

    private ObjectNode numbered(String event) {
        return JSON.createObjectNode()
                .put("event", event)
                .put("sequenceNumber", Integer.toString(++sequence))
                .put("streamSid", sid.value());
    }
}
