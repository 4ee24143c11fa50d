package org.cordboard.media.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.audio.Clip;

/// Speaks English through the `flite` program: nicer than espeak-ng, but only one language.
final class FliteSpeech implements Engine {
    private static final String PROGRAM = "flite";

    static boolean isInstalled() {
        return Programs.installed(PROGRAM, "-lv");
    }

    @Override
    public String name() {
        return "flite 1";
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }

    @Override
    public Clip speak(Utterance utterance, Voice voice) throws SpeechException {
        try {
            var text = Files.createTempFile("cordboard-say", ".txt");
            var audio = Files.createTempFile("cordboard-say", ".wav");
            try {
                Files.writeString(text, utterance.text());
                Programs.run(
                        List.of(
                                PROGRAM, "-voice", voice.male() ? "rms" : "slt", "--setf",
                                String.format(Locale.ROOT, "duration_stretch=%.3f", 1 / utterance.rate()), "-f", text.toString(), "-o",
                                audio.toString()),
                        "");
                return Loudness.scale(AudioFiles.read(audio), utterance.volume());
            } finally {
                Files.delete(text);
                Files.delete(audio);
            }
        } catch (IOException e) {
            throw new SpeechException("flite made no audio", e);
        }
    }
}
