package org.cordboard.voice.script;

import java.io.IOException;
import java.time.Duration;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;

/// Start, Stop and Connect: streams and recordings beside the document.
final class Backgrounds {
    private final Stage stage;

    Backgrounds(Stage stage) {
        this.stage = stage;
    }

    void start(Leg leg, Verb.Start start, Page page) throws LegOver {
        for (var child : start.children()) {
            switch (child) {
                case Background.Stream stream -> stage.streams().start(leg, absolute(stream, page));
                case Background.Recording recording -> record(leg, recording, page);
                case Background.Unsupported _ -> {
                    // Reported when the document was read.
                }
            }
        }
    }

    void stop(Leg leg, Verb.Stop stop) {
        for (var child : stop.children()) {
            switch (child.kind()) {
                case "Stream" -> stage.streams().stop(leg, child.name());
                case "Recording" -> stage.recordings().current(leg.sid()).ifPresent(RunningRecording::stop);
                default -> {
                    // Nothing of that kind can run.
                }
            }
        }
    }

    VerbEnd connect(Leg leg, Verb.Connect connect, Page page) throws Departure, InterruptedException {
        try {
            stage.streams().connect(leg, absolute(connect.stream(), page));
            return VerbEnd.with(Fields.NONE);
        } catch (Departure departure) {
            return new VerbEnd(Fields.NONE, true, departure);
        }
    }

    private void record(Leg leg, Background.Recording recording, Page page) throws LegOver {
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
                Script.absolute(recording.callback(), page));
        try {
            stage.recordings().start(wish, endpoint::tap);
        } catch (IOException e) {
            stage.alerts().error(leg, 12400, "cannot record: " + e.getMessage());
        }
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
