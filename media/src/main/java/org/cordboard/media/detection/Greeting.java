package org.cordboard.media.detection;

/// What people say when they answer, in figures: how long they are silent after it, and what is too much, or
/// too steady, to be it. The figures come from the tuning part of the corpus of `./dev bench amd`.
final class Greeting {
    /// An utterance up to so many milliseconds, and the silence that follows when it was a person's. Who said
    /// a word waits for an answer; after a longer beginning the pause may be a machine taking breath.
    private static final int[] UTTERANCE = {1_000, 1_200, Integer.MAX_VALUE};

    /// Who wants to talk to people must not keep them waiting; who wants to leave a message would rather be
    /// sure.
    private static final int[] SOON = {500, 640, 820};

    private static final int[] SURELY = {720, 960, 1_200};

    /// So many syllables within so many milliseconds are a text read out. People say less: they stop to
    /// listen.
    private static final int[] SYLLABLES = {9, 10, 11};

    private static final int[] WITHIN = {1_300, 1_700, Integer.MAX_VALUE};

    /// Sound that lasts this long with no more than one syllable, or two, is music or a machine's noise.
    private static final int STEADY_MILLIS = 1_200;

    private static final int NEARLY_STEADY_MILLIS = 1_600;

    private Greeting() {}

    /// The silence, in milliseconds, that makes an utterance a person's.
    static int closingSilence(int utteranceMillis, boolean surely) {
        int length = 0;
        while (utteranceMillis >= UTTERANCE[length]) {
            length++;
        }
        return (surely ? SURELY : SOON)[length];
    }

    static boolean tooMuch(int utteranceMillis, int syllables) {
        for (int i = 0; i < SYLLABLES.length; i++) {
            if (syllables >= SYLLABLES[i] && utteranceMillis <= WITHIN[i]) {
                return true;
            }
        }
        return false;
    }

    /// @param voicedMillis without pauses
    static boolean noSpeech(int voicedMillis, int syllables) {
        return (voicedMillis >= STEADY_MILLIS && syllables <= 1)
                || (voicedMillis >= NEARLY_STEADY_MILLIS && syllables <= 2);
    }
}
