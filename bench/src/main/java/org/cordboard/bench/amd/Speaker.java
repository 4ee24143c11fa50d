package org.cordboard.bench.amd;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.cordboard.media.audio.AudioFiles;

/// A synthetic voice. espeak-ng speaks every language of the corpus; the voices of flite and festival take
/// part where their Debian packages are installed: they are recordings of people cut up and put together
/// again.
///
/// @param language the only one this voice speaks, or empty when it speaks all
record Speaker(Engine engine, String voice, String language) {
    enum Engine {
        ESPEAK("espeak-ng"),
        FLITE("flite"),
        FESTIVAL("text2wave");

        final String program;

        Engine(String program) {
            this.program = program;
        }
    }

    /// Debian's packages with all voices of the corpus.
    static final String PACKAGES = "espeak-ng flite festival festival-czech festival-ca festvox-kallpc16k"
            + " festvox-kdlpc16k festvox-us-slt-hts festvox-italp16k festvox-itapc16k festvox-czech-dita"
            + " festvox-czech-machac festvox-suopuhe-lj festvox-ca-ona-hts";

    private static final Path FESTIVAL_VOICES = Path.of("/usr/share/festival/voices");
    private static final int LATIN_1 = 256;

    static Speaker espeak(String voice) {
        return new Speaker(Engine.ESPEAK, voice, "");
    }

    static Speaker flite(String voice) {
        return new Speaker(Engine.FLITE, voice, "en-us");
    }

    static Speaker festival(String voice, String language) {
        return new Speaker(Engine.FESTIVAL, voice, language);
    }

    boolean speaks(Phrases.Phrase phrase) {
        boolean plain = phrase.text().chars().allMatch(symbol -> symbol < LATIN_1);
        return language.isEmpty() || language.equals(phrase.language()) && plain;
    }

    boolean installed() {
        boolean program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, engine.program)));
        return program && (engine != Engine.FESTIVAL || festivalVoices().contains(voice));
    }

    private static List<String> festivalVoices() {
        try (var found = Files.find(FESTIVAL_VOICES, 2, (path, _) -> Files.isDirectory(path))) {
            return found.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// The phrase as 8 kHz audio.
    ///
    /// @param pace 1 is the voice's own, 1.3 is slow
    short[] speak(Phrases.Phrase phrase, double pace) throws IOException {
        var file = Files.createTempFile("spoken", ".wav");
        try {
            var process = new ProcessBuilder(command(phrase, pace, file))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var in = process.getOutputStream()) {
                var letters = engine == Engine.FESTIVAL ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
                in.write((phrase.text() + "\n").getBytes(letters));
            }
            if (process.waitFor() != 0) {
                throw new IOException(this + " could not say: " + phrase.text());
            }
            return AudioFiles.decode(Files.readAllBytes(file), "audio/wav").toArray();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(file);
        }
    }

    private List<String> command(Phrases.Phrase phrase, double pace, Path file) {
        var command = new ArrayList<>(List.of(engine.program));
        var stretch = String.format(Locale.ROOT, "%.2f", pace);
        command.addAll(
                switch (engine) {
                    case ESPEAK ->
                        List.of(
                                "-b", "1", "-v", phrase.language() + voice, "-s", "" + Math.round(165 / pace), "-w", "" + file);
                    case FLITE -> List.of("-voice", voice, "--setf", "duration_stretch=" + stretch, "-o", "" + file);
                    case FESTIVAL ->
                        List.of(
                                "-eval",
                                "(voice_" + voice + ")",
                                "-eval",
                                "(Parameter.set 'Duration_Stretch " + stretch + ")",
                                "-o",
                                "" + file);
                });
        return command;
    }

    static Speaker anyOf(List<Speaker> speakers, Phrases.Phrase phrase, Random random) {
        var able = speakers.stream().filter(speaker -> speaker.speaks(phrase)).toList();
        return able.get(random.nextInt(able.size()));
    }
}
