package org.cordboard.bench.routing;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.bench.routing.MatrixCentre.Size;
import org.cordboard.bench.routing.MatrixCentre.Target;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.TaskStatus;

/// From a handful of workers to the largest centres: what one life of a task costs the engine while others wait, and how
/// many lives a second go through memory and through a durable log. All workers are busy throughout: each completion
/// frees one, who is offered the next task.
final class RoutingMatrix {
    private static final List<Size> SIZES = List.of(
            new Size(10, 10, 1, Target.ANYONE),
            new Size(100, 1_000, 20, Target.ANYONE),
            new Size(1_000, 1_000, 20, Target.LANGUAGE),
            new Size(1_000, 100_000, 20, Target.ANYONE),
            new Size(5_000, 100_000, 1_000, Target.ANYONE),
            new Size(5_000, 100_000, 1_000, Target.LANGUAGE),
            new Size(5_000, 100_000, 1_000, Target.OWN_WORKER),
            new Size(5_000, 100_000, 1, Target.OWN_WORKER));
    private static final int CALLERS = 256;

    private final Durable durable;
    private final long runNanos;

    /// Opens a durable engine in a folder of its own.
    interface Durable {
        Engine open(String name) throws Exception;
    }

    RoutingMatrix(Durable durable, long runNanos) {
        this.durable = durable;
        this.runNanos = runNanos;
    }

    void run() throws Exception {
        System.out.println("matrix: engine time of complete + next offer + accept + create; lives of tasks a second");
        double first = 0;
        for (int i = 0; i < SIZES.size(); i++) {
            var size = SIZES.get(i);
            var cost = cost(size);
            first = i == 2 ? cost.micros() : first;
            double memory;
            try (var engine = MemoryEngine.start(new RoutingCore(), InstantSource.system())) {
                memory = lives(new MatrixCentre(engine, size), size);
            }
            double kept;
            try (var engine = durable.open("matrix" + i)) {
                kept = lives(new MatrixCentre(engine, size), size);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: set up in %.1f s, %.0f us each%s, worst %.1f ms; %,.0f/s in memory, %,.0f/s durable"
                            + " (log and fsync: %.0f %% of the time)%n",
                    size,
                    cost.setUpSeconds(),
                    cost.micros(),
                    i > 2 ? String.format(Locale.ROOT, " (x %.2f)", cost.micros() / first) : "",
                    cost.worstMillis(),
                    memory,
                    kept,
                    Math.max(0, 100 * (1 - kept / memory)));
        }
    }

    private record Cost(double setUpSeconds, double micros, double worstMillis) {}

    /// One thread that does nothing else; the best of several rounds, as the others were interrupted.
    private static Cost cost(Size size) {
        long began = System.nanoTime();
        var centre = new MatrixCentre(new DirectEngine(new RoutingCore()), size);
        var offers = fill(centre, size);
        double setUp = (System.nanoTime() - began) / 1e9;
        double least = Double.MAX_VALUE;
        long worst = 0;
        int count = Math.max(100, Math.min(2_000, size.workers()));
        for (int round = 0; round < 6; round++) {
            worst = 0;
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long one = System.nanoTime();
                offers.addAll(life(centre, offers.remove()));
                worst = Math.max(worst, System.nanoTime() - one);
            }
            least = Math.min(least, (System.nanoTime() - start) / 1e3 / count);
        }
        return new Cost(setUp, least, worst / 1e6);
    }

    /// Reservations of all workers, while tasks wait.
    private static ArrayDeque<Reservation> fill(MatrixCentre centre, Size size) {
        var offers = new ArrayDeque<Reservation>();
        for (int i = 0; i < size.workers() + size.waiting(); i++) {
            offers.addAll(offered(centre.run(centre.task())));
        }
        return offers;
    }

    /// The worker of this offer accepts and completes; he is offered the next task, and another comes to wait.
    private static List<Reservation> life(MatrixCentre centre, Reservation offer) {
        var workspace = centre.workspace.sid();
        centre.run(new ReservationCommand.Accept(workspace, offer.sid(), null, null));
        var next = new ArrayList<Reservation>();
        next.addAll(offered(centre.run(new TaskCommand.Update(
                workspace, offer.task(), null, TaskStatus.COMPLETED, "done", null, null, null, null))));
        next.addAll(offered(centre.run(centre.task())));
        return next;
    }

    private static List<Reservation> offered(Outcome.Done done) {
        return done.events().stream()
                .flatMap(event -> event.changed().stream())
                .filter(Reservation.class::isInstance)
                .map(Reservation.class::cast)
                .filter(reservation -> reservation.status() == ReservationStatus.PENDING)
                .toList();
    }

    /// Many callers at once, each with one life after the other.
    private double lives(MatrixCentre centre, Size size) throws Exception {
        var offers = new java.util.concurrent.ConcurrentLinkedQueue<Reservation>();
        var permits = new Semaphore(CALLERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < size.workers() + size.waiting(); i++) {
                var task = centre.task();
                permits.acquire();
                threads.submit(() -> {
                    try {
                        return offers.addAll(offered(centre.run(task)));
                    } finally {
                        permits.release();
                    }
                });
            }
        }
        lives(centre, size, offers, runNanos / 4);
        return lives(centre, size, offers, runNanos);
    }

    private static double lives(
            MatrixCentre centre, Size size, java.util.Queue<Reservation> offers, long nanos) throws Exception {
        var done = new AtomicInteger();
        long began = System.nanoTime();
        var callers = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(CALLERS, size.workers()); i++) {
                callers.add(threads.submit(() -> {
                    while (System.nanoTime() - began < nanos) {
                        var offer = offers.poll();
                        if (offer == null) {
                            Thread.onSpinWait();
                            Thread.yield();
                            continue;
                        }
                        offers.addAll(life(centre, offer));
                        done.incrementAndGet();
                    }
                    return true;
                }));
            }
        }
        for (var caller : callers) {
            caller.get();
        }
        return done.get() / ((System.nanoTime() - began) / 1e9);
    }
}
