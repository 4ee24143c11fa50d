package org.cordboard.routing;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.expression.Reads;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskChannelSid;

/// A task queue: its members, those of them who are idle, and what waits in it.
final class QueueNode {
    final WorkspaceNode workspace;
    TaskQueue value;
    Expression expression;
    Reads reads;
    /// Workers who satisfy the expression, whatever they do.
    final TreeMap<Born, WorkerNode> members = new TreeMap<>();
    final Map<ActivitySid, Integer> membersIn = new HashMap<>();
    /// Made when the first task of a channel comes, so that channels nobody uses cost nothing.
    final Map<TaskChannelSid, IdleWorkers> idle = new HashMap<>();
    final Map<Demand.Key, Demand> demands = new LinkedHashMap<>();
    final DemandIndex demandIndex = new DemandIndex();
    final Tally tally = new Tally();

    QueueNode(WorkspaceNode workspace, TaskQueue value) {
        this.workspace = workspace;
        this.value = value;
        this.expression = read(value);
        this.reads = expression.reads();
    }

    static Expression read(TaskQueue queue) {
        var text = queue.targetWorkers();
        return Expression.of(text == null ? "" : text, Context.QUEUE);
    }

    Born born() {
        return new Born(value.dateCreated(), value.sid());
    }

    boolean has(WorkerNode worker) {
        return worker.taskQueues.containsKey(born());
    }

    /// The idle members for a channel, in idle order.
    IdleWorkers idle(TaskChannelSid channel) {
        return idle.computeIfAbsent(channel, _ -> {
            var made = new IdleWorkers();
            members.values().forEach(worker -> made.add(worker.slots.get(channel)));
            return made;
        });
    }
}
