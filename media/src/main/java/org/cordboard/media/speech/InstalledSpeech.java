package org.cordboard.media.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.cordboard.media.audio.Clip;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks with what the machine has: flite for English, espeak-ng for everything, FreeTTS for English where neither is.
public final class InstalledSpeech implements Speech {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledSpeech.class);

    private final List<Engine> engines;

    private InstalledSpeech(List<Engine> engines) {
        this.engines = List.copyOf(engines);
    }

    /// Looks for engines once.
    public static InstalledSpeech find() {
        var found = new ArrayList<Engine>();
        if (FliteSpeech.isInstalled()) {
            found.add(new FliteSpeech());
        }
        if (EspeakSpeech.isInstalled()) {
            try {
                found.add(EspeakSpeech.start());
            } catch (SpeechException e) {
                LOG.warn("espeak-ng is installed but does not list its voices", e);
            }
        }
        found.add(new FreeTtsSpeech());
        return new InstalledSpeech(found);
    }

    static InstalledSpeech with(Engine... engines) {
        return new InstalledSpeech(List.of(engines));
    }

    @Override
    public Clip say(SpeechRequest request) throws SpeechException {
        var voice = Voice.named(request.voice(), request.language());
        var clips = new ArrayList<Clip>();
        for (var utterance : Ssml.parse(request.text(), voice.language())) {
            if (!utterance.text().isEmpty()) {
                clips.add(speak(utterance, voice));
            }
            if (utterance.pauseMillis() > 0) {
                clips.add(Clip.silence(java.time.Duration.ofMillis(utterance.pauseMillis())));
            }
        }
        var whole = Clip.join(clips.toArray(Clip[]::new));
        return Loudness.scale(whole, Loudness.factor(whole));
    }

    private Clip speak(Utterance utterance, Voice voice) throws SpeechException {
        SpeechException last = new SpeechException("no voice speaks " + utterance.language());
        for (var engine : engines) {
            if (!engine.languages().contains(primary(utterance.language()))) {
                continue;
            }
            try {
                return engine.speak(utterance, voice);
            } catch (SpeechException e) {
                LOG.warn("{} could not speak: {}", engine.name(), e.getMessage());
                last = e;
            }
        }
        throw last;
    }

    private static String primary(String language) {
        return language.toLowerCase(Locale.ROOT).replaceAll("[-_].*", "");
    }

    /// The engines in the order they are tried; part of a cache's key.
    String engines() {
        return String.join("+", engines.stream().map(Engine::name).toList());
    }

    @Override
    public Set<String> languages() {
        var all = new TreeSet<String>();
        engines.forEach(engine -> all.addAll(engine.languages()));
        return all;
    }
}
