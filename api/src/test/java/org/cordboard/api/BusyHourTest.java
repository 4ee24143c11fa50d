package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Fifty tasks at once for twenty workers, all by REST: nothing is lost, nothing taken twice, the order is kept (F176).
@Timeout(120)
class BusyHourTest {
    private static final int TASKS = 50;
    private static final int WORKERS = 20;

    @Test
    void fiftyTasksAtOnceAreEachTakenOnceAndInOrderByTwentyWorkers() throws Exception {
        try (Centre centre = new Centre();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Centre.Team team = centre.team();
            List<String> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(team.worker("worker" + i, "Available"));
            }
            var told = new ConcurrentLinkedQueue<TaskRouterEvent>();
            try (var _ = centre.engine.follow("checker", centre.engine.position(), committed -> {
                if (committed.event() instanceof TaskRouterEvent event) {
                    told.add(event);
                }
            })) {
                var completed = new AtomicInteger();
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                    all.add(threads.submit(() -> team.task("{}")));
                }
                for (String worker : workers) {
                    all.add(threads.submit(() -> work(centre, team, worker, completed)));
                }
                for (Future<?> one : all) {
                    one.get();
                }
                Centre.await("the last event", () -> count(told, EventType.TASK_COMPLETED) == TASKS);
            }
            check(List.copyOf(told));
        }
    }

    /// Accepts whatever is offered and completes it, until all tasks are done.
    private static void work(Centre centre, Centre.Team team, String worker, AtomicInteger completed) {
        String list = team.workspace() + "/Workers/" + worker + "/Reservations?ReservationStatus=pending";
        while (completed.get() < TASKS) {
            for (JsonNode offer : centre.get(list).json().path("reservations")) {
                String task = team.workspace() + "/Tasks/" + offer.path("task_sid").asText();
                String reservation = task + "/Reservations/" + offer.path("sid").asText();
                assertEquals(200, centre.post(reservation, "ReservationStatus", "accepted").status());
                assertEquals(
                        200, centre.post(task, "AssignmentStatus", "completed", "Reason", "done").status());
                completed.incrementAndGet();
            }
        }
    }

    private static long count(Iterable<TaskRouterEvent> told, EventType type) {
        long count = 0;
        for (TaskRouterEvent event : told) {
            count += event.type() == type ? 1 : 0;
        }
        return count;
    }

    private static void check(List<TaskRouterEvent> told) {
        assertEquals(TASKS, count(told, EventType.TASK_CREATED));
        assertEquals(TASKS, count(told, EventType.RESERVATION_CREATED), "each was offered once");
        assertEquals(TASKS, count(told, EventType.RESERVATION_ACCEPTED), "each was taken once");
        assertEquals(0, count(told, EventType.RESERVATION_TIMEOUT));
        var waiting = new TreeSet<String>();
        Map<String, Integer> busy = new TreeMap<>();
        for (TaskRouterEvent event : told) {
            if (event.type() == EventType.TASK_CREATED) {
                waiting.add(event.context().task().sid().value());
            } else if (event.type() == EventType.RESERVATION_CREATED) {
                assertEquals(waiting.pollFirst(), event.context().task().sid().value(), "the first in line");
                assertEquals(1, busy.merge(event.context().worker().sid().value(), 1, Integer::sum), "one at a time");
            } else if (event.type() == EventType.RESERVATION_COMPLETED) {
                busy.merge(event.context().worker().sid().value(), -1, Integer::sum);
            }
        }
        assertEquals(0, waiting.size());
    }
}
