package org.cordboard.routing;

import java.util.Map;
import java.util.Objects;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// Keeps who belongs to which task queue, who is idle, and in which order. Membership is computed when attributes or
/// expressions change, never while matching.
final class WorkerIndex {
    private final State state;

    WorkerIndex(State state) {
        this.state = state;
    }

    void put(Worker worker) {
        var node = state.workers.get(worker.sid());
        if (node == null) {
            add(worker);
        } else if (node.value != worker) {
            change(node, worker);
        }
    }

    private void add(Worker worker) {
        var workspace = state.requireWorkspace(worker.workspace());
        var node = new WorkerNode(workspace, worker, state.requireActivity(worker.activity()));
        state.workers.put(worker.sid(), node);
        workspace.workers.put(node.born(), node);
        workspace.nameWorker(worker.friendlyName(), node);
        count(workspace.workersIn, worker.activity(), 1);
        workspace.taskQueues.values().forEach(queue -> review(queue, node));
        state.taskIndex.workerAppeared(node);
        state.agenda.freed(node);
    }

    private void change(WorkerNode node, Worker next) {
        var before = node.value;
        boolean renamed = !before.friendlyName().equals(next.friendlyName());
        boolean attributes = !before.attributes().equals(next.attributes());
        boolean activity = !before.activity().equals(next.activity());
        node.become(next, activity ? state.requireActivity(next.activity()) : node.activity);
        if (renamed) {
            node.workspace.unnameWorker(before.friendlyName());
            node.workspace.nameWorker(next.friendlyName(), node);
        }
        if (activity) {
            move(node.workspace.workersIn, before.activity(), next.activity());
            node.taskQueues.values().forEach(queue -> move(queue.membersIn, before.activity(), next.activity()));
        }
        if (renamed || attributes) {
            reread(node);
            node.workspace.taskQueues.values().forEach(queue -> review(queue, node));
        } else if (activity) {
            reviewReaders(node, true, false);
        }
        if (renamed || attributes || activity) {
            reindex(node);
            state.agenda.freed(node);
        }
    }

    private static void reread(WorkerNode worker) {
        for (var slot : worker.slots.entrySet()) {
            var key = slot.getValue().idle;
            if (key != null) {
                for (var queue : worker.taskQueues.values()) {
                    var idle = queue.idle.get(slot.getKey());
                    if (idle != null) {
                        idle.reread(key);
                    }
                }
            }
        }
    }

    void remove(Worker worker) {
        var node = state.requireWorker(worker.sid());
        for (var queue : node.taskQueues.values().toArray(QueueNode[]::new)) {
            leave(queue, node);
        }
        state.workers.remove(worker.sid());
        node.workspace.workers.remove(node.born());
        node.workspace.unnameWorker(node.value.friendlyName());
        count(node.workspace.workersIn, node.value.activity(), -1);
        state.taskIndex.workerDisappeared(node);
    }

    void put(WorkerChannel channel) {
        var node = state.requireWorker(channel.worker());
        var slot = node.slots.get(channel.taskChannel());
        if (slot == null) {
            node.slots.put(channel.taskChannel(), new Slot(channel));
        } else {
            slot.value = channel;
        }
        state.workerChannels.put(channel.sid(), channel);
        reindex(node);
        reviewReaders(node, false, true);
        if (state.taskIndex.someoneReadsChannels()) {
            state.agenda.freed(node);
        }
    }

    void remove(WorkerChannel channel) {
        state.workerChannels.remove(channel.sid());
        var node = state.workers.get(channel.worker());
        if (node == null) {
            return;
        }
        var slot = node.slots.get(channel.taskChannel());
        if (slot != null) {
            place(node, slot, null);
            node.slots.remove(channel.taskChannel());
            reindex(node);
        }
    }

    void put(TaskQueue queue) {
        var node = state.taskQueues.get(queue.sid());
        if (node == null) {
            var workspace = state.requireWorkspace(queue.workspace());
            var made = new QueueNode(workspace, queue);
            state.taskQueues.put(queue.sid(), made);
            workspace.taskQueues.put(made.born(), made);
            noteLively(made);
            workspace.workers.values().forEach(worker -> review(made, worker));
            return;
        }
        var before = node.value;
        node.value = queue;
        if (!Objects.equals(before.targetWorkers(), queue.targetWorkers())) {
            node.expression = QueueNode.read(queue);
            node.reads = node.expression.reads();
            noteLively(node);
            node.workspace.workers.values().forEach(worker -> review(node, worker));
        }
        state.taskIndex.queueChanged(node, before);
    }

