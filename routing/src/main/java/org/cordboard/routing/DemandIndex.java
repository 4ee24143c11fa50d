package org.cordboard.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.expression.IndexKey;
import org.cordboard.routing.expression.Value;

/// What waits in one task queue, by what it asks of a worker. Where each task names its own worker, as in
/// `worker.id == task.wanted`, a worker who becomes free is shown the few tasks that may mean him, not all of them.
/// Demands for a known worker are found through the workspace and are not kept here.
final class DemandIndex {
    private static final LinkedHashSet<Demand> NONE = new LinkedHashSet<>();
    private final Map<IndexKey.Column, Map<Value, LinkedHashSet<Demand>>> keyed = new LinkedHashMap<>();
    /// Those without such a condition.
    private final LinkedHashSet<Demand> others = new LinkedHashSet<>();

    void add(Demand demand) {
        var entry = demand.entry();
        if (demand.key.only() != null) {
            return;
        }
        if (entry == null) {
            others.add(demand);
            return;
        }
        var byValue = keyed.computeIfAbsent(entry.column(), _ -> new LinkedHashMap<>());
        entry.anyOf().forEach(value ->
                byValue.computeIfAbsent(value, _ -> new LinkedHashSet<>()).add(demand));
    }

    void remove(Demand demand) {
        var entry = demand.entry();
        if (entry == null) {
            others.remove(demand);
            return;
        }
        var byValue = keyed.get(entry.column());
        if (byValue == null) {
            return;
        }
        for (var value : entry.anyOf()) {
            var demands = byValue.get(value);
            if (demands != null && demands.remove(demand) && demands.isEmpty()) {
                byValue.remove(value);
            }
        }
        if (byValue.isEmpty()) {
            keyed.remove(entry.column());
        }
    }

    /// Those that may accept the worker; all that do are among them.
    List<Demand> of(WorkerNode worker) {
        var found = new ArrayList<>(others);
        keyed.forEach((column, byValue) -> {
            for (var value : column.keysOf(worker)) {
                found.addAll(byValue.getOrDefault(value, NONE));
            }
        });
        return found;
    }

}
