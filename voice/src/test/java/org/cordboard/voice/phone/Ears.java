package org.cordboard.voice.phone;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.cordboard.media.AudioTap;

/// The last second that a phone heard, and what is in it.
public final class Ears implements AudioTap {
    private static final int RATE = 8_000;

    private final short[] ring = new short[RATE];
    private int next;
    private long heard;

    @Override
    public synchronized void frame(short[] inbound, short[] outbound) {
        for (var sample : inbound) {
            ring[next] = sample;
            next = (next + 1) % ring.length;
        }
        heard += inbound.length;
    }

    /// Loudness of the last 200 ms, 0 to 1.
    public synchronized double level() {
        double sum = 0;
        for (int i = 0; i < RATE / 5; i++) {
            double sample = at(i);
            sum += sample * sample;
        }
        return Math.sqrt(sum / (RATE / 5.0)) / Short.MAX_VALUE;
    }

    /// Share of the last 200 ms' energy at a frequency (Goertzel).
    public synchronized double share(double hertz) {
        int count = RATE / 5;
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double before = 0;
        double beforeThat = 0;
        double energy = 1e-9;
        for (int i = count - 1; i >= 0; i--) {
            double sample = at(i);
            double now = sample + coefficient * before - beforeThat;
            beforeThat = before;
            before = now;
            energy += sample * sample;
        }
        double power = before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
        return 2 * power / (energy * count);
    }

    public boolean tone(double hertz) {
        return level() > 0.01 && share(hertz) > 0.5;
    }

    public boolean among(double hertz) {
        return level() > 0.01 && share(hertz) > 0.1;
    }

    public boolean sound() {
        return level() > 0.005;
    }

    public boolean silence() {
        return level() < 0.002;
    }

    /// Waits for what is heard to be so.
    public static boolean within(Duration patience, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    private double at(int samplesAgo) {
        return ring[Math.floorMod(next - 1 - samplesAgo, ring.length)];
    }
}
