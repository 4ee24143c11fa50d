package org.cordboard.voice.transcription;

import java.util.Optional;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.recognition.Recogniser;
import org.cordboard.voice.track.Forks;
import org.cordboard.voice.twiml.Background;
import org.jspecify.annotations.Nullable;

/// The transcriptions that run on this node. Any thread.
public final class Transcriptions implements AutoCloseable {
    /// Why there is none, and what to do about it.
    public static final String UNAVAILABLE =
            "nothing is transcribed here: the setting speech.recogniser names the service that understands speech";

    private static final int SCHEMA = 12_200;
    private static final int CONFIGURATION = 32_650;
    private static final int TRACKS_MAX = 4;

    private final @Nullable Recogniser recogniser;
    private final CallEvents events;
    private final Alerts alerts;
    private final Sids sids;
    private final Forks<Transcription> running = new Forks<>();

    /// @param recogniser null when speech is not understood here
    public Transcriptions(@Nullable Recogniser recogniser, CallEvents events, Alerts alerts, Sids sids) {
        this.recogniser = recogniser;
        this.events = events;
        this.alerts = alerts;
        this.sids = sids;
    }

    public boolean offered() {
        return recogniser != null;
    }

    /// Begins to listen; what goes wrong is told by callback and in the call's error log.
    public Transcription start(Leg leg, Background.Transcription wanted) throws LegOver {
        var transcription = new Transcription(sids.transcription(), leg, wanted, events, alerts);
        boolean room = running.tracks(leg) + transcription.tracks() <= TRACKS_MAX;
        running.add(leg, transcription);
        if (recogniser == null) {
            alerts.warn(leg, SCHEMA, UNAVAILABLE);
            transcription.refused(CONFIGURATION, UNAVAILABLE);
        } else if (!room) {
            var why = "at most " + TRACKS_MAX + " tracks of a call are transcribed at once";
            alerts.error(leg, CONFIGURATION, why);
            transcription.refused(CONFIGURATION, why);
        } else {
            if (wanted.statusCallback() == null) {
                alerts.warn(leg, SCHEMA, "a transcription without statusCallbackUrl is told to nobody");
            }
            transcription.start(recogniser);
        }
        return transcription;
    }

    /// Stops the transcription of that SID or name; without a name all of the call.
    public void stop(Leg leg, @Nullable String sidOrName) {
        running.stop(leg, sidOrName);
    }

    public Optional<Transcription> find(Leg leg, String sidOrName) {
        return running.find(leg, sidOrName);
    }

    @Override
    public void close() {
        running.close();
    }
}
