package org.cordboard.server.phone;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.cordboard.media.AudioTap;
import org.cordboard.media.audio.AudioSource;

/// What a phone hears: the last two seconds of its received audio, with the questions a listener asks.
public final class Ears implements AudioTap {
    private static final int KEPT = 2 * AudioSource.RATE;
    private static final Duration LOOK = Duration.ofMillis(20);

    private final short[] ring = new short[KEPT];
    private int next;
    private long heard;

    @Override
    public synchronized void frame(short[] inbound, short[] outbound) {
        for (var sample : inbound) {
            ring[next] = sample;
            next = (next + 1) % KEPT;
        }
        heard += inbound.length;
    }

    /// What was heard so far counts no more.
    public synchronized void forget() {
        heard = 0;
    }

    /// Loudness of the last part, root mean square over full scale, 0 to 1.
    public double level(Duration part) {
        var samples = last(part);
        double sum = 0;
        for (var sample : samples) {
            sum += (double) sample * sample;
        }
        return samples.length == 0 ? 0 : Math.sqrt(sum / samples.length) / Short.MAX_VALUE;
    }

    /// Share of the last part's energy that stands at a frequency, 0 to about 1.
    public double share(double hertz, Duration part) {
        return share(hertz, last(part));
    }

    /// The same of any samples (Goertzel).
    public static double share(double hertz, short... samples) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / AudioSource.RATE);
        double before = 0;
        double beforeThat = 0;
        double energy = 0;
        for (var sample : samples) {
            double now = sample + coefficient * before - beforeThat;
            beforeThat = before;
            before = now;
            energy += (double) sample * sample;
        }
        double at = before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
        return energy == 0 ? 0 : 2 * at / (energy * samples.length);
    }

    /// Whether the tone dominates the last 200 ms.
    public boolean tone(double hertz) {
        var part = Duration.ofMillis(200);
        return level(part) > 0.01 && share(hertz, part) > 0.5;
    }

    /// Whether a tone can be made out in the last 400 ms, alone or among others.
    public boolean toneAmongOthers(double hertz) {
        var part = Duration.ofMillis(400);
        return level(part) > 0.01 && share(hertz, part) > 0.1;
    }

    public boolean sound() {
        return level(Duration.ofMillis(300)) > 0.01;
    }

    public boolean silence() {
        return level(Duration.ofMillis(500)) < 0.002;
    }

    /// Waits until the condition holds; answers whether it came to hold in time.
    public boolean within(Duration patience, BooleanSupplier condition) {
        var limit = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private synchronized short[] last(Duration part) {
        int wanted = (int) Math.min(Math.min(heard, KEPT), part.toMillis() * AudioSource.RATE / 1_000);
        var samples = new short[wanted];
        for (int i = 0; i < wanted; i++) {
            samples[i] = ring[Math.floorMod(next - wanted + i, KEPT)];
        }
        return samples;
    }
}
