package org.cordboard.media.audio;

/// The two tones of a key, ITU-T Q.23.
public final class DtmfTones {
    private static final String KEYS = "123A456B789C*0#D";
    private static final double[] ROWS = {697, 770, 852, 941};
    private static final double[] COLUMNS = {1_209, 1_336, 1_477, 1_633};
    private static final double LEVEL = 0.22;

    private DtmfTones() {}

    public static boolean isKey(char key) {
        return KEYS.indexOf(key) >= 0;
    }

    public static double row(char key) {
        return ROWS[index(key) / 4];
    }

    public static double column(char key) {
        return COLUMNS[index(key) % 4];
    }

    public static char key(int row, int column) {
        return KEYS.charAt(row * 4 + column);
    }

    public static Tones.Step step(char key, int millis) {
        return new Tones.Step(row(key), column(key), millis, LEVEL);
    }

    private static int index(char key) {
        int index = KEYS.indexOf(key);
        if (index < 0) {
            throw new IllegalArgumentException("not a key: " + key);
        }
        return index;
    }
}
