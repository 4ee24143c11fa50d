package org.cordboard.voice.script;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.stream.MediaStream;
import org.cordboard.voice.track.Fork;
import org.cordboard.voice.twiml.Action;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Start, Stop and Connect: streams, recordings and transcriptions beside the document.
final class Backgrounds {
    private static final int NEEDS_ABSOLUTE = 15004;

    private final Stage stage;

    Backgrounds(Stage stage) {
        this.stage = stage;
    }

    void start(Leg leg, Verb.Start start, Page page) throws LegOver {
        var started = Fields.NONE;
        for (var child : start.children()) {
            started = started.with(switch (child) {
                case Background.Stream stream -> told(stage.streams().start(leg, absolute(stream, page)));
                case Background.Recording recording -> record(leg, recording, page);
                case Background.Siprec siprec -> told("Siprec", stage.siprecs().start(leg, absolute(siprec, page)));
                case Background.Transcription wanted ->
                    told("Transcription", stage.transcriptions().start(leg, absolute(wanted, page)));
            });
        }
        tell(leg, start.action(), started, page);
    }

    void stop(Leg leg, Verb.Stop stop, Page page) {
        for (var child : stop.children()) {
            switch (child.kind()) {
                case "Stream" -> stage.streams().stop(leg, child.name());
                case "Recording" -> stage.recordings().current(leg.sid()).ifPresent(RunningRecording::stop);
                case "Siprec" -> stage.siprecs().stop(leg, child.name());
                case "Transcription" -> stage.transcriptions().stop(leg, child.name());
                default -> {
                    // Nothing of that kind can run.
                }
            }
        }
        tell(leg, stop.action(), Fields.NONE, page);
    }

    VerbEnd connect(Leg leg, Verb.Connect connect, Page page) throws Departure, InterruptedException {
        try {
            return VerbEnd.with(told(stage.streams().connect(leg, absolute(connect.stream(), page))));
        } catch (Departure departure) {
            return new VerbEnd(Fields.NONE, true, departure);
        }
    }

    /// The document goes on meanwhile, so nobody runs what the action answers.
    private void tell(Leg leg, Action action, Fields what, Page page) {
        var reference = action.url();
        if (reference == null) {
            return;
        }
        var url = page.resolve(reference);
        if (url.isEmpty()) {
            stage.alerts().error(leg, NEEDS_ABSOLUTE, "'" + reference + "' cannot be resolved to an absolute URL");
            return;
        }
        var callback = new Callback(url.get(), action.method(), Set.of());
        stage.events().sendLater(leg, callback, leg.parameters().with(what));
    }

    private static Fields told(MediaStream stream) {
        return Fields.of("StreamSid", stream.sid().value()).plus("StreamName", stream.name());
    }

    private static Fields told(String kind, Fork fork) {
        return Fields.of(kind + "Sid", fork.sid()).plus(kind + "Name", fork.name());
    }

    private Fields record(Leg leg, Background.Recording recording, Page page) throws LegOver {
        var endpoint = leg.media();
        var wish = new Recordings.Wish(
                leg,
                null,
                "StartCallRecordingAPI",
                recording.dual(),
                recording.track(),
                recording.trimSilence(),
                Duration.ofHours(4),
                Duration.ZERO,
                callback(leg, recording.callback(), page));
        try {
            var run = stage.recordings().start(wish, endpoint::tap);
            return Fields.of("RecordingSid", run.sid().value(), "RecordingUrl", run.url());
        } catch (IOException e) {
            stage.alerts().error(leg, 12400, "cannot record: " + e.getMessage());
            return Fields.NONE;
        }
    }

    /// Of a recording in the background the callback has to be absolute, as published.
    private @Nullable Callback callback(Leg leg, @Nullable Callback wanted, Page page) {
        if (wanted != null && !wanted.url().matches("(?i)https?://.*")) {
            stage.alerts().error(leg, 11200, "'" + wanted.url() + "' is not an absolute URL");
            return null;
        }
        return Script.absolute(wanted, page);
    }

    private static Background.Siprec absolute(Background.Siprec siprec, Page page) {
        return new Background.Siprec(
                siprec.name(),
                siprec.connector(),
                siprec.track(),
                Script.absolute(siprec.statusCallback(), page),
                siprec.parameters());
    }

    private static Background.Transcription absolute(Background.Transcription wanted, Page page) {
        return wanted.with(Script.absolute(wanted.statusCallback(), page));
    }

    private static Background.Stream absolute(Background.Stream stream, Page page) {
        return new Background.Stream(
                page.resolve(stream.url()).orElse(stream.url()),
                stream.name(),
                stream.track(),
                Script.absolute(stream.statusCallback(), page),
                stream.parameters());
    }
}
