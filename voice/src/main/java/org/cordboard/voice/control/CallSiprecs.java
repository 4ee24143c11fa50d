package org.cordboard.voice.control;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.siprec.Siprec;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.webhook.HttpMethod;

/// Recordings at servers outside by REST (Voice reference 15.7).
public final class CallSiprecs {
    private static final int NOT_IN_PROGRESS = 21_220;
    private static final int NOT_OFFERED = 20_501;
    private static final int BAD_PARAMETER = 20_001;
    private final Stage stage;

    public CallSiprecs(Stage stage) {
        this.stage = stage;
    }

    /// Starts to record an answered call.
    ///
    /// @param custom told to the recording server
    public Siprec start(CallSid sid, Options options, Map<String, String> custom) {
        var siprecs = stage.siprecs();
        var connector = options.text("ConnectorName");
        if (!siprecs.knows(connector)) {
            throw siprecs.offered()
                    ? new ControlFailure(400, BAD_PARAMETER, siprecs.unknown(connector))
                    : new ControlFailure(501, NOT_OFFERED, siprecs.unknown(connector));
        }
        var leg = stage.legs()
                .find(sid)
                .filter(Leg::answered)
                .orElseThrow(() -> new ControlFailure(
                        400, NOT_IN_PROGRESS, "Call is not in-progress. Cannot record by SIPREC."));
        return siprecs.start(
                leg,
                new Background.Siprec(
                        options.text("Name"),
                        connector,
                        CallStreams.track(options.text("Track", "inbound_track")),
                        options.callback("StatusCallback", HttpMethod.POST, Set.of()),
                        custom));
    }

    /// Stops the recording of that SID or name; empty when there is none.
    public Optional<Siprec> stop(CallSid sid, String sidOrName) {
        return stage.legs().find(sid).flatMap(leg -> {
            var siprec = stage.siprecs().find(leg, sidOrName);
            siprec.ifPresent(Siprec::stop);
            return siprec;
        });
    }
}
