package org.cordboard.voice.script;

import java.io.IOException;
import java.time.Duration;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Clip;
import org.cordboard.media.audio.HoldMusic;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.speech.Speech;
import org.cordboard.media.speech.SpeechException;
import org.cordboard.media.speech.SpeechRequest;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Overrides;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookRequest;
import org.cordboard.voice.webhook.Webhooks;

/// What a listener hears: spoken text, fetched sound, silence, music. Rendering blocks the leg's own thread only.
public final class Prompts {
    private static final int BAD_MEDIA = 12300;
    private static final String PLAYLISTS = "twimlets.com/holdmusic";

    private final Speech speech;
    private final Webhooks webhooks;
    private final Alerts alerts;
    private final Clip music;

    public Prompts(Speech speech, Webhooks webhooks, Alerts alerts) {
        this.speech = speech;
        this.webhooks = webhooks;
        this.alerts = alerts;
        this.music = HoldMusic.piece();
    }

    /// A prompt cannot be heard.
    public static final class PromptFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private final int code;

        PromptFailure(int code, String message) {
            super(message);
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /// Renders a prompt of the page.
    AudioSource source(Leg leg, Verb.Prompt prompt, Page page) throws PromptFailure, InterruptedException {
        return switch (prompt) {
            case Verb.Say say -> speak(leg, say).times(say.loop());
            case Verb.Play play -> fetch(leg, play.url(), page).times(play.loop());
            case Verb.Sound sound -> decode(sound.audio(), sound.mediaType()).once();
            case Verb.Pause(var seconds) -> Sounds.silence(Duration.ofSeconds(Math.max(seconds, 0)));
        };
    }

    /// What nobody here speaks is read in English, with a warning.
    private Clip speak(Leg leg, Verb.Say say) throws PromptFailure {
        try {
            return speak(say);
        } catch (PromptFailure failure) {
            if (say.language().isEmpty() && say.voice().isEmpty()) {
                throw failure;
            }
            alerts.warn(leg, failure.code(), failure.getMessage() + "; it is spoken in English");
            return speak(new Verb.Say(say.text(), "", "en-US", say.loop()));
        }
    }

    private Clip speak(Verb.Say say) throws PromptFailure {
        boolean voiceTells = say.voice().startsWith("Polly.") || say.voice().startsWith("Google.");
        var language = say.language().isEmpty() && !voiceTells ? "en-US" : say.language();
        try {
            return speech.say(new SpeechRequest(say.text(), language, say.voice()));
        } catch (SpeechException e) {
            throw new PromptFailure(13512, "cannot speak: " + e.getMessage());
        }
    }

    private Clip fetch(Leg leg, String reference, Page page) throws PromptFailure, InterruptedException {
        var url = page.resolve(reference)
                .orElseThrow(() -> new PromptFailure(11100, "'" + reference + "' is not an absolute URL"));
        if (url.contains(PLAYLISTS)) {
            return music;
        }
        Overrides.of(url).warnings().forEach(code -> alerts.warn(leg, code, "bad connection setting in the URL"));
        try {
            var reply = webhooks.send(WebhookRequest.media(url, leg.account().authToken(), leg.memory()));
            return decode(reply.body(), reply.mediaType());
        } catch (WebhookFailure e) {
            throw new PromptFailure(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static Clip decode(byte[] body, String mediaType) throws PromptFailure {
        try {
            return AudioFiles.decode(body, mediaType);
        } catch (IOException e) {
            throw new PromptFailure(BAD_MEDIA, "cannot play " + mediaType + ": " + e.getMessage());
        }
    }

    /// Renders a sentence that comes next while another one plays; the speech engine keeps the result.
    void prepare(Verb verb) {
        switch (verb) {
            case Verb.Say say ->
                Thread.ofVirtual().name("prepare-speech").start(() -> {
                    try {
                        speak(say);
                    } catch (PromptFailure _) {
                        // Reported when its turn comes.
                        return;
                    }
                });
            case Verb.Gather gather -> gather.prompts().forEach(this::prepare);
            default -> {
                // Nothing else takes time to render.
            }
        }
    }

    /// Plays to its end; keys pressed meanwhile are lost, as published.
    void play(Leg leg, AudioSource source) throws Departure, InterruptedException {
        var playback = leg.media().play(source);
        leg.inbox().tell(playback.ended(), playback);
        try {
            while (true) {
                if (leg.inbox().take(Deadline.NEVER) instanceof Signal.Finished(var what, var _) && what == playback) {
                    return;
                }
            }
        } finally {
            playback.stop();
        }
    }

    /// Plays a prompt to its end; one that cannot be heard is reported and skipped.
    boolean play(Leg leg, Verb.Prompt prompt, Page page) throws Departure, InterruptedException {
        if (prompt instanceof Verb.Pause(var seconds)) {
            pause(leg, seconds);
            return true;
        }
        try {
            play(leg, source(leg, prompt, page));
            return true;
        } catch (PromptFailure failure) {
            alerts.error(leg, failure.code(), String.valueOf(failure.getMessage()));
            return false;
        }
    }

    void pause(Leg leg, int seconds) throws Departure, InterruptedException {
        var end = Deadline.inSeconds(seconds);
        while (!end.passed()) {
            leg.inbox().take(end);
        }
        leg.inbox().check();
    }

    /// Our hold music, until something cuts in.
    public void music(Leg leg) throws Departure, InterruptedException {
        forever(leg, music.foreverFrom((int) Math.floorMod(System.nanoTime() / 125_000, (long) music.length())));
    }

    /// Plays a sound that came in place of a document.
    void once(Leg leg, Verb.Sound sound, Page page) throws Departure, PageFailure, InterruptedException {
        play(leg, clip(sound, page).once());
    }

    /// The same again and again.
    void forever(Leg leg, Verb.Sound sound, Page page) throws Departure, PageFailure, InterruptedException {
        forever(leg, clip(sound, page).foreverFrom(0));
    }

    /// One that cannot be played fails the document it stands for.
    private static Clip clip(Verb.Sound sound, Page page) throws PageFailure {
        try {
            return decode(sound.audio(), sound.mediaType());
        } catch (PromptFailure failure) {
            throw new PageFailure(failure.code(), String.valueOf(page.url()), String.valueOf(failure.getMessage()));
        }
    }

    void forever(Leg leg, AudioSource source) throws Departure, InterruptedException {
        var playback = leg.media().play(source);
        try {
            while (true) {
                leg.inbox().take(Deadline.NEVER);
            }
        } finally {
            playback.stop();
        }
    }

    Clip music() {
        return music;
    }
}
