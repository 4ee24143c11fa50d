package org.cordboard.media;

/// How patiently an endpoint waits for late packets. Times in milliseconds.
public enum JitterBufferSize {
    /// Least delay: a packet that is not there in time is lost.
    OFF(0, 20),
    SMALL(20, 200),
    MEDIUM(40, 360),
    LARGE(60, 1_000);

    private final int targetMillis;
    private final int maxMillis;

    JitterBufferSize(int targetMillis, int maxMillis) {
        this.targetMillis = targetMillis;
        this.maxMillis = maxMillis;
    }

    /// By its published name; any other word is the usual size.
    public static JitterBufferSize named(String word) {
        return switch (word) {
            case "off" -> OFF;
            case "small" -> SMALL;
            case "medium" -> MEDIUM;
            default -> LARGE;
        };
    }

    public int targetMillis() {
        return targetMillis;
    }

    public int maxMillis() {
        return maxMillis;
    }
}
