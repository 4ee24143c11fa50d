package org.cordboard.bench.media;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.media.Codec;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.Room;
import org.cordboard.media.audio.HoldMusic;

/// `media [--legs N] [--room N] [--seconds N]`: one media thread, a generator on another. What fits on a core is computed from
/// the media thread's processor time at the given number of legs, because a busy machine would falsify a ramp to the limit;
/// packets that did not arrive are printed beside it.
public final class MediaBench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /// Nobody runs a core at 100 %: the last tenth absorbs jitter of the scheduler.
    private static final double USABLE = 0.9;

    private MediaBench() {}

    public static void main(String... args) throws IOException {
        var options = List.of(args);
        int legs = option(options, "--legs", 800);
        int roomSize = option(options, "--room", 4);
        int seconds = option(options, "--seconds", 5);
        System.out.printf(
                "Media plane, %d legs, G.711 over loopback, one media thread, %d processors, Java %s%n",
                legs, Runtime.getRuntime().availableProcessors(), Runtime.version());
        int mixed = run("mixed in rooms of " + roomSize, legs, roomSize, seconds);
        int playback = run("hearing music", legs, 0, seconds);
        System.out.println("mixed legs per core: " + mixed);
        System.out.println("playback legs per core: " + playback);
    }

    private static int option(List<String> options, String name, int otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(options.get(at + 1));
    }

    private static int run(String what, int legs, int roomSize, int seconds) throws IOException {
        try (var engine = MediaEngine.start(MediaConfig.loopback());
                var generator = new RtpGenerator()) {
            Room room = null;
            for (int i = 0; i < legs; i++) {
                var endpoint = engine.openRtp(new MediaListener() {});
                var phone = generator.phone(endpoint.localAddress());
                endpoint.connect(new RemoteMedia(phone, Codec.PCMU, 101));
                if (roomSize == 0) {
                    endpoint.play(HoldMusic.piece().foreverFrom(i * 977));
                } else {
                    if (room == null || i % roomSize == 0) {
                        room = engine.openRoom(Room.Settings.CONFERENCE, new Room.Listener() {});
                    }
                    room.join(endpoint);
                }
            }
            generator.start();
            return measure(what, legs, seconds, generator);
        }
    }

    private static int measure(String what, int legs, int seconds, RtpGenerator generator) {
        long media = threadNamed("media-0");
        LockSupport.parkNanos(3_000_000_000L);
        long cpu = THREADS.getThreadCpuTime(media);
        long bytes = THREADS.getThreadAllocatedBytes(media);
        long received = generator.received();
        long missing = generator.missing();
        long from = System.nanoTime();
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        double elapsed = (System.nanoTime() - from) / 1e9;
        cpu = THREADS.getThreadCpuTime(media) - cpu;
        bytes = THREADS.getThreadAllocatedBytes(media) - bytes;
        received = generator.received() - received;
        missing = generator.missing() - missing;
        // By packets really sent: ticks that a busy machine took from the thread cost nothing and must not flatter the figure.
        double nanosPerPacket = (double) cpu / Math.max(1, received);
        int perCore = (int) (USABLE * 1e9 / (nanosPerPacket * 50));
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f %% of a core, %.2f µs per leg and 20 ms, %d packets received of %d expected, %d missing, %.1f bytes allocated per packet, load average %.1f%n",
                what,
                cpu / 1e7 / elapsed,
                nanosPerPacket / 1e3,
                received,
                (long) (legs * elapsed * 50),
                missing,
                (double) bytes / Math.max(1, received),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return perCore;
    }

    private static long threadNamed(String name) {
        for (var info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals(name)) {
                return info.getThreadId();
            }
        }
        throw new IllegalStateException("no thread " + name);
    }
}
