package org.cordboard.routing;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Keeps what is derived from tasks and reservations: counts, deadlines, and who waits where.
final class TaskIndex {
    private final State state;
    final Demands demands;

    TaskIndex(State state) {
        this.state = state;
        this.demands = new Demands(state);
    }

    boolean someoneReadsChannels() {
        return demands.someoneReadsChannels();
    }

    void put(Task task) {
        var node = state.tasks.get(task.sid());
        if (node == null) {
            var workspace = state.requireWorkspace(task.workspace());
            node = new TaskNode(workspace, task);
            state.tasks.put(task.sid(), node);
            workspace.tasks.put(node.born, node);
            count(node, task, true);
        } else if (node.value != task) {
            count(node, node.value, false);
            node.value = task;
            count(node, task, true);
        }
        refresh(node);
    }

    void remove(Task task) {
        var node = state.requireTask(task.sid());
        count(node, node.value, false);
        demands.withdraw(node);
        state.agenda.gone(node);
        noteMeantFor(node, false);
        node.life = swap(node.life, null);
        node.rest = swap(node.rest, null);
        node.target = swap(node.target, null);
        node.directRouting = swap(node.directRouting, null);
        state.tasks.remove(task.sid());
        node.workspace.tasks.remove(node.born);
    }

    void put(Reservation reservation) {
        var before = state.reservations.put(reservation.sid(), reservation);
        var born = new Born(reservation.dateCreated(), reservation.sid());
        var task = state.tasks.get(reservation.task());
        if (task != null) {
            task.reservations.put(born, reservation);
        }
        var worker = state.workers.get(reservation.worker());
        if (worker != null) {
            worker.reservations.put(born, reservation);
        }
        swap(before == null ? null : deadline(before), deadline(reservation));
        if (task != null && task.value.status() == TaskStatus.RESERVED) {
            demands.place(task);
        }
    }

    void remove(Reservation reservation) {
        var before = state.reservations.remove(reservation.sid());
        if (before == null) {
            return;
        }
        var born = new Born(reservation.dateCreated(), reservation.sid());
        swap(deadline(before), null);
        var task = state.tasks.get(reservation.task());
        if (task != null) {
            task.reservations.remove(born);
        }
        var worker = state.workers.get(reservation.worker());
        if (worker != null) {
            worker.reservations.remove(born);
        }
    }

    private static @Nullable Deadline deadline(Reservation reservation) {
        return reservation.status() == ReservationStatus.PENDING && !reservation.held()
                ? new Deadline(reservation.deadline(), Deadline.Kind.RESERVATION, reservation.sid())
                : null;
    }

    private void refresh(TaskNode node) {
        var task = node.value;
        node.life = swap(node.life, lifeOf(task));
        node.rest = swap(node.rest, restEnd(task));
        node.target = swap(node.target, targetEnd(task));
        noteMeantFor(node, Demands.isMeantForWorker(task) && task.status() == TaskStatus.PENDING);
        watchDirectRouting(node);
        demands.place(node);
        if (maySkip(task)) {
            state.agenda.maySkip(node);
        } else {
            state.agenda.gone(node);
        }
    }

    private static boolean maySkip(Task task) {
        var place = task.place();
        return task.status() == TaskStatus.PENDING
                && task.transfer() == null
                && place != null
                && place.filter() != WorkflowPlace.DEFAULT_FILTER
                && !place.skipChecked();
    }

    /// The one deadline that bounds the task's life in its status.
    private @Nullable Deadline lifeOf(Task task) {
        var limits = state.settings.limits();
        var finished = task.finishedAt();
        if (finished != null) {
            return new Deadline(finished.plus(limits.finishedRetention()), Deadline.Kind.PURGE, task.sid());
        }
        var assigned = task.assignedAt();
        if (assigned != null) {
            return new Deadline(assigned.plus(limits.assignedLifetime()), Deadline.Kind.SWEEP, task.sid());
        }
        return new Deadline(
                task.dateCreated().plusSeconds(task.timeout()), Deadline.Kind.LIFETIME, task.sid());
    }

