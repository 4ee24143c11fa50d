package org.cordboard.media.detection;

/// When speech began, when it was heard last, and in how many syllables: what the first seconds of an answered call are judged by.
/// A frame is voice when it is louder than the line's noise and not much quieter than the voice heard so far, so that a
/// radio in the background does not keep talking.
final class SpeechMeter {
    private static final int FRAME_MILLIS = 20;
    private static final int ONSET_FRAMES = 3;
    /// Within so many frames a tone is recognised as one.
    private static final int TONE_KNOWN_FRAMES = 7;
    private static final double LEAST = 40;
    private static final double DIGITAL_SILENCE = 4;
    private static final double LOUDER_THAN_FLOOR = 2.6;
    private static final double PART_OF_PEAK = 0.1;
    private static final double PEAK_FADING = 0.995;
    /// More missing than these is silence.
    private static final int LOST_FRAMES_MAX = 2;

    private static final int SETTLING_MILLIS = 300;
    private static final double FLOOR_RISE = 1.0023;
    private static final int FLOOR_BLOCKS = 6;
    private static final int FLOOR_BLOCK_FRAMES = 10;

    private final double[] quietest = new double[FLOOR_BLOCKS];
    private final VoiceBand band = new VoiceBand();
    private final Syllables syllables = new Syllables();
    private int lostFrames;
    private int block;
    private int framesInBlock;
    private double blockQuietest = Double.MAX_VALUE;
    private double slowFloor;
    private double smoothed;
    private double peak;
    private int now;
    private int run;
    private int gap;
    private int firstVoice = -1;
    private int lastVoice = -1;
    private int voicedMillis;
    private int firstVoiceBefore = -1;
    private int lastVoiceBefore = -1;

    SpeechMeter() {
        java.util.Arrays.fill(quietest, Double.MAX_VALUE);
    }

    /// @param tone the frame holds a tone and no voice
    /// @param echo what sounds is ours coming back: the line's noise, but no voice
    void hear(short[] frame, boolean tone, boolean echo) {
        now += FRAME_MILLIS;
        // A packet that did not come neither ends a word nor is it a pause, and it says nothing about the line's noise.
        lostFrames = ToneTracker.missing(frame) ? lostFrames + 1 : 0;
        if (lostFrames > 0 && lostFrames <= LOST_FRAMES_MAX) {
            return;
        }
        double mean = band.meanAbsolute(frame);
        double floor = floor(mean, tone);
        smoothed += (mean - smoothed) / 3;
        boolean voice = !tone && !echo && mean > Math.max(LEAST, Math.max(LOUDER_THAN_FLOOR * floor, PART_OF_PEAK * peak));
        if (voice) {
            peak = Math.max(peak * PEAK_FADING, smoothed);
        }
        if (tone && run >= ONSET_FRAMES && run <= TONE_KNOWN_FRAMES) {
            takeBack();
        }
        syllables.hear(voice ? mean : 0);
        count(voice);
    }

    /// What was taken for the beginning of a word turned out to be the beginning of a tone.
    private void takeBack() {
        firstVoice = firstVoiceBefore;
        lastVoice = lastVoiceBefore;
    }

    /// What was heard was too little to be a word: as if nothing had been.
    void forget() {
        firstVoice = -1;
        lastVoice = -1;
        voicedMillis = 0;
    }

    /// Of the last frame heard.
    int nowMillis() {
        return now;
    }

    boolean began() {
        return firstVoice >= 0;
    }

    int firstVoiceMillis() {
        return firstVoice;
    }

    /// From the first to the last voice, pauses included.
    int utteranceMillis() {
        return began() ? lastVoice - firstVoice : 0;
    }

    int silenceMillis() {
        return began() ? now - lastVoice : now;
    }

    int voicedMillis() {
        return voicedMillis;
    }

    /// Spoken to their end.
    int syllables() {
        return syllables.count();
    }

    /// Whether the last frame or the one before was voice.
    boolean speaking() {
        return began() && gap < 2;
    }

    private void count(boolean voice) {
        if (!voice) {
            run = 0;
            gap++;
            return;
        }
        run++;
        if (run < ONSET_FRAMES) {
            return;
        }
        int start = now - run * FRAME_MILLIS;
        if (run == ONSET_FRAMES) {
            firstVoiceBefore = firstVoice;
            lastVoiceBefore = lastVoice;
            if (!began()) {
                firstVoice = start;
                lastVoice = start;
                syllables.begin();
            }
            voicedMillis += (ONSET_FRAMES - 1) * FRAME_MILLIS;
        }
        gap = 0;
        voicedMillis += FRAME_MILLIS;
        lastVoice = now;
    }

    /// The quietest moment of the last 1.2 s; digital silence is no noise.
    private double floor(double mean, boolean tone) {
        if (!tone && mean >= DIGITAL_SILENCE) {
            blockQuietest = Math.min(blockQuietest, mean);
        }
        if (++framesInBlock == FLOOR_BLOCK_FRAMES) {
            quietest[block] = blockQuietest;
            block = (block + 1) % FLOOR_BLOCKS;
            framesInBlock = 0;
            blockQuietest = Double.MAX_VALUE;
        }
        double floor = blockQuietest;
        for (double each : quietest) {
            floor = Math.min(floor, each);
        }
        if (floor == Double.MAX_VALUE) {
            return 0;
        }
        // Falls at once, rises by 1 dB a second: music has no pauses and must not become the noise it is measured against.
        slowFloor = now <= SETTLING_MILLIS ? floor : Math.min(floor, slowFloor * FLOOR_RISE + 0.02);
        return slowFloor;
    }
}