    private static void noteLively(QueueNode queue) {
        if (queue.reads.activity() || queue.reads.channels()) {
            queue.workspace.livelyQueues.put(queue.born(), queue);
        } else {
            queue.workspace.livelyQueues.remove(queue.born());
        }
    }

    void remove(TaskQueue queue) {
        var node = state.taskQueues.remove(queue.sid());
        if (node != null) {
            node.workspace.taskQueues.remove(node.born());
            node.workspace.livelyQueues.remove(node.born());
            node.members.values().forEach(worker -> worker.taskQueues.remove(node.born()));
        }
    }

    /// An activity got a new name: workers in it carry it, and expressions may read it.
    void changed(Activity activity, WorkspaceNode workspace) {
        for (var worker : workspace.workers.values()) {
            if (worker.value.activity().equals(activity.sid())) {
                worker.become(worker.value, activity);
                reviewReaders(worker, true, false);
                state.agenda.freed(worker);
            }
        }
    }

    /// The rule of who is idle or the idle order changed for everyone.
    void reindex(WorkspaceNode workspace) {
        workspace.workers.values().forEach(this::reindex);
    }

    void reindex(WorkerNode worker) {
        for (var slot : worker.slots.values()) {
            IdleWorkers.Key key = null;
            if (worker.isFree(slot)) {
                key = new IdleWorkers.Key(worker.lastReserved(slot, optimized(slot)), worker);
            }
            if (slot.idle == null && key != null) {
                state.agenda.freed(worker);
            }
            place(worker, slot, key);
        }
    }

    private boolean optimized(Slot slot) {
        TaskChannel channel = state.taskChannels.get(slot.value.taskChannel());
        return channel != null && channel.channelOptimizedRouting();
    }

    private static void place(WorkerNode worker, Slot slot, IdleWorkers.@Nullable Key key) {
        var before = slot.idle;
        if (Objects.equals(before, key)) {
            return;
        }
        slot.idle = key;
        for (var queue : worker.taskQueues.values()) {
            var idle = queue.idle.get(slot.value.taskChannel());
            if (idle != null) {
                if (before != null) {
                    idle.remove(before);
                }
                if (key != null) {
                    idle.put(key);
                }
            }
        }
    }

    private void reviewReaders(WorkerNode worker, boolean activity, boolean channels) {
        for (var queue : worker.workspace.livelyQueues.values()) {
            var reads = queue.reads;
            if ((activity && reads.activity()) || (channels && reads.channels())) {
                review(queue, worker);
            }
        }
    }

    private void review(QueueNode queue, WorkerNode worker) {
        boolean belongs = queue.expression.test(worker);
        if (belongs == queue.has(worker)) {
            return;
        }
        if (belongs) {
            join(queue, worker);
        } else {
            leave(queue, worker);
        }
    }

    private void join(QueueNode queue, WorkerNode worker) {
        queue.members.put(worker.born(), worker);
        worker.taskQueues.put(queue.born(), queue);
        count(queue.membersIn, worker.value.activity(), 1);
        queue.idle.forEach((channel, idle) -> idle.add(worker.slots.get(channel)));
        state.agenda.freed(worker);
    }

    private static void leave(QueueNode queue, WorkerNode worker) {
        queue.members.remove(worker.born());
        worker.taskQueues.remove(queue.born());
        count(queue.membersIn, worker.value.activity(), -1);
        queue.idle.forEach((channel, idle) -> {
            var slot = worker.slots.get(channel);
            if (slot != null && slot.idle != null) {
                idle.remove(slot.idle);
            }
        });
    }

    private static void move(Map<ActivitySid, Integer> counts, ActivitySid from, ActivitySid to) {
        count(counts, from, -1);
        count(counts, to, 1);
    }

    private static void count(Map<ActivitySid, Integer> counts, ActivitySid activity, int step) {
        counts.merge(activity, step, (old, by) -> old + by == 0 ? null : Integer.valueOf(old + by));
    }
}