    private static @Nullable Deadline restEnd(Task task) {
        var end = task.pausedUntil();
        return end == null || task.status() != TaskStatus.PENDING
                ? null
                : new Deadline(end, Deadline.Kind.REST, task.sid());
    }

    /// A reservation shields the task from its target's deadline (4.3).
    private static @Nullable Deadline targetEnd(Task task) {
        var place = task.place();
        if (task.status() != TaskStatus.PENDING || task.transfer() != null || place == null) {
            return null;
        }
        var end = place.deadline();
        return end == null ? null : new Deadline(end, Deadline.Kind.TARGET, task.sid());
    }

    private void noteMeantFor(TaskNode node, boolean waits) {
        if (!Demands.isMeantForWorker(node.value)) {
            return;
        }
        var worker = new WorkerSid(Objects.requireNonNull(node.value.routingTarget()));
        if (waits) {
            node.workspace.meantFor.computeIfAbsent(worker, _ -> new TreeSet<>()).add(node.born);
        } else {
            var tasks = node.workspace.meantFor.get(worker);
            if (tasks != null && tasks.remove(node.born) && tasks.isEmpty()) {
                node.workspace.meantFor.remove(worker);
            }
        }
    }

    private void watchDirectRouting(TaskNode node) {
        var task = node.value;
        boolean lost = Demands.isMeantForWorker(task)
                && task.status() == TaskStatus.PENDING
                && !workerExists(task);
        Instant end = task.dateCreated().plus(state.settings.limits().directRoutingPatience());
        node.directRouting = swap(
                node.directRouting, lost ? new Deadline(end, Deadline.Kind.DIRECT_ROUTING, task.sid()) : null);
    }

    private boolean workerExists(Task task) {
        var worker = state.workers.get(new WorkerSid(Objects.requireNonNull(task.routingTarget())));
        return worker != null && worker.workspace.value.sid().equals(task.workspace());
    }

    void workerAppeared(WorkerNode worker) {
        lookAtMeantFor(worker);
    }

    void workerDisappeared(WorkerNode worker) {
        lookAtMeantFor(worker);
    }

    private void lookAtMeantFor(WorkerNode worker) {
        var tasks = worker.workspace.meantFor.get(worker.value.sid());
        if (tasks != null) {
            tasks.forEach(born -> watchDirectRouting(Objects.requireNonNull(worker.workspace.tasks.get(born))));
        }
    }

    void queueChanged(QueueNode queue, TaskQueue before) {
        if (before.taskOrder() != queue.value.taskOrder()) {
            queue.demands.values().forEach(Demand::reorder);
        }
        if (before.maxReservedWorkers() != queue.value.maxReservedWorkers()) {
            for (var task : queue.workspace.tasks.values()) {
                if (task.value.status() == TaskStatus.RESERVED
                        && queue.value.sid().equals(task.value.taskQueue())) {
                    demands.place(task);
                }
            }
        }
        queue.demands.values().forEach(state.agenda::unsettle);
    }

    private @Nullable Deadline swap(@Nullable Deadline before, @Nullable Deadline after) {
        if (!Objects.equals(before, after)) {
            if (before != null) {
                state.deadlines.remove(before);
            }
            if (after != null) {
                state.deadlines.add(after);
            }
        }
        return after;
    }

    private void count(TaskNode node, Task task, boolean in) {
        var workflow = task.workflow() == null ? null : state.workflows.get(task.workflow());
        if (workflow != null && !task.status().isFinal()) {
            int step = in ? 1 : -1;
            workflow.liveTasks += step;
            var place = task.place();
            if (place != null) {
                workflow.followers.merge(
                        place.revision(), step, (old, by) -> old + by == 0 ? null : Integer.valueOf(old + by));
            }
        }
        if (!Tally.isCounted(task)) {
            return;
        }
        tally(node.workspace.tally, task, in);
        if (workflow != null) {
            tally(workflow.tally, task, in);
        }
        var queue = Optional.ofNullable(task.taskQueue()).map(state.taskQueues::get);
        queue.ifPresent(found -> tally(found.tally, task, in));
    }

    private static void tally(Tally tally, Task task, boolean in) {
        if (in) {
            tally.add(task);
        } else {
            tally.remove(task);
        }
    }
}
