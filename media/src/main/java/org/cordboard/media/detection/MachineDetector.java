package org.cordboard.media.detection;

import static org.cordboard.media.detection.MachineDetectionSettings.DEFAULT_SPEECH_END;
import static org.cordboard.media.detection.MachineDetectionSettings.DEFAULT_SPEECH_THRESHOLD;

import java.util.Optional;

/// Decides who answered a call from what is heard after the answer: a person says a word or two and waits, a machine talks
/// on, beeps or whistles. Fed one frame every 20 ms, silence where nothing came; constant memory, nothing allocated.
///
/// ```
/// LISTENING --initial silence--> UNKNOWN          any --fax tone--> FAX
/// LISTENING --short utterance, then silence--> HUMAN
/// LISTENING --long utterance, beep, network tones--> MACHINE_START, or with waitForEnd:
/// GREETING  --beep ended--> MACHINE_END_BEEP   --long silence--> MACHINE_END_SILENCE   --time out--> MACHINE_END_OTHER
/// ```
public final class MachineDetector {
    private static final int BEEP_MILLIS_MIN = 50;
    private static final int BEEP_MILLIS_MAX = 2_600;
    private static final int AFTER_BEEP_MILLIS = 60;
    private static final int GREETING_SILENCE_MILLIS = 2_000;
    /// Within a greeting a tone this long needs no pause before it to be a beep; any other may be a vowel.
    private static final int SURE_BEEP_MILLIS = 250;
    private static final int BEFORE_BEEP_MILLIS = 80;
    /// The last of the network's three tones is over this long after the second was recognised.
    private static final int NETWORK_TONES_MILLIS = 800;
    private static final int FAX_CALLING_MILLIS = 400;
    private static final int FAX_ANSWERING_MILLIS = 500;
    /// A beginning shorter than this is a greeting of one or two words.
    private static final int SHORT_MILLIS = 1_200;

    private static final int SENTENCE_MILLIS = 1_700;
    /// Parts of the speech end threshold that are waited for after a word or two, a short sentence, a sentence. Who wants
    /// to talk to people must not keep them waiting; who wants to leave a message would rather be sure.
    private static final double[] SOON = {0.45, 0.55, 0.75};

    private static final double[] SURELY = {0.6, 0.8, 1};
    /// Nobody answers in more words than this without waiting for a reply.
    private static final int WORDS_MAX = 5;
    /// Less voice than this was a noise.
    private static final int WORD_MILLIS_MIN = 120;

    private enum State {
        LISTENING,
        GREETING
    }

    private final boolean waitForEnd;
    private final int timeout;
    private final int speechThreshold;
    private final int speechEnd;
    private final int silenceTimeout;
    private final boolean thresholdChosen;
    private final boolean endChosen;
    private final SpeechMeter speech = new SpeechMeter();
    private final ToneTracker tone = new ToneTracker();
    private final ProgressTones progress = new ProgressTones();
    private State state = State.LISTENING;
    private Optional<AnsweredBy> verdict = Optional.empty();
    private int lastSitTone;
    private boolean networkTones;
    private int networkTonesAt;
    private int silenceBeforeTone;
    private boolean beepWaits;
    private int tonesJudged;

    public MachineDetector(MachineDetectionSettings settings) {
        waitForEnd = settings.waitForEnd();
        timeout = Math.toIntExact(settings.timeout().toMillis());
        speechThreshold = Math.toIntExact(settings.speechThreshold().toMillis());
        speechEnd = Math.toIntExact(settings.speechEndThreshold().toMillis());
        silenceTimeout = Math.toIntExact(settings.silenceTimeout().toMillis());
        thresholdChosen = speechThreshold != DEFAULT_SPEECH_THRESHOLD;
        endChosen = speechEnd != DEFAULT_SPEECH_END;
    }

    /// Hears 20 ms; the answer is present once the verdict is known and does not change after that.
    public Optional<AnsweredBy> hear(short[] frame) {
        if (verdict.isPresent()) {
            return verdict;
        }
        boolean toneBefore = tone.on();
        tone.hear(frame);
        boolean ringing = progress.hear(frame);
        if (tone.on() && !toneBefore) {
            silenceBeforeTone = speech.silenceMillis();
        }
        speech.hear(frame, tone.millis() >= 40 || toneBefore || ringing);
        followNetworkTones();
        if (fax()) {
            decide(AnsweredBy.FAX);
        } else {
            switch (state) {
                case LISTENING -> listen();
                case GREETING -> awaitEnd();
            }
        }
        return verdict;
    }

    /// Heard so far.
    public int millis() {
        return speech.nowMillis();
    }

    /// When speech began, or −1.
    public int speechBeganMillis() {
        return speech.firstVoiceMillis();
    }

    private void decide(AnsweredBy who) {
        verdict = Optional.of(who);
    }

