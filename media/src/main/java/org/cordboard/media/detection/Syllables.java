package org.cordboard.media.detection;

/// Counts syllables roughly, by their loud middles: the voice rises to one and falls by more than 4 dB before
/// the next. One per stream, a frame at a time.
final class Syllables {
    private static final double FALL = 0.6;
    private static final double NOTHING = 30;

    private boolean rising = true;
    private double loudest;
    private double quietest;
    private int count;

    /// @param loud mean absolute sample value within the band of voices, 0 for what is no voice
    void hear(double loud) {
        if (rising && loud > loudest) {
            loudest = loud;
        } else if (rising && loud < loudest * FALL) {
            count++;
            rising = false;
            quietest = loud;
        } else if (!rising && loud < quietest) {
            quietest = loud;
        } else if (!rising && loud > quietest / FALL + NOTHING) {
            rising = true;
            loudest = loud;
        }
    }

    /// What came before the present syllable was noise.
    void begin() {
        count = rising ? 0 : 1;
    }

    /// Those that are over.
    int count() {
        return count;
    }
}
