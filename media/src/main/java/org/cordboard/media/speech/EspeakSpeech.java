package org.cordboard.media.speech;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.audio.Clip;

/// Speaks about a hundred languages through the `espeak-ng` program, in some 20 ms a sentence.
final class EspeakSpeech implements Engine {
    private static final String PROGRAM = "espeak-ng";
    private static final int WORDS_PER_MINUTE = 165;
    /// Tags that espeak-ng names otherwise.
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("arb", "ar"),
            Map.entry("no", "nb"),
            Map.entry("zh", "cmn"),
            Map.entry("zh-hk", "yue"),
            Map.entry("cmn-cn", "cmn"),
            Map.entry("en", "en-us"),
            Map.entry("en-ca", "en-us"),
            Map.entry("en-au", "en-gb"),
            Map.entry("en-nz", "en-gb"),
            Map.entry("en-ie", "en-gb"),
            Map.entry("en-in", "en-gb"),
            Map.entry("en-za", "en-gb"),
            Map.entry("es-mx", "es-419"),
            Map.entry("es-us", "es-419"),
            Map.entry("es-ar", "es-419"),
            Map.entry("es-co", "es-419"),
            Map.entry("fr", "fr-fr"),
            Map.entry("fr-ca", "fr-fr"),
            Map.entry("iw", "he"));

    private final Set<String> voices;

    private EspeakSpeech(Set<String> voices) {
        this.voices = voices;
    }

    static boolean isInstalled() {
        return Programs.installed(PROGRAM, "--version");
    }

    static EspeakSpeech start() throws SpeechException {
        var voices = new TreeSet<String>();
        var listing = new String(Programs.run(List.of(PROGRAM, "--voices"), ""), StandardCharsets.UTF_8);
        for (var line : listing.lines().skip(1).toList()) {
            var columns = line.strip().split("\\s+");
            if (columns.length > 1) {
                voices.add(columns[1].toLowerCase(Locale.ROOT));
            }
        }
        return new EspeakSpeech(voices);
    }

    @Override
    public String name() {
        return "espeak-ng 2";
    }

    @Override
    public Set<String> languages() {
        var tags = new TreeSet<String>();
        for (var voice : voices) {
            tags.add(voice.replaceAll("-.*", ""));
        }
        tags.addAll(List.of("arb", "no", "zh"));
        return tags;
    }

    @Override
    public Clip speak(Utterance utterance, Voice voice) throws SpeechException {
        var name = voiceFor(utterance.language());
        var text = name.equals("ja") ? JapaneseReading.of(utterance.text()) : utterance.text();
        int speed = (int) Math.clamp(WORDS_PER_MINUTE * utterance.rate(), 80, 450);
        int pitch = (int) Math.clamp(50 * utterance.pitch(), 0, 99);
        int amplitude = (int) Math.clamp(100 * utterance.volume(), 0, 200);
        var command = List.of(
                PROGRAM, "-b", "1", "-z", "-v", name + (voice.male() ? "+m3" : "+f3"), "-s", "" + speed, "-p", "" + pitch, "-a",
                "" + amplitude, "--stdin", "--stdout");
        try {
            return AudioFiles.decode(Programs.run(command, text + "\n"), "audio/wav");
        } catch (IOException e) {
            throw new SpeechException("espeak-ng made no audio for language " + utterance.language(), e);
        }
    }

    private String voiceFor(String language) throws SpeechException {
        var tag = language.toLowerCase(Locale.ROOT).replace('_', '-');
        var primary = tag.replaceAll("-.*", "");
        for (var candidate : List.of(tag, primary)) {
            var name = OTHER_NAMES.getOrDefault(candidate, candidate);
            if (voices.contains(name)) {
                return name;
            }
        }
        throw new SpeechException("no voice speaks " + language);
    }
}
