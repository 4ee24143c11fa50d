package org.cordboard.bench.media;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.media.Codec;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.Room;
import org.cordboard.media.audio.HoldMusic;

/// `media [--legs N,N,…] [--room N] [--seconds N] [--allocations]`: one media thread on the first core, the
/// generator and all else on the second. The number of legs rises until no run of four is gapless: every
/// phone must get every packet and never wait longer than its jitter buffer could hide; a machine shared with
/// others stands still now and then, which says nothing of the server. Beside it stands what the processor
/// time of the media thread alone would allow, which says whether the server or its surroundings were the
/// limit. Before all this, or alone with `--allocations`, an [AllocationProfile].
public final class MediaBench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String MEDIA_THREAD = "media-0";
    /// Nobody runs a core at 100 %: the last tenth absorbs jitter of the scheduler.
    private static final double USABLE = 0.9;

    private static final int HEARING_MUSIC = 0;
    /// Said to the process in which no allocation escapes notice.
    private static final String EVERY_ALLOCATION = "--every-allocation";
    private static final int RUNS = 4;
    private static final int PROFILED_LEGS = 200;
    private static final double RECEIVED_LEAST = 0.995;
    private static final long PAUSE_NANOS_MAX = 100_000_000L;
    private static final String MIXED_SIZES = "500,1000,1250,1500,1750,2000,2250,2500";
    private static final String PLAYBACK_SIZES = "500,1000,1500,2000,2500,2750,3000";

    private MediaBench() {}

    private record Figures(
            int legs,
            double core,
            double nanosPerPacket,
            double received,
            long missing,
            long pauseMillis,
            long late,
            double bytes) {
        boolean gapless() {
            return missing == 0 && received >= RECEIVED_LEAST && pauseMillis <= PAUSE_NANOS_MAX / 1_000_000;
        }

        /// By packets really sent: ticks that a busy machine took from the thread cost nothing and must not flatter the figure.
        int byProcessorTime() {
            return (int) (USABLE * 1e9 / (nanosPerPacket * 50));
        }
    }

    public static void main(String... args) throws IOException {
        var options = List.of(args);
        if (options.contains(EVERY_ALLOCATION)) {
            allocations();
            return;
        } else if (options.contains("--allocations")) {
            AllocationProfile.inAnotherProcess("media", EVERY_ALLOCATION);
            return;
        }
        int roomSize = Integer.parseInt(option(options, "--room", "4"));
        int seconds = Integer.parseInt(option(options, "--seconds", "5"));
        System.out.printf(
                "Media plane, G.711 over loopback, one media thread, %d processors, Java %s, load %.1f%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        memory(1_000);
        AllocationProfile.inAnotherProcess("media", EVERY_ALLOCATION);
        System.out.printf(
                Locale.ROOT,
                "gapless: not one packet missing, %.1f %% come within the %d s measured, and no phone waits longer than %d ms for its next%n"
                        + "one: ticks that a shared machine delays are made up for, and a phone's jitter buffer hides that much%n",
                100 * RECEIVED_LEAST,
                seconds,
                PAUSE_NANOS_MAX / 1_000_000);
        run(200, roomSize, 2); // warms the compiler up; not counted
        int mixed = most("mixed in rooms of " + roomSize, sizes(options, MIXED_SIZES), roomSize, seconds);
        int playback = most("hearing music", sizes(options, PLAYBACK_SIZES), HEARING_MUSIC, seconds);
        System.out.println("mixed legs per core: " + mixed);
        System.out.println("playback legs per core: " + playback);
    }

    private static String option(List<String> options, String name, String otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : options.get(at + 1);
    }

    private static int[] sizes(List<String> options, String otherwise) {
        return java.util.Arrays.stream(option(options, "--legs", otherwise).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /// The largest number of legs of a gapless run.
    private static int most(String what, int[] sizes, int roomSize, int seconds) throws IOException {
        int most = 0;
        for (int legs : sizes) {
            boolean gapless = false;
            for (int run = 1; run <= RUNS && !gapless; run++) {
                var figures = run(legs, roomSize, seconds);
                print(run == 1 ? what : what + ", again", figures);
                gapless = figures.gapless();
            }
            if (!gapless) {
                break;
            }
            most = legs;
        }
        return most;
    }

    private static void print(String what, Figures f) {
        System.out.printf(
                Locale.ROOT,
                "%,6d %s: %s, %.1f %% of the core, %.2f µs per leg and 20 ms (enough for %,d), %.2f %% received, %d missing, longest pause %d ms, %.1f bytes allocated per packet%s%n",
                f.legs,
                what,
                f.gapless() ? "gapless" : "not gapless",
                100 * f.core,
                f.nanosPerPacket / 1e3,
                f.byProcessorTime(),
                100 * f.received,
                f.missing,
                f.pauseMillis,
                f.bytes,
                f.late == 0 ? "" : ", the generator was late " + f.late + " times");
    }

    private static Figures run(int legs, int roomSize, int seconds) throws IOException {
        try (var engine = MediaEngine.start(MediaConfig.loopback());
                var generator = new RtpGenerator()) {
            open(engine, legs, roomSize, generator);
            generator.start();
            Cores.pin(MEDIA_THREAD, 0);
            return measure(legs, seconds, generator);
        }
    }

    private static void open(MediaEngine engine, int legs, int roomSize, RtpGenerator generator) throws IOException {
        Room room = null;
        for (int i = 0; i < legs; i++) {
            var endpoint = engine.openRtp(new MediaListener() {});
            endpoint.connect(new RemoteMedia(generator.phone(endpoint.localAddress()), Codec.PCMU, 101));
            if (roomSize == HEARING_MUSIC) {
                endpoint.play(HoldMusic.piece().foreverFrom(i * 977));
            } else {
                if (room == null || i % roomSize == 0) {
                    room = engine.openRoom(Room.Settings.CONFERENCE, new Room.Listener() {});
                }
                room.join(endpoint);
            }
        }
    }

    private static Figures measure(int legs, int seconds, RtpGenerator generator) {
        long media = threadNamed(MEDIA_THREAD);
        LockSupport.parkNanos(3_000_000_000L);
        generator.forgetPauses();
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
        return new Figures(
                legs,
                cpu / 1e9 / elapsed,
                (double) cpu / Math.max(1, received),
                received / (legs * elapsed * 50),
                generator.missing() - missing,
                generator.longestPauseNanos() / 1_000_000,
                generator.lateTicks(),
                (double) bytes / Math.max(1, received));
    }

    /// Half of the legs in rooms, half of them hearing music; no reports are left out, so once a second there is something.
    private static void allocations() throws IOException {
        try (var engine = MediaEngine.start(MediaConfig.loopback());
                var generator = new RtpGenerator();
                var profile = new AllocationProfile()) {
            open(engine, PROFILED_LEGS / 2, 4, generator);
            open(engine, PROFILED_LEGS / 2, HEARING_MUSIC, generator);
            generator.start();
            LockSupport.parkNanos(5_000_000_000L);
            long packets = generator.received();
            profile.start();
            LockSupport.parkNanos(5_000_000_000L);
            packets = generator.received() - packets;
            profile.print(MEDIA_THREAD, packets);
        }
    }

    /// What a leg keeps in the media plane, sockets of the system not counted.
    private static void memory(int legs) throws IOException {
        HoldMusic.piece();
        try (var engine = MediaEngine.start(MediaConfig.loopback())) {
            engine.openRtp(new MediaListener() {}).close();
            long heap = heapUsed();
            var endpoints = new ArrayList<MediaEndpoint>();
            for (int i = 0; i < legs; i++) {
                var endpoint = engine.openRtp(new MediaListener() {});
                endpoint.connect(new RemoteMedia(new InetSocketAddress("127.0.0.1", 9), Codec.PCMU, 101));
                endpoint.play(HoldMusic.piece().forever());
                endpoints.add(endpoint);
            }
            LockSupport.parkNanos(500_000_000L);
            System.out.printf(
                    Locale.ROOT,
                    "memory: %.1f KiB of heap a leg in the media plane (%,d open)%n",
                    (heapUsed() - heap) / 1_024.0 / legs,
                    endpoints.size());
        }
    }

    private static long heapUsed() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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