    private void listen() {
        int utterance = speech.utteranceMillis();
        if (beepEnded()) {
            machine();
            // A beep before any word opens an announcement; after a short greeting it is the one to record after.
            if (waitForEnd && speech.began()) {
                decide(AnsweredBy.MACHINE_END_BEEP);
            }
        } else if (utterance >= speechThreshold || manyWords() || networkTones) {
            machine();
        } else if (!speech.began() && speech.nowMillis() >= silenceTimeout && !tone.on()) {
            decide(AnsweredBy.UNKNOWN);
        } else if (speech.began() && speech.silenceMillis() >= closingSilence(utterance) && !tone.on() && !beepWaits) {
            if (speech.voicedMillis() >= WORD_MILLIS_MIN) {
                decide(AnsweredBy.HUMAN);
            } else {
                speech.forget();
            }
        } else if (speech.nowMillis() >= timeout) {
            decide(AnsweredBy.UNKNOWN);
        }
    }

    /// People who say a word or two wait for an answer; after a longer beginning the pause may be a machine taking breath.
    /// An application that chose the silence itself gets what it chose.
    private int closingSilence(int utterance) {
        if (endChosen) {
            return speechEnd;
        }
        int length = utterance < SHORT_MILLIS ? 0 : utterance < SENTENCE_MILLIS ? 1 : 2;
        return (int) ((waitForEnd ? SURELY : SOON)[length] * speechEnd);
    }

    private boolean manyWords() {
        return !thresholdChosen && speech.words() > WORDS_MAX;
    }

    private void machine() {
        state = State.GREETING;
        if (!waitForEnd) {
            decide(AnsweredBy.MACHINE_START);
        }
    }

    private void awaitEnd() {
        if (beepEnded()) {
            decide(AnsweredBy.MACHINE_END_BEEP);
        } else if (quietMillis() >= Math.max(speechEnd, GREETING_SILENCE_MILLIS) && !tone.on() && !beepWaits) {
            decide(AnsweredBy.MACHINE_END_SILENCE);
        } else if (speech.nowMillis() >= timeout) {
            decide(AnsweredBy.MACHINE_END_OTHER);
        }
    }

    /// Since the last voice or tone.
    private int quietMillis() {
        return tone.lastMillis() < BEEP_MILLIS_MIN
                ? speech.silenceMillis()
                : Math.min(speech.silenceMillis(), tone.millisSinceEnd());
    }

    /// A single steady tone that ended a moment ago, with neither another tone nor a voice right after it. Each tone is
    /// judged once.
    private boolean beepEnded() {
        if (tone.on() || tone.ended() == tonesJudged) {
            beepWaits = false;
            return false;
        }
        boolean announced = networkTones && speech.nowMillis() - networkTonesAt < NETWORK_TONES_MILLIS;
        boolean apart = silenceBeforeTone >= BEFORE_BEEP_MILLIS
                || (state == State.GREETING && tone.lastMillis() >= SURE_BEEP_MILLIS);
        boolean beep = !announced
                && apart
                && tone.lastMillis() >= BEEP_MILLIS_MIN
                && tone.lastMillis() <= BEEP_MILLIS_MAX
                && tone.lastHertz() > 330
                && tone.lastHertz() < 2_060;
        beepWaits = beep && tone.millisSinceEnd() < AFTER_BEEP_MILLIS;
        if (tone.millisSinceEnd() < AFTER_BEEP_MILLIS) {
            return false;
        }
        tonesJudged = tone.ended();
        return beep && tone.meanSquareNow() < tone.lastMeanSquare() / 6;
    }

    private boolean fax() {
        if (!tone.on()) {
            return false;
        }
        boolean answering = Math.abs(tone.hertz() - 2_100) < 22 && tone.millis() >= FAX_ANSWERING_MILLIS;
        boolean calling = Math.abs(tone.hertz() - 1_100) < 38 && tone.millis() >= FAX_CALLING_MILLIS && !speech.began();
        return answering || calling;
    }

    /// The three rising tones before a network announcement follow each other without a pause.
    private void followNetworkTones() {
        int which = tone.millis() >= 150 ? sitTone(tone.hertz()) : 0;
        if (which == 0) {
            return;
        }
        if (which == lastSitTone + 1 && (which == 1 || tone.millisSinceEnd() < 450)) {
            lastSitTone = which;
            if (which >= 2) {
                networkTones = true;
                networkTonesAt = speech.nowMillis();
            }
        } else if (which == 1) {
            lastSitTone = 1;
        }
    }

    private static int sitTone(double hertz) {
        if (hertz > 895 && hertz < 1_005) {
            return 1;
        } else if (hertz > 1_350 && hertz < 1_450) {
            return 2;
        }
        return hertz > 1_750 && hertz < 1_805 ? 3 : 0;
    }
}
