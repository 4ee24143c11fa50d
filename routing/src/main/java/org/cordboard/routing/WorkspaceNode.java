package org.cordboard.routing;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// A workspace and everything found from it.
final class WorkspaceNode {
    Workspace value;
    final TreeMap<Born, Activity> activities = new TreeMap<>();
    final TreeMap<Born, TaskChannel> taskChannels = new TreeMap<>();
    final TreeMap<Born, QueueNode> taskQueues = new TreeMap<>();
    /// Task queues whose expression reads what changes without an edit of attributes: activity, channels.
    final TreeMap<Born, QueueNode> livelyQueues = new TreeMap<>();
    final TreeMap<Born, WorkflowNode> workflows = new TreeMap<>();
    final TreeMap<Born, WorkerNode> workers = new TreeMap<>();
    final TreeMap<Born, TaskNode> tasks = new TreeMap<>();
    final Map<ActivitySid, Integer> workersIn = new HashMap<>();
    final Tally tally = new Tally();
    /// Pending tasks meant for one worker, whether that worker exists or not.
    final Map<WorkerSid, TreeSet<Born>> meantFor = new HashMap<>();

    private final Map<String, WorkerNode> workersByName = new HashMap<>();
    private final Map<Demand.Only, SequencedSet<Demand>> onlyFor = new HashMap<>();

    WorkspaceNode(Workspace value) {
        this.value = value;
    }

    Born born() {
        return new Born(value.dateCreated(), value.sid());
    }

    /// Names of workers are unique without regard to case.
    @Nullable WorkerNode workerNamed(String name) {
        return workersByName.get(nameKey(name));
    }

    void nameWorker(String name, WorkerNode worker) {
        workersByName.put(nameKey(name), worker);
    }

    void unnameWorker(String name) {
        workersByName.remove(nameKey(name));
    }

    static String nameKey(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    SequencedSet<Demand> onlyFor(Demand.Only only) {
        return onlyFor.getOrDefault(only, new LinkedHashSet<>());
    }

    void addOnlyFor(Demand.Only only, Demand demand) {
        onlyFor.computeIfAbsent(only, _ -> new LinkedHashSet<>()).add(demand);
    }

    void removeOnlyFor(Demand.Only only, Demand demand) {
        var demands = onlyFor.get(only);
        if (demands != null && demands.remove(demand) && demands.isEmpty()) {
            onlyFor.remove(only);
        }
    }
}
