package org.cordboard.voice.script;

import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.LeftQueue;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.queue.Queues;
import org.cordboard.voice.twiml.Context;
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
                    var page = new Pages(stage.webhooks(), stage.alerts())
                            .fetch(leg, url, method, figures, Context.QUEUE_WAIT);
                    new Script(stage, Context.QUEUE_WAIT, null, figures).runAll(self, page);
                } catch (PageFailure failure) {
                    stage.alerts().error(leg, failure.code(), "waitUrl: " + failure.getMessage(), failure.url());
                    throw new LeftQueue("error");
                }
            };
        };
    }

    /// What a participant hears while a conference waits or holds him; a document that cannot be had is silence.
    ///
    /// @param url absolute; null for our music, empty for silence
    public Program conference(@Nullable String url, HttpMethod method, Fields more) {
        return leg -> {
            if (url == null || url.contains(PLAYLISTS)) {
                stage.prompts().music(leg);
            } else if (url.isEmpty()) {
                silence(leg);
            } else {
                document(leg, url, method, more);
            }
        };
    }

    private void document(Leg leg, String url, HttpMethod method, Fields more) throws Departure, InterruptedException {
        try {
            var page =
                    new Pages(stage.webhooks(), stage.alerts()).fetch(leg, url, method, more, Context.CONFERENCE_WAIT);
            new Script(stage, Context.CONFERENCE_WAIT, null, more).runAll(leg, page);
        } catch (PageFailure failure) {
            stage.alerts().error(leg, failure.code(), "waitUrl: " + failure.getMessage(), failure.url());
            silence(leg);
        }
    }

    private static void silence(Leg leg) throws Departure, InterruptedException {
        while (true) {
            leg.inbox().take(Deadline.NEVER);
        }
    }
}
