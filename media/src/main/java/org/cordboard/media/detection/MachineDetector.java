package org.cordboard.media.detection;

import static org.cordboard.media.detection.MachineDetectionSettings.DEFAULT_SPEECH_END;
import static org.cordboard.media.detection.MachineDetectionSettings.DEFAULT_SPEECH_THRESHOLD;

import java.time.Duration;
import java.util.Optional;
import org.cordboard.media.audio.AudioSource;
import org.jspecify.annotations.Nullable;

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
    /// While it may still be a person, it has to be longer than the pure part of a vowel.
    private static final int FIRST_BEEP_MILLIS_MIN = 100;
    /// Dark vowels are nearly pure tones of two or three hundred hertz for up to this long.
    private static final int VOWEL_MILLIS_MAX = 300;
    private static final int VOWEL_HERTZ_MAX = 450;
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
    /// Less voice than this was a noise.
    private static final int WORD_MILLIS_MIN = 120;

    private static final short[] NOTHING = new short[AudioSource.FRAME];

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
    private final DtmfDetector keys = new DtmfDetector();
    private State state = State.LISTENING;
    private Optional<AnsweredBy> verdict = Optional.empty();
    private int lastSitTone;
    private boolean networkTones;
    private int networkTonesAt;
    private int silenceBeforeTone;
    private boolean beepWaits;
    private int tonesJudged;
    /// Of calling tones that are over: missing packets may have cut one into pieces.
    private int faxCallingMillis;

    public MachineDetector(MachineDetectionSettings settings) {
        waitForEnd = settings.waitForEnd();
        timeout = Math.toIntExact(settings.timeout().toMillis());
        speechThreshold = millis(settings.speechThreshold(), DEFAULT_SPEECH_THRESHOLD);
        speechEnd = millis(settings.speechEndThreshold(), DEFAULT_SPEECH_END);
        silenceTimeout = Math.toIntExact(settings.silenceTimeout().toMillis());
        thresholdChosen = settings.speechThreshold() != null;
        endChosen = settings.speechEndThreshold() != null;
    }

    private static int millis(@Nullable Duration chosen, int otherwise) {
        return chosen == null ? otherwise : Math.toIntExact(chosen.toMillis());
    }

    /// Hears 20 ms; the answer is present once the verdict is known and does not change after that.
    public Optional<AnsweredBy> hear(short[] frame) {
        return hear(frame, false);
    }

    /// @param echo nothing louder than an echo of what we send can be in the frame
    public Optional<AnsweredBy> hear(short[] frame, boolean echo) {
        if (verdict.isPresent()) {
            return verdict;
        }
        var sounding = echo ? NOTHING : frame;
        boolean onBefore = tone.on();
        boolean toneBefore = tone.on() && !mayBeVowel();
        tone.hear(sounding);
        keys.hear(sounding);
        boolean signal = progress.hear(sounding) || keys.sounding();
        if (tone.on() && !onBefore) {
            silenceBeforeTone = speech.silenceMillis();
        } else if (onBefore && !tone.on() && !speech.began() && isFaxCalling(tone.lastHertz())) {
            faxCallingMillis += tone.lastMillis();
        }
        speech.hear(frame, (tone.millis() >= 40 && !mayBeVowel()) || toneBefore || signal, echo);
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
        } else if (utterance >= speechThreshold || networkTones || (!thresholdChosen && goesOn(utterance))) {
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

    /// An application that chose the silence itself gets what it chose.
    private int closingSilence(int utterance) {
        return endChosen ? speechEnd : Greeting.closingSilence(utterance, waitForEnd);
    }

    private boolean goesOn(int utterance) {
        return Greeting.tooMuch(utterance, speech.syllables())
                || (speech.speaking() && Greeting.noSpeech(speech.voicedMillis(), speech.syllables()));
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
        boolean calling = !speech.began() && isFaxCalling(tone.lastHertz());
        boolean beep = !announced
                && !calling
                && apart
                && tone.lastMillis() >= beepMillisMin()
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

    private int beepMillisMin() {
        if (state == State.GREETING) {
            return BEEP_MILLIS_MIN;
        }
        return tone.lastHertz() < VOWEL_HERTZ_MAX ? VOWEL_MILLIS_MAX : FIRST_BEEP_MILLIS_MIN;
    }

    /// Before anybody is known to be a machine.
    private boolean mayBeVowel() {
        return state == State.LISTENING && tone.hertz() < VOWEL_HERTZ_MAX && tone.millis() < VOWEL_MILLIS_MAX;
    }

    private boolean fax() {
        if (!tone.on()) {
            return false;
        }
        boolean answering = Math.abs(tone.hertz() - 2_100) < 22 && tone.millis() >= FAX_ANSWERING_MILLIS;
        boolean calling = isFaxCalling(tone.hertz())
                && faxCallingMillis + tone.millis() >= FAX_CALLING_MILLIS
                && !speech.began();
        return answering || calling;
    }

    private static boolean isFaxCalling(double hertz) {
        return Math.abs(hertz - 1_100) < 38;
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
