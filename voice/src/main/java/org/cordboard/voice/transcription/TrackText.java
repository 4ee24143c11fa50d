package org.cordboard.voice.transcription;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.cordboard.voice.recognition.RecognitionFailure;
import org.cordboard.voice.recognition.Recogniser;
import org.cordboard.voice.recognition.Recogniser.Heard;
import org.cordboard.voice.recognition.Recogniser.Utterance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for the text of one track's utterances, one after another so that they keep their order. When the recogniser
/// falls behind, what somebody has said so far is not asked for, and beyond a few utterances the next is lost.
final class TrackText implements TrackEar.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TrackText.class);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private static final int WAITING_MAX = 8;

    /// Who is told; on a virtual thread.
    interface Reader {
        /// @param complete whether the utterance has ended
        void understood(String track, Heard heard, boolean complete);

        void failed(String why);
    }

    private final String track;
    private final Recogniser recogniser;
    private final String language;
    private final String hints;
    private final boolean partials;
    private final Reader reader;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private int waiting;

    /// @param track as the application knows it
    /// @param hints empty for none
    /// @param partials whether utterances that still go on are asked for
    TrackText(
            String track, Recogniser recogniser, String language, String hints, boolean partials, Reader reader) {
        this.track = track;
        this.recogniser = recogniser;
        this.language = language;
        this.hints = hints;
        this.partials = partials;
        this.reader = reader;
    }

    @Override
    public synchronized void soFar(byte[] wav) {
        if (partials && waiting == 0) {
            ask(wav, false);
        }
    }

    @Override
    public synchronized void utterance(byte[] wav) {
        if (waiting < WAITING_MAX) {
            ask(wav, true);
        } else {
            LOG.warn("the recogniser is more than {} utterances behind: one is lost", WAITING_MAX);
            VIRTUAL.execute(() -> reader.failed("the recogniser is too slow: an utterance was left out"));
        }
    }

    private void ask(byte[] wav, boolean complete) {
        waiting++;
        last = last.thenRunAsync(() -> answer(wav, complete), VIRTUAL);
    }

    /// Completed when everything that was asked for has been answered.
    synchronized CompletableFuture<Void> answered() {
        return last;
    }

    private void answer(byte[] wav, boolean complete) {
        try {
            var heard = recogniser.hear(new Utterance(wav, language, hints.isEmpty() ? null : hints));
            if (!heard.text().isEmpty()) {
                reader.understood(track, heard, complete);
            }
        } catch (RecognitionFailure failure) {
            if (complete) {
                reader.failed(String.valueOf(failure.getMessage()));
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted while a track was transcribed", e);
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                waiting--;
            }
        }
    }
}
