package org.cordboard.voice.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.transcription.Transcription;
import org.cordboard.voice.transcription.Transcriptions;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.HttpMethod;

/// Real-time transcriptions by REST (Voice reference 15.7).
public final class CallTranscriptions {
    private static final int NOT_IN_PROGRESS = 21_220;
    private static final int NOT_OFFERED = 20_501;
    private final Stage stage;

    public CallTranscriptions(Stage stage) {
        this.stage = stage;
    }

    /// Starts to transcribe an answered call.
    public Transcription start(CallSid sid, Options options) {
        if (!stage.transcriptions().offered()) {
            throw new ControlFailure(501, NOT_OFFERED, Transcriptions.UNAVAILABLE);
        }
        try {
            var leg = stage.legs().find(sid).filter(Leg::answered).orElseThrow(LegOver::new);
            return stage.transcriptions().start(leg, wanted(options));
        } catch (LegOver _) {
            throw new ControlFailure(400, NOT_IN_PROGRESS, "Call is not in-progress. Cannot transcribe.");
        }
    }

    private static Background.Transcription wanted(Options options) {
        var url = options.text("StatusCallbackUrl");
        return new Background.Transcription(
                options.text("Name"),
                CallStreams.track(options.text("Track", "both_tracks")),
                options.text("LanguageCode", "en-US"),
                options.text("Hints"),
                options.flag("PartialResults", false),
                options.text("InboundTrackLabel"),
                options.text("OutboundTrackLabel"),
                options.text("TranscriptionEngine"),
                provider(options),
                url == null || url.isBlank()
                        ? null
                        : new Callback(url, options.method("StatusCallbackMethod", HttpMethod.POST), Set.of()));
    }

    private static Map<String, String> provider(Options options) {
        var provider = new LinkedHashMap<String, String>();
        provider.put("profanityFilter", Boolean.toString(options.flag("ProfanityFilter", true)));
        provider.put("speechModel", options.text("SpeechModel", "telephony"));
        provider.put(
                "enableAutomaticPunctuation", Boolean.toString(options.flag("EnableAutomaticPunctuation", true)));
        var hints = options.text("Hints");
        if (hints != null) {
            provider.put("hints", hints);
        }
        return provider;
    }

    /// Stops the transcription of that SID or name; empty when there is none.
    public Optional<Transcription> stop(CallSid sid, String sidOrName) {
        return stage.legs().find(sid).flatMap(leg -> {
            var transcription = stage.transcriptions().find(leg, sidOrName);
            transcription.ifPresent(Transcription::stop);
            return transcription;
        });
    }
}
