package org.cordboard.media.audio;

import java.util.List;

/// A sequence of single or double tones and pauses. Edges are softened over 4 ms so that nothing clicks.
public final class Tones implements AudioSource {
    private static final int EDGE_SAMPLES = 32;

    /// @param first hertz, 0 for none
    /// @param second hertz, 0 for none
    /// @param level amplitude of each tone, 0 to 1
    public record Step(double first, double second, int millis, double level) {
        int samples() {
            return millis * (RATE / 1_000);
        }
    }

    private final Step[] steps;
    private final boolean repeat;
    private int step;
    private int at;

    public Tones(boolean repeat, Step... steps) {
        this.steps = List.of(steps).toArray(Step[]::new);
        this.repeat = repeat;
        for (var each : steps) {
            if (each.millis() <= 0) {
                throw new IllegalArgumentException("a step lasts at least a millisecond: " + each);
            }
        }
    }

    @Override
    public int read(short[] frame) {
        int written = 0;
        while (written < frame.length && step < steps.length) {
            var now = steps[step];
            int part = Math.min(frame.length - written, now.samples() - at);
            fill(frame, written, part, now);
            written += part;
            at += part;
            if (at == now.samples()) {
                at = 0;
                step = repeat && step + 1 == steps.length ? 0 : step + 1;
            }
        }
        return written;
    }

    private void fill(short[] frame, int from, int count, Step now) {
        double first = 2 * Math.PI * now.first() / RATE;
        double second = 2 * Math.PI * now.second() / RATE;
        for (int i = 0; i < count; i++) {
            int t = at + i;
            double edge = Math.min(1.0, Math.min(t + 1, now.samples() - t) / (double) EDGE_SAMPLES);
            double value = now.first() == 0 ? 0 : Math.sin(first * t);
            if (now.second() != 0) {
                value += Math.sin(second * t);
            }
            frame[from + i] = (short) Math.round(value * now.level() * edge * Short.MAX_VALUE);
        }
    }
}
