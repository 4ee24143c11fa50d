package org.cordboard.media.speech;

import com.sun.speech.freetts.VoiceManager;
import com.sun.speech.freetts.audio.AudioPlayer;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.sound.sampled.AudioFormat;
import org.cordboard.media.audio.Clip;
import org.cordboard.media.audio.Resampler;
import org.jspecify.annotations.Nullable;

/// Speaks English without any program: the fallback that makes a plain machine talk. One voice, one sentence at a time.
final class FreeTtsSpeech implements Engine {
    private static final String VOICE = "kevin16";
    private static final float WORDS_PER_MINUTE = 155;

    private final ReentrantLock lock = new ReentrantLock();
    private com.sun.speech.freetts.@Nullable Voice loaded;

    @Override
    public String name() {
        return "freetts 1";
    }

    @Override
    public Set<String> languages() {
        return Set.of("en");
    }

    @Override
    public Clip speak(Utterance utterance, Voice voice) throws SpeechException {
        lock.lock();
        try {
            var speaker = loaded();
            var recorder = new Recorder();
            speaker.setAudioPlayer(recorder);
            speaker.setRate((float) (WORDS_PER_MINUTE * utterance.rate()));
            speaker.setPitch((float) ((voice.male() ? 100 : 145) * utterance.pitch()));
            if (!speaker.speak(utterance.text())) {
                throw new SpeechException("FreeTTS could not speak the text");
            }
            return Loudness.scale(recorder.clip(), utterance.volume());
        } finally {
            lock.unlock();
        }
    }

    private com.sun.speech.freetts.Voice loaded() throws SpeechException {
        var speaker = loaded;
        if (speaker == null) {
            System.setProperty("freetts.voices", "com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory");
            speaker = VoiceManager.getInstance().getVoice(VOICE);
            if (speaker == null) {
                throw new SpeechException("FreeTTS has no voice " + VOICE);
            }
            speaker.allocate();
            loaded = speaker;
        }
        return speaker;
    }

    /// Takes the samples instead of a loudspeaker.
    private static final class Recorder implements AudioPlayer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private AudioFormat format = new AudioFormat(16_000, 16, 1, true, true);

        Clip clip() {
            var raw = bytes.toByteArray();
            boolean bigEndian = format.isBigEndian();
            var samples = new float[raw.length / 2];
            for (int i = 0; i < samples.length; i++) {
                int high = raw[2 * i + (bigEndian ? 0 : 1)];
                int low = raw[2 * i + (bigEndian ? 1 : 0)] & 0xFF;
                samples[i] = (short) (high << 8 | low) / 32_768f;
            }
            return new Clip(Resampler.toTelephone(samples, format.getSampleRate()));
        }

        @Override
        public void setAudioFormat(AudioFormat now) {
            format = now;
        }

        @Override
        public AudioFormat getAudioFormat() {
            return format;
        }

        @Override
        public boolean write(byte[] audio) {
            return write(audio, 0, audio.length);
        }

        @Override
        public boolean write(byte[] audio, int offset, int size) {
            bytes.write(audio, offset, size);
            return true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void reset() {}

        @Override
        public boolean drain() {
            return true;
        }

        @Override
        public void begin(int size) {}

        @Override
        public boolean end() {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}

        @Override
        public float getVolume() {
            return 1;
        }

        @Override
        public void setVolume(float volume) {}

        @Override
        public long getTime() {
            return 0;
        }

        @Override
        public void resetTime() {}

        @Override
        public void startFirstSampleTimer() {}

        @Override
        public void showMetrics() {}
    }
}
