package org.cordboard.voice.control;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.stream.MediaStream;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.HttpMethod;

/// Media streams by REST (Voice reference 14.1, 14.4).
public final class CallStreams {
    private static final int NOT_IN_PROGRESS = 21220;
    private final Stage stage;

    public CallStreams(Stage stage) {
        this.stage = stage;
    }

    /// Starts a copy of an answered call's audio.
    ///
    /// @param custom told to the application in the first message
    public MediaStream start(CallSid sid, Options options, Map<String, String> custom) {
        var wanted = new Background.Stream(
                options.text("Url", ""),
                options.text("Name"),
                track(options.text("Track", "inbound_track")),
                options.callback("StatusCallback", HttpMethod.POST, Set.of()),
                custom);
        try {
            var leg = stage.legs().find(sid).filter(Leg::answered).orElseThrow(LegOver::new);
            return stage.streams().start(leg, wanted);
        } catch (LegOver _) {
            throw new ControlFailure(400, NOT_IN_PROGRESS, "Call is not in-progress. Cannot stream.");
        }
    }

    static Verb.Track track(String word) {
        return switch (word) {
            case "outbound_track" -> Verb.Track.OUTBOUND;
            case "both_tracks" -> Verb.Track.BOTH;
            default -> Verb.Track.INBOUND;
        };
    }

    /// Stops the stream of that SID or name; empty when there is none.
    public Optional<MediaStream> stop(CallSid sid, String sidOrName) {
        return stage.legs().find(sid).flatMap(leg -> {
            var stream = stage.streams().find(leg, sidOrName);
            stream.ifPresent(MediaStream::stop);
            return stream;
        });
    }
}
