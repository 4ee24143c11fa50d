package org.cordboard.voice.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// A sound or document played once to those who cannot run it themselves, because they are talking.
public final class Announcement implements AudioSource {
    private static final int REDIRECTS_MAX = 5;

    private final List<AudioSource> parts;
    private final Runnable finished;
    private int part;

    private Announcement(List<AudioSource> parts, Runnable finished) {
        this.parts = parts;
        this.finished = finished;
    }

    /// Fetches and renders; blocks.
    ///
    /// @param leg whose account and memory the requests use
    /// @param finished called on a virtual thread after the last sample
    public static Announcement fetch(
            Stage stage, Leg leg, String url, HttpMethod method, Fields more, Runnable finished)
            throws PageFailure, InterruptedException {
        var pages = new Pages(stage.webhooks(), stage.alerts());
        var page = pages.fetch(leg, url, method, more, Context.CONFERENCE_WAIT);
        var parts = new ArrayList<AudioSource>();
        for (int hops = 0; hops < REDIRECTS_MAX; hops++) {
            var redirect = render(stage, leg, page, parts);
            if (redirect == null) {
                break;
            }
            var target = page.resolve(redirect.url()).orElseThrow();
            page = pages.fetch(leg, target, redirect.method(), more, Context.CONFERENCE_WAIT);
        }
        return new Announcement(parts, finished);
    }

    private static Verb.@Nullable Redirect render(Stage stage, Leg leg, Page page, List<AudioSource> parts)
            throws PageFailure, InterruptedException {
        for (var verb : page.document().verbs()) {
            if (verb instanceof Verb.Redirect redirect) {
                return redirect;
            }
            if (verb instanceof Verb.Prompt prompt) {
                try {
                    parts.add(stage.prompts().source(leg, prompt, page));
                } catch (Prompts.PromptFailure failure) {
                    throw new PageFailure(failure.code(), "", String.valueOf(failure.getMessage()));
                }
            }
        }
        return null;
    }

    @Override
    public int read(short[] frame) {
        while (part < parts.size()) {
            int written = parts.get(part).read(frame);
            if (written == frame.length) {
                return written;
            }
            part++;
            if (written > 0 && part < parts.size()) {
                // A short last frame is filled up with silence, so that the next part begins at a frame.
                Arrays.fill(frame, written, frame.length, (short) 0);
                return frame.length;
            }
            if (written > 0) {
                return written;
            }
        }
        return 0;
    }

    @Override
    public void released() {
        parts.forEach(AudioSource::released);
        Thread.ofVirtual().start(finished);
    }
}
