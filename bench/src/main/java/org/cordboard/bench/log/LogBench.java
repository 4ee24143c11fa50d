package org.cordboard.bench.log;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Prints the figures of decision record 0001: raw fsync, then Ratis with one and three peers.
/// Commands have 256 bytes; `packed` is how many share one log entry, as the engine packs those that arrive together.
public final class LogBench {
    private static final Logger LIBRARY = Logger.getLogger("org.apache.ratis");
    private static final int COMMAND_BYTES = 256;
    private static final int RUN_MILLIS = 2_000;

    private LogBench() {}

    public static void main(String[] arguments) throws Exception {
        LIBRARY.setLevel(Level.OFF);
        var root = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "log-bench");
        System.out.printf(
                Locale.ROOT,
                "conditions: %s, %d processors, java %s, %s, load %.1f%n",
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                Files.getFileStore(root),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        rawFsync(root, COMMAND_BYTES);
        rawFsync(root, 64 * COMMAND_BYTES);
        onePeer(root, true);
        onePeer(root, false);
        threePeers(root);
        System.exit(0);
    }

    private static void rawFsync(Path root, int bytes) throws IOException {
        var nanos = new ArrayList<Long>();
        try (var channel = FileChannel.open(
                root.resolve("raw" + bytes), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + RUN_MILLIS * 500_000L;
            while (System.nanoTime() < end) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(bytes));
                channel.force(false);
                nanos.add(System.nanoTime() - began);
            }
        }
        print("raw write + fsync of " + bytes + " bytes", 1, nanos, RUN_MILLIS / 2);
    }

    private static void onePeer(Path root, boolean commitEntries) throws Exception {
        System.out.println("-- one peer, commit entries in the log: " + commitEntries);
        long began = System.nanoTime();
        try (var group = RatisGroup.start(root.resolve("one" + commitEntries), freePorts(1), commitEntries)) {
            int leader = group.awaitLeader(10_000);
            group.submit(leader, new byte[COMMAND_BYTES]).get();
            System.out.printf(Locale.ROOT, "start to first reply: %d ms%n", (System.nanoTime() - began) / 1_000_000);
            load(group, leader, 64, 1, false);
            for (int outstanding : new int[] {1, 16, 256, 2_048}) {
                load(group, leader, outstanding, 1, true);
            }
            load(group, leader, 1, 256, true);
            load(group, leader, 4, 64, true);
            load(group, leader, 4, 512, true);
            idle();
        }
    }

    private static void threePeers(Path root) throws Exception {
        System.out.println("-- three peers on loopback in this process");
        try (var group = RatisGroup.start(root.resolve("three"), freePorts(3), false)) {
            int leader = group.awaitLeader(20_000);
            load(group, leader, 64, 1, false);
            for (int outstanding : new int[] {1, 16, 256, 2_048}) {
                load(group, leader, outstanding, 1, true);
            }
            load(group, leader, 4, 64, true);
            idle();
            leaderChange(group, leader);
        }
    }

    /// Ends the leader under load and counts: every acknowledged command must be applied at its successor.
    private static void leaderChange(RatisGroup group, int leader) throws Exception {
        var permits = new Semaphore(64);
        var acknowledged = new AtomicInteger();
        long before = group.entries(leader);
        long end = System.nanoTime() + 500_000_000L;
        while (System.nanoTime() < end) {
            permits.acquire();
            group.submit(leader, new byte[COMMAND_BYTES]).whenComplete((reply, failure) -> {
                if (failure == null && reply.isSuccess()) {
                    acknowledged.incrementAndGet();
                }
                permits.release();
            });
        }
        long began = System.nanoTime();
        group.end(leader);
        int successor = group.awaitLeader(20_000);
        group.submit(successor, new byte[COMMAND_BYTES]).get();
        System.out.printf(
                Locale.ROOT,
                "leader ended: successor replied after %d ms; acknowledged %d, at the successor %d%n",
                (System.nanoTime() - began) / 1_000_000,
                before + acknowledged.get(),
                group.entries(successor) - 1);
    }

    private static void load(RatisGroup group, int leader, int outstanding, int packed, boolean shown)
            throws Exception {
        var nanos = new long[4_000_000];
        var count = new AtomicInteger();
        var permits = new Semaphore(outstanding);
        var entry = new byte[COMMAND_BYTES * packed];
        long cpu = processCpuNanos();
        long end = System.nanoTime() + RUN_MILLIS * 1_000_000L;
        while (System.nanoTime() < end) {
            permits.acquire();
            long began = System.nanoTime();
            group.submit(leader, entry).whenComplete((reply, failure) -> {
                if (failure == null && reply.isSuccess()) {
                    nanos[count.getAndIncrement()] = System.nanoTime() - began;
                }
                permits.release();
            });
        }
        permits.acquire(outstanding);
        cpu = processCpuNanos() - cpu;
        if (shown) {
            var list = Arrays.stream(nanos, 0, count.get()).boxed().toList();
            print("outstanding " + outstanding + ", packed " + packed, packed, list, RUN_MILLIS);
            System.out.printf(Locale.ROOT, "    cpu per entry %.0f us%n", cpu / 1e3 / Math.max(1, count.get()));
        }
    }

    private static void idle() throws InterruptedException {
        Thread.sleep(500);
        long before = processCpuNanos();
        Thread.sleep(3_000);
        System.out.printf(Locale.ROOT, "idle: %.2f %% of a core%n", (processCpuNanos() - before) / 3e9 * 100);
    }

    private static void print(String what, int packed, List<Long> nanos, int runMillis) {
        var sorted = nanos.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%-36s %9.0f commands/s  p50 %6.2f ms  p99 %6.2f ms%n",
                what,
                sorted.size() * (double) packed * 1000 / runMillis,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6);
    }

    private static long processCpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0));
        }
        for (var socket : sockets) {
            ports.add(socket.getLocalPort());
            socket.close();
        }
        return ports;
    }
}
