package org.cordboard.voice.script;

import java.util.Optional;
import org.cordboard.media.AudioTap;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.recognition.RecognitionFailure;
import org.cordboard.voice.recognition.Recogniser;
import org.cordboard.voice.recognition.Recogniser.Heard;
import org.cordboard.voice.recognition.Recogniser.Utterance;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// The speech side of one Gather: listens, tells what is understood so far, and asks the recogniser at the end. Lives
/// on the leg's own thread; the partial results have a thread of their own, which ends with the hearing.
final class Hearing implements AutoCloseable {
    private static final int RECOGNISER_FAILED = 11200;
    /// What `speechTimeout="auto"` means without a recogniser that finds the end of a sentence.
    private static final int AUTO_END_MILLIS = 1_200;
    private static final int PARTIAL_MILLIS = 1_000;

    private final Stage stage;
    private final Leg leg;
    private final Verb.Spoken wanted;
    private final Recogniser recogniser;
    private final @Nullable Callback partial;
    private final Listening listening;
    private final AudioTap.Handle tap;
    private @Nullable Thread partials;
    private int sequence;

    Hearing(Stage stage, Leg leg, Verb.Spoken wanted, Recogniser recogniser, Page page) throws LegOver {
        this.stage = stage;
        this.leg = leg;
        this.wanted = wanted;
        this.recogniser = recogniser;
        this.partial = Script.absolute(wanted.partial(), page);
        int end = wanted.endSeconds() == 0 ? AUTO_END_MILLIS : 1_000 * Math.min(wanted.endSeconds(), 60);
        this.listening = new Listening(leg.inbox(), end, wanted.maxSeconds());
        this.tap = leg.media().tap(listening);
    }

    boolean began(Signal signal) {
        boolean now = signal instanceof Listening.Began(var to) && to == listening;
        if (now && partial != null) {
            partials = Thread.ofVirtual().name("partial-speech-" + leg).start(() -> tellPartials(partial));
        }
        return now;
    }

    boolean ended(Signal signal) {
        return signal instanceof Listening.Ended(var to) && to == listening;
    }

    /// What the caller said; empty when nothing was understood.
    Optional<Heard> understood() throws InterruptedException {
        close();
        try {
            var heard = ask();
            if (partial != null && !heard.text().isEmpty()) {
                tellPartial(partial, Fields.of("StableSpeechResult", heard.text(), "UnstableSpeechResult", ""), heard);
            }
            return heard.text().isEmpty() ? Optional.empty() : Optional.of(heard);
        } catch (RecognitionFailure failure) {
            stage.alerts().error(leg, RECOGNISER_FAILED, String.valueOf(failure.getMessage()));
            return Optional.empty();
        }
    }

    private Heard ask() throws RecognitionFailure, InterruptedException {
        return recogniser.hear(new Utterance(listening.wav(), wanted.language(), wanted.hints()));
    }

    private void tellPartials(Callback to) {
        var before = "";
        try {
            while (true) {
                Thread.sleep(PARTIAL_MILLIS);
                var heard = ask();
                if (!heard.text().isEmpty() && !heard.text().equals(before)) {
                    before = heard.text();
                    tellPartial(to, Fields.of("StableSpeechResult", "", "UnstableSpeechResult", before), heard);
                }
            }
        } catch (InterruptedException | RecognitionFailure _) {
            // Speech has ended, or the final request will report what is wrong with the recogniser.
            return;
        }
    }

    private synchronized void tellPartial(Callback to, Fields result, Heard heard) {
        var fields = leg.parameters()
                .with(result)
                .plus("Stability", heard.confidence() == null ? null : heard.confidence().toString())
                .plus("SequenceNumber", Integer.toString(sequence++));
        stage.events().sendLater(leg, to, fields);
    }

    @Override
    public void close() {
        tap.close();
        if (partials != null) {
            partials.interrupt();
        }
    }
}
