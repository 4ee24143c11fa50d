package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whole lives of tasks with many waiting and many workers. Prints how fast; asserts only that it is right.
@Timeout(60)
class LoadSanityTest {
    private static final int WORKERS = Integer.getInteger("cordboard.load.workers", 200);
    private static final int WAITING = Integer.getInteger("cordboard.load.waiting", 1_000);
    private static final int QUEUES = Integer.getInteger("cordboard.load.queues", 20);
    private static final int LIVES = Integer.getInteger("cordboard.load.lives", 4_000);

    @Test
    void everyCompletionHandsTheWorkerTheNextTaskInLine() {
        var centre = new Centre();
        var filters = new ArrayList<String>();
        for (int i = 0; i < QUEUES; i++) {
            var queue = centre.queue("skill " + i, "skills HAS 's%d' AND level >= 0".formatted(i));
            filters.add("{\"expression\":\"skill == 's%d'\",\"targets\":[{\"queue\":\"%s\",\"expression\":\"%s\"}]}"
                    .formatted(i, queue.sid(), "task.language IN worker.languages"));
        }
        centre.workflow(
                "{\"task_routing\":{\"filters\":[" + String.join(",", filters) + "]}}", 86_400);
        long start = cpu();
        for (int i = 0; i < WORKERS; i++) {
            centre.worker(
                    "worker" + i,
                    "{\"skills\":[\"s%d\",\"s%d\"],\"level\":%d,\"languages\":[\"en\",\"fr\"]}"
                            .formatted(i % QUEUES, (i * 7 + 3) % QUEUES, i % 4));
        }
        long workersMade = cpu();
        var offers = new ArrayDeque<Reservation>();
        for (int i = 0; i < WAITING + WORKERS; i++) {
            create(centre, i);
            collect(centre, offers);
        }
        long filled = cpu();
        centre.log.clear();
        int lives = 0;
        while (lives < LIVES) {
            var offer = offers.poll();
            centre.jump(Duration.ofMillis(1));
            centre.run(new ReservationCommand.Accept(offer.workspace(), offer.sid(), null, null));
            var task = centre.view().task(offer.task());
            centre.run(centre.statusOf(task, TaskStatus.COMPLETED, "done"));
            collect(centre, offers);
            create(centre, lives);
            collect(centre, offers);
            lives++;
            assertTrue(lives == LIVES || !offers.isEmpty(), "somebody always has an offer");
            centre.log.clear();
        }
        long done = cpu();
        System.out.printf(
                "routing in memory, %d workers x %d waiting x %d queues: %,d lifecycles/s, %,d creations/s, %,d workers/s of CPU time%n",
                WORKERS,
                WAITING,
                QUEUES,
                perSecond(LIVES, done - filled),
                perSecond(WAITING + WORKERS, filled - workersMade),
                perSecond(WORKERS, workersMade - start));
        var counts = centre.view().taskCounts(centre.workspace().sid(), null);
        assertEquals(WAITING + WORKERS, counts.total());
    }

    /// Time this thread really ran, so that a busy machine does not count.
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long perSecond(int count, long nanos) {
        return count * 1_000_000_000L / Math.max(1, nanos);
    }

    private static Task create(Centre centre, int number) {
        return centre.task("{\"skill\":\"s%d\",\"language\":\"%s\",\"n\":%d}"
                .formatted(number % QUEUES, number % 3 == 0 ? "fr" : "en", number));
    }

    private static void collect(Centre centre, ArrayDeque<Reservation> offers) {
        for (var event : List.copyOf(centre.lastEvents)) {
            if (event instanceof TaskRouterEvent told && told.type() == EventType.RESERVATION_CREATED) {
                offers.add(told.context().reservation());
            }
        }
    }
}
