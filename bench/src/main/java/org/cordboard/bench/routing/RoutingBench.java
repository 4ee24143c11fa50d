package org.cordboard.bench.routing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.cordboard.cluster.DurableEngine;
import org.cordboard.cluster.EngineConfig;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.sid.TaskSid;

/// The routing budgets: durable task lifecycles per second, a freed worker's next offer, the cost at 100,000 waiting
/// tasks, start, idle CPU. Callers and engine share this process.
///
/// Arguments: the directory to write in (default: here), seconds per measurement (default 4), callers (default 256).
public final class RoutingBench {
    private static final Logger LIBRARY = Logger.getLogger("org.apache.ratis");
    private static final int WORKERS = 1_000;
    private static final int WAITING = 1_000;
    private static final int MANY_WAITING = 100_000;

    private final Path root;
    private final long runNanos;
    private final int callers;

    private RoutingBench(Path root, int seconds, int callers) {
        this.root = root;
        this.runNanos = seconds * 1_000_000_000L;
        this.callers = callers;
    }

    public static void main(String[] arguments) throws Exception {
        LIBRARY.setLevel(Level.OFF);
        var place = Path.of(arguments.length > 0 ? arguments[0] : ".");
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        int callers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
        var root = Files.createTempDirectory(place, "routing-bench");
        try {
            new RoutingBench(root, seconds, callers).run();
        } finally {
            delete(root);
        }
        System.exit(0);
    }

