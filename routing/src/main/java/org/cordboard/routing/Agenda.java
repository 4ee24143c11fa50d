package org.cordboard.routing;

import java.util.LinkedHashSet;
import java.util.SequencedCollection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a change left to be looked at before the command is over. Filled by the indexes, emptied by [Matching]; always
/// empty between two commands, so it is no part of the state.
final class Agenda {
    private LinkedHashSet<Demand> unsettled = new LinkedHashSet<>();
    private TreeMap<Born, WorkerNode> free = new TreeMap<>();
    private final TreeMap<Born, TaskNode> skips = new TreeMap<>();

    /// Idle workers may exist who can take tasks of this demand.
    void unsettle(Demand demand) {
        unsettled.add(demand);
    }

    /// This worker may be able to take something it could not take before.
    void freed(WorkerNode worker) {
        free.put(worker.born(), worker);
    }

    /// The task entered a target with `skip_if`, which counts if nobody is free.
    void maySkip(TaskNode task) {
        skips.put(task.born, task);
    }

    void gone(TaskNode task) {
        skips.remove(task.born);
    }

    SequencedCollection<Demand> takeUnsettled() {
        var taken = unsettled;
        if (!taken.isEmpty()) {
            unsettled = new LinkedHashSet<>();
        }
        return taken;
    }

    SequencedCollection<WorkerNode> takeFree() {
        var taken = free;
        if (!taken.isEmpty()) {
            free = new TreeMap<>();
        }
        return taken.sequencedValues();
    }

    @Nullable TaskNode takeSkip() {
        var first = skips.pollFirstEntry();
        return first == null ? null : first.getValue();
    }

    void clear() {
        unsettled.clear();
        free.clear();
        skips.clear();
    }
}
