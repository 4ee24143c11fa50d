package org.cordboard.server.apps;

import java.time.Duration;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Clip;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.speech.InstalledSpeech;
import org.cordboard.media.speech.SpeechException;
import org.cordboard.media.speech.SpeechRequest;

/// What phones say when they are picked up, by the parts they play.
final class Voices {
    private Voices() {}

    static AudioSource human() {
        return said("Hello?").once();
    }

    static AudioSource machine() {
        return said("You have reached the mailbox of Dave. I cannot take your call at the moment. Please leave your"
                        + " name and your number after the tone, and I will call you back as soon as I can.")
                .once();
    }

    /// The tone of a called fax machine, ITU-T T.30.
    static AudioSource fax() {
        return new Tones(false, new Tones.Step(2_100, 0, 3_500, 0.3));
    }

    private static Clip said(String text) {
        try (var speech = InstalledSpeech.find()) {
            return Clip.join(Clip.silence(Duration.ofMillis(300)), speech.say(SpeechRequest.english(text)));
        } catch (SpeechException e) {
            throw new AssertionError("the test machine cannot speak", e);
        }
    }
}