    private void run() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "conditions: %s, %d processors for callers and engine, %d MiB heap, java %s, %s, load %.1f%n",
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.version(),
                Files.getFileStore(root),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        try (var engine = MemoryEngine.start(new RoutingCore(), InstantSource.system())) {
            var centre = new BenchCentre(engine, WORKERS);
            lifecycles(centre, "warm-up, without a disk");
            lifecycles(centre, "without a disk");
        }
        double lifecycles;
        long began = System.nanoTime();
        try (var engine = open("lifecycles")) {
            System.out.printf(Locale.ROOT, "start of an empty engine: %d ms%n", millisSince(began));
            var centre = new BenchCentre(engine, WORKERS);
            lifecycles(centre, "warm-up, durable");
            lifecycles = lifecycles(centre, "durable");
            idle();
        }
        began = System.nanoTime();
        try (var engine = open("lifecycles")) {
            System.out.printf(Locale.ROOT, "start again at event %d: %d ms%n", engine.position(), millisSince(began));
        }
        double offer;
        try (var engine = open("offers")) {
            var centre = new BenchCentre(engine, WORKERS);
            fill(centre, WORKERS + WAITING);
            offers(centre, WAITING, fsync());
            offer = offers(centre, WAITING, fsync());
        }
        waitingTasks();
        new RoutingMatrix(this::open, runNanos).run();
        System.out.println("budgets: 10000 lifecycles/s durable on one node; offer p99 < 5 ms at 1000 waiting x 1000"
                + " workers; at 100000 waiting within 1.3 x the cost at 1000");
        System.out.printf(Locale.ROOT, "lifecycles/s: %.0f%n", lifecycles);
        System.out.printf(Locale.ROOT, "offer p99 ms: %.2f%n", offer);
    }

    private DurableEngine open(String name) throws IOException {
        return DurableEngine.start(
                EngineConfig.single(root.resolve(name), Set.of()), new RoutingCore(), InstantSource.system(), cause -> {
                    System.err.println("the engine stopped: " + cause);
                    System.exit(1);
                });
    }

    /// Median time of a write of 4 KiB with fsync, in milliseconds.
    private double fsync() throws IOException {
        var nanos = new ArrayList<Long>();
        try (var channel = FileChannel.open(root.resolve("raw"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + 500_000_000L;
            while (System.nanoTime() < end) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(4_096));
                channel.force(false);
                nanos.add(System.nanoTime() - began);
            }
        }
        nanos.sort(Comparator.naturalOrder());
        double median = nanos.get(nanos.size() / 2) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "this disk: write + fsync of 4 KiB p50 %.2f ms, p99 %.2f ms%n",
                median,
                nanos.get(nanos.size() * 99 / 100) / 1e6);
        return median;
    }

    /// Create, accept, complete; each caller does one task after the other.
    private double lifecycles(BenchCentre centre, String what) throws Exception {
        var done = new AtomicInteger();
        var nanos = new long[4_000_000];
        long cpu = cpuNanos();
        long began = System.nanoTime();
        long end = began + runNanos;
        var started = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                started.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        lifecycle(centre);
                        nanos[done.getAndIncrement()] = System.nanoTime() - start;
                    }
                    return true;
                }));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        for (var caller : started) {
            caller.get();
        }
        double rate = done.get() / seconds;
        var sorted = Arrays.copyOf(nanos, done.get());
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-24s %d callers: %.0f lifecycles/s (3 commands each), p50 %.1f ms, p99 %.1f ms, %.0f us CPU each%n",
                what,
                callers,
                rate,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                (cpuNanos() - cpu) / 1e3 / done.get());
        return rate;
    }

    private static void lifecycle(BenchCentre centre) {
        var created = centre.run(centre.task());
        if (!(created.subject() instanceof Task task)) {
            throw new IllegalStateException("no task: " + created);
        }
        var offered = offered(created);
        centre.run(new ReservationCommand.Accept(centre.workspace.sid(), offered.sid(), null, null));
        centre.run(complete(centre, task.sid()));
    }

    private static Reservation offered(Outcome.Done outcome) {
        return outcome.events().stream()
                .flatMap(event -> event.changed().stream())
                .filter(entity ->
                        entity instanceof Reservation reservation && reservation.status() == ReservationStatus.PENDING)
                .map(Reservation.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing was offered"));
    }

    private static TaskCommand.Update complete(BenchCentre centre, TaskSid task) {
        return new TaskCommand.Update(
                centre.workspace.sid(), task, null, TaskStatus.COMPLETED, "done", null, null, null, null);
    }

    private static void fill(BenchCentre centre, int tasks) throws Exception {
        var permits = new Semaphore(512);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < tasks; i++) {
                permits.acquire();
                threads.submit(() -> {
                    try {
                        return centre.run(centre.task());
                    } finally {
                        permits.release();
                    }
                });
            }
        }
    }

    /// All workers are busy and tasks wait. A worker completes; the time until his next reservation is durable and was
    /// delivered as an event. At 200 a second, so that the figure is latency and not a queue.
    private double offers(BenchCentre centre, int count, double fsyncMillis) throws Exception {
        var arrivals = new AtomicLong();
        var freed = new java.util.concurrent.ConcurrentHashMap<String, Long>();
        var nanos = java.util.Collections.synchronizedList(new ArrayList<Long>());
        var all = new CountDownLatch(count);
        var accepted = acceptAll(centre);
        try (var _ = centre.engine.follow("offers", centre.engine.position(), event -> {
            for (var entity : event.event().changed()) {
                if (entity instanceof Reservation reservation && reservation.status() == ReservationStatus.PENDING) {
                    var since = freed.remove(reservation.worker().value());
                    if (since != null) {
                        nanos.add(System.nanoTime() - since);
                        arrivals.incrementAndGet();
                        all.countDown();
                    }
                }
            }
        })) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < count; i++) {
                    var reservation = accepted.get(i);
                    threads.submit(() -> {
                        freed.put(reservation.worker().value(), System.nanoTime());
                        return centre.run(complete(centre, reservation.task()));
                    });
                    Thread.sleep(5);
                }
            }
            all.await();
        }
        fill(centre, count);
        var sorted = nanos.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2) / 1e6;
        double p99 = sorted.get(sorted.size() * 99 / 100) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "worker free to offer durable and delivered, %d waiting x %d workers, 200/s: p50 %.2f ms, p99 %.2f ms,"
                        + " a fsync just before was %.0f %% of this median%n",
                WAITING,
                WORKERS,
                median,
                p99,
                fsyncMillis / median * 100);
        return p99;
    }

    /// Accepts whatever is offered; answers with all accepted reservations.
    private static List<Reservation> acceptAll(BenchCentre centre) {
        var open = open(centre.engine, centre);
        for (var reservation : open) {
            if (reservation.status() == ReservationStatus.PENDING) {
                centre.run(new ReservationCommand.Accept(centre.workspace.sid(), reservation.sid(), null, null));
            }
        }
        return open(centre.engine, centre);
    }

    private static List<Reservation> open(Engine engine, BenchCentre centre) {
        return engine.read(view -> centre.workers.stream()
                .flatMap(worker -> view.reservationsOfWorker(worker.sid()).stream())
                .filter(reservation -> reservation.status() == ReservationStatus.PENDING
                        || reservation.status() == ReservationStatus.ACCEPTED)
                .toList());
    }

    /// CPU of create, accept, complete while many others wait, without a disk; the budget is 1.3 times the cost at
    /// 1,000.
    private void waitingTasks() throws Exception {
        costWith(WAITING);
        double few = costWith(WAITING);
        double many = costWith(MANY_WAITING);
        System.out.printf(
                Locale.ROOT,
                "engine time of complete + next offer + accept: %.1f us with %d waiting, %.1f us with %d: x %.2f%n",
                few,
                WAITING,
                many,
                MANY_WAITING,
                many / few);
    }

    /// Microseconds of one thread that does nothing else, in the best of twelve rounds: the others were interrupted.
    private static double costWith(int waiting) {
        var core = new RoutingCore();
        var entries = new DirectEngine(core);
        var centre = new BenchCentre(entries, WORKERS);
        for (int i = 0; i < WORKERS + waiting; i++) {
            centre.run(centre.task());
        }
        double least = Double.MAX_VALUE;
        for (int round = 0; round < 12; round++) {
            var accepted = acceptAll(centre);
            int count = Math.min(500, accepted.size());
            long began = System.nanoTime();
            for (var reservation : accepted.subList(0, count)) {
                var done = centre.run(complete(centre, reservation.task()));
                centre.run(new ReservationCommand.Accept(
                        centre.workspace.sid(), offered(done).sid(), null, null));
            }
            least = Math.min(least, (System.nanoTime() - began) / 1e3 / count);
            for (int i = 0; i < count; i++) {
                centre.run(centre.task());
            }
        }
        return least;
    }

    private static void idle() throws InterruptedException {
        Thread.sleep(1_000);
        long before = cpuNanos();
        Thread.sleep(4_000);
        System.out.printf(Locale.ROOT, "idle: %.2f %% of a core%n", (cpuNanos() - before) / 4e9 * 100);
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static void delete(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
