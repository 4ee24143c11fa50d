package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkerChannel;

/// What must hold between any two commands, computed the slow way from the entities alone.
final class Invariants {
    private final State state;

    Invariants(State state) {
        this.state = state;
    }

    void check() {
        state.tasks.values().forEach(this::checkTask);
        state.workers.values().forEach(this::checkWorker);
        state.taskQueues.values().forEach(this::checkQueue);
        checkDeadlines();
        checkCounts();
        state.tasks.values().forEach(this::nobodyCouldTakeIt);
    }

    private void checkTask(TaskNode node) {
        var task = node.value;
        long pending = node.count(ReservationStatus.PENDING);
        long accepted = node.count(ReservationStatus.ACCEPTED);
        long wrapping = node.count(ReservationStatus.WRAPPING);
        var text = task + " " + node.reservations.values();
        switch (task.status()) {
            case PENDING -> {
                assertEquals(0, pending, text);
                assertTrue(task.transfer() != null || accepted + wrapping == 0, text);
                assertTrue(task.taskQueue() != null || Demands.isMeantForWorker(task), text);
                assertEquals(task.pausedUntil() == null, node.demand != null, text);
            }
            case RESERVED -> {
                assertTrue(pending > 0, text);
                assertTrue(pending <= 50, text);
                assertTrue(task.transfer() != null || accepted + wrapping == 0, text);
            }
            case ASSIGNED -> {
                assertEquals(0, pending, text);
                assertTrue(accepted + wrapping > 0, text);
                assertNotNull(task.assignedAt(), text);
                assertNull(task.transfer(), text);
            }
            case WRAPPING -> {
                assertEquals(0, pending + accepted, text);
                assertTrue(wrapping > 0, text);
            }
            case COMPLETED, CANCELED -> {
                assertEquals(0, pending + accepted + wrapping, text);
                assertNotNull(task.finishedAt(), text);
                assertNull(node.demand, text);
            }
        }
        assertNotNull(node.life, "nothing without a timer: " + text);
        var workers = new TreeSet<>();
        for (var reservation : node.reservations.values()) {
            if (reservation.status() == ReservationStatus.PENDING) {
                assertTrue(workers.add(reservation.worker()), "offered twice to one worker: " + text);
            }
        }
    }

    private void checkWorker(WorkerNode node) {
        for (var slot : node.slots.values()) {
            var open = reservationsOn(slot.value).stream()
                    .filter(reservation -> reservation.status().isOpen())
                    .count();
            var accepted = reservationsOn(slot.value).stream()
                    .filter(reservation -> reservation.status() == ReservationStatus.ACCEPTED)
                    .count();
            assertEquals(open, slot.value.openReservations(), slot.value::toString);
            assertEquals(accepted, slot.value.assignedTasks(), slot.value::toString);
            assertEquals(isFree(node, slot), slot.idle != null, slot.value::toString);
        }
        for (var queue : node.workspace.taskQueues.values()) {
            boolean belongs = queue.expression.test(node);
            assertEquals(belongs, queue.has(node), () -> node.value + " in " + queue.value);
            assertEquals(belongs, queue.members.containsKey(node.born()));
        }
    }

    private List<Reservation> reservationsOn(WorkerChannel channel) {
        return state.reservations.values().stream()
                .filter(reservation -> reservation.worker().equals(channel.worker())
                        && reservation.taskChannel().equals(channel.taskChannel()))
                .toList();
    }

    private boolean isFree(WorkerNode worker, Slot slot) {
        var channel = slot.value;
        var activity = state.requireActivity(worker.value.activity());
        boolean room = worker.workspace.value.multiTaskEnabled()
                ? channel.openReservations() < channel.configuredCapacity()
                : channel.configuredCapacity() > 0
                        && state.reservations.values().stream()
                                .noneMatch(reservation -> reservation.worker().equals(worker.value.sid())
                                        && reservation.status().isOpen());
        return activity.available() && channel.available() && room;
    }

    private void checkQueue(QueueNode queue) {
        queue.idle.forEach((channel, idle) -> {
            var expected = new ArrayList<WorkerNode>();
            for (var worker : queue.members.values()) {
                var slot = worker.slots.get(channel);
                if (slot != null && isFree(worker, slot)) {
                    expected.add(worker);
                }
            }
            expected.sort(idleOrder(channel));
            assertEquals(expected, idle.workers(), "idle order of " + queue.value.friendlyName());
        });
        var in = new TreeMap<String, Integer>();
        queue.members.values().forEach(worker -> in.merge(worker.value.activity().value(), 1, Integer::sum));
        var kept = new TreeMap<String, Integer>();
        queue.membersIn.forEach((activity, count) -> kept.put(activity.value(), count));
        assertEquals(in, kept);
    }

