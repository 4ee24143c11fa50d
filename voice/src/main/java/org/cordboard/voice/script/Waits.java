package org.cordboard.voice.script;

import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.LeftQueue;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.WaitFailed;
import org.cordboard.voice.queue.Queues;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Programs of those who wait: in queues, in conferences that have not begun, on hold.
public final class Waits {
    private static final String PLAYLISTS = "twimlets.com/holdmusic";

    private final Stage stage;

    public Waits(Stage stage) {
        this.stage = stage;
    }

    /// One round of a queue's wait document.
    ///
    /// @param url absolute; null for our music, empty for silence
    Queues.WaitPrograms queue(Leg leg, @Nullable String url, HttpMethod method) {
        return figures -> {
            if (url == null || url.contains(PLAYLISTS)) {
                return stage.prompts()::music;
            }
            if (url.isEmpty()) {
                return Waits::silence;
            }
            return self -> {
                try {
                    run(self, url, method, figures, Context.QUEUE_WAIT);
                } catch (PageFailure failure) {
                    report(self, failure);
                    stage.alerts().error(self, Enqueueing.BAD_WAIT_URL, "the caller leaves: his waitUrl failed", url);
                    throw new LeftQueue("error");
                }
            };
        };
    }

    /// What a participant hears while a conference waits; a document that cannot be had is silence.
    ///
    /// @param url absolute; null for our music, empty for silence
    public Program conference(@Nullable String url, HttpMethod method, Fields more) {
        return leg -> {
            try {
                waiting(leg, url, method, more);
            } catch (PageFailure failure) {
                report(leg, failure);
                silence(leg);
            }
        };
    }

    /// The same for a document's own conference: without its wait document nobody comes in (3.8).
    Program conferenceOrFail(@Nullable String url, HttpMethod method, Fields more) {
        return leg -> {
            try {
                waiting(leg, url, method, more);
            } catch (PageFailure failure) {
                report(leg, failure);
                throw new WaitFailed(failure.code(), "the waitUrl failed");
            }
        };
    }

    private void waiting(Leg leg, @Nullable String url, HttpMethod method, Fields more)
            throws Departure, PageFailure, InterruptedException {
        if (url == null || url.contains(PLAYLISTS)) {
            stage.prompts().music(leg);
        } else if (url.isEmpty()) {
            silence(leg);
        } else {
            run(leg, url, method, more, Context.CONFERENCE_WAIT);
        }
    }

    /// A sound is repeated for as long as the waiting lasts, a document runs once.
    private void run(Leg leg, String url, HttpMethod method, Fields more, Context context)
            throws Departure, PageFailure, InterruptedException {
        var page = new Pages(stage.webhooks(), stage.alerts()).fetch(leg, url, method, more, context);
        var verbs = page.document().verbs();
        if (verbs.size() == 1 && verbs.getFirst() instanceof Verb.Sound sound) {
            stage.prompts().forever(leg, sound, page);
        } else {
            new Script(stage, context, null, more).run(leg, page);
        }
    }

    private void report(Leg leg, PageFailure failure) {
        stage.alerts().error(leg, failure.code(), "waitUrl: " + failure.getMessage(), failure.url(), failure.exchange());
    }

    private static void silence(Leg leg) throws Departure, InterruptedException {
        while (true) {
            leg.inbox().take(Deadline.NEVER);
        }
    }
}
