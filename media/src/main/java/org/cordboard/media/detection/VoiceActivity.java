package org.cordboard.media.detection;

/// Whether someone speaks: frame energy against a noise floor that follows the quietest second, with 60 ms of onset and
/// 200 ms of hangover. One per stream, fed a frame every 20 ms.
public final class VoiceActivity {
    private static final int FRAME_MILLIS = 20;
    private static final int ONSET_FRAMES = 3;
    private static final int HANGOVER_FRAMES = 10;
    private static final int FLOOR_BLOCKS = 5;
    private static final int FLOOR_BLOCK_FRAMES = 10;
    private static final double LOUDER_THAN_FLOOR = 2.5;

    private final double least;
    private final double[] quietest = new double[FLOOR_BLOCKS];
    private int block;
    private int framesInBlock;
    private double blockQuietest = Double.MAX_VALUE;
    private double floor;
    private boolean voiced;
    private boolean speaking;
    private int voicedRun;
    private int silentRun;

    public VoiceActivity() {
        this(256);
    }

    /// @param least mean absolute sample value below which nothing is speech, however quiet the line
    public VoiceActivity(double least) {
        this.least = least;
        java.util.Arrays.fill(quietest, Double.MAX_VALUE);
    }

    /// Hears one frame; true when the answer of [#speaking()] changed.
    public boolean hear(short[] frame) {
        double mean = meanAbsolute(frame);
        followFloor(mean);
        voiced = mean > Math.max(least, LOUDER_THAN_FLOOR * floor);
        voicedRun = voiced ? voicedRun + 1 : 0;
        silentRun = voiced ? 0 : silentRun + 1;
        boolean before = speaking;
        if (!speaking && voicedRun >= ONSET_FRAMES) {
            speaking = true;
        } else if (speaking && silentRun >= HANGOVER_FRAMES) {
            speaking = false;
        }
        return speaking != before;
    }

    public boolean speaking() {
        return speaking;
    }

    /// Whether the last frame by itself was loud enough.
    public boolean voiced() {
        return voiced;
    }

    public int silentMillis() {
        return silentRun * FRAME_MILLIS;
    }

    public static double meanAbsolute(short[] frame) {
        int sum = 0;
        for (short sample : frame) {
            sum += Math.abs(sample);
        }
        return (double) sum / frame.length;
    }

    /// The floor is the quietest fifth of a second within the last one, and rises slowly: speech has gaps, noise has none.
    private void followFloor(double mean) {
        blockQuietest = Math.min(blockQuietest, mean);
        if (++framesInBlock == FLOOR_BLOCK_FRAMES) {
            quietest[block] = blockQuietest;
            block = (block + 1) % FLOOR_BLOCKS;
            framesInBlock = 0;
            blockQuietest = Double.MAX_VALUE;
        }
        double quiet = blockQuietest;
        for (double each : quietest) {
            quiet = Math.min(quiet, each);
        }
        floor = quiet <= floor ? quiet : Math.min(quiet, floor * 1.0023 + 0.05);
    }
}