    private Comparator<WorkerNode> idleOrder(org.cordboard.routing.sid.TaskChannelSid channel) {
        boolean own = state.taskChannels.get(channel).channelOptimizedRouting();
        return Comparator.comparing((WorkerNode worker) -> worker.slots.values().stream()
                        .filter(slot -> !own || slot.value.taskChannel().equals(channel))
                        .map(slot -> slot.value.lastReservedTime())
                        .max(Comparator.naturalOrder())
                        .orElseThrow())
                .thenComparing(worker -> worker.value.sid());
    }

    private void checkDeadlines() {
        var expected = new TreeSet<Deadline>();
        for (var node : state.tasks.values()) {
            expected.add(Objects.requireNonNull(node.life));
            if (node.target != null) {
                expected.add(node.target);
                assertEquals(TaskStatus.PENDING, node.value.status());
            } else {
                var place = node.value.place();
                assertTrue(node.value.status() != TaskStatus.PENDING
                        || node.value.transfer() != null
                        || place == null
                        || place.deadline() == null);
            }
            if (node.value.status() == TaskStatus.PENDING && node.value.pausedUntil() != null) {
                expected.add(new Deadline(node.value.pausedUntil(), Deadline.Kind.REST, node.value.sid()));
            }
            if (node.directRouting != null) {
                expected.add(node.directRouting);
            }
        }
        for (var reservation : state.reservations.values()) {
            if (reservation.status() == ReservationStatus.PENDING && !reservation.held()) {
                expected.add(new Deadline(
                        reservation.deadline(), Deadline.Kind.RESERVATION, reservation.sid()));
            }
        }
        assertEquals(expected, state.deadlines);
    }

    private void checkCounts() {
        for (var workspace : state.workspaces.values()) {
            checkTally(workspace.tally, tasks(workspace));
            for (var queue : workspace.taskQueues.values()) {
                checkTally(
                        queue.tally,
                        tasks(workspace).stream()
                                .filter(task -> queue.value.sid().equals(task.taskQueue()))
                                .toList());
            }
            for (var workflow : workspace.workflows.values()) {
                var inside = tasks(workspace).stream()
                        .filter(task -> workflow.value.sid().equals(task.workflow()))
                        .toList();
                checkTally(workflow.tally, inside);
                assertEquals(
                        inside.stream().filter(task -> !task.status().isFinal()).count(), workflow.liveTasks);
                workflow.oldPlans.keySet().forEach(revision ->
                        assertTrue(workflow.followers.containsKey(revision), "an old plan that nobody follows"));
            }
        }
    }

    private static List<Task> tasks(WorkspaceNode workspace) {
        return workspace.tasks.values().stream().map(node -> node.value).toList();
    }

    private static void checkTally(Tally tally, List<Task> tasks) {
        var counts = tally.counts(null);
        for (var status : counts.byStatus().keySet()) {
            assertEquals(
                    tasks.stream().filter(task -> task.status() == status).count(),
                    (long) counts.byStatus().get(status));
        }
        var waiting = tasks.stream()
                .filter(task -> task.status() == TaskStatus.PENDING || task.status() == TaskStatus.RESERVED)
                .min(Comparator.comparing(Task::dateCreated).thenComparing(Task::sid));
        assertEquals(
                waiting.map(Task::sid).orElse(null),
                counts.longestWaiting() == null ? null : counts.longestWaiting().task());
    }

    /// Matching left nothing undone: no waiting task has an idle worker who may take it.
    private void nobodyCouldTakeIt(TaskNode node) {
        var explained = new Explanations(state).explain(node).workers().stream()
                .filter(worker -> worker.verdict() == Explanation.Verdict.FREE)
                .map(Explanation.Candidate::worker)
                .toList();
        if (node.value.status() == TaskStatus.PENDING) {
            assertEquals(List.of(), explained, "the explanation agrees with the decision");
            var could = new SlowMatching(state).candidates(node);
            assertTrue(could.isEmpty(), () -> node.value + " could go to " + could.getFirst().value);
        }
    }
}
