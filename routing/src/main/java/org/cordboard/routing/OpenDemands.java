package org.cordboard.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.cordboard.routing.entity.TaskOrder;
import org.jspecify.annotations.Nullable;

/// The demands that matching still has to look at, the one to be served first on top (6.3). While matching goes on a
/// demand's head can only become a later task, so an outdated place is noticed when it comes up.
final class OpenDemands {
    private final Map<Demand, Ask> asks = new HashMap<>();
    private final PriorityQueue<Line> lines = new PriorityQueue<>(Line.ORDER);
    /// Demands that anyone idle may take, or that a busy worker may.
    private int unlimited;
    private final List<WorkerNode> freed = new ArrayList<>();

    /// Whom to ask for a demand: everyone idle, or only those who just became free.
    record Ask(boolean everyone, List<WorkerNode> freed) {}

    /// A demand's place among the others, frozen.
    private record Line(Demand demand, Born workspace, boolean askedBefore, boolean laterClass, Waiting head) {
        static final Comparator<Line> ORDER = Comparator.comparing(Line::workspace)
                .thenComparing(Line::askedBefore)
                .thenComparing(Line::laterClass)
                .thenComparing((left, right) ->
                        Waiting.order(left.demand.order()).compare(left.head, right.head));

        static Line of(Demand demand) {
            TaskOrder first = demand.workspace.value.prioritizeQueueOrder();
            return new Line(
                    demand,
                    demand.workspace.born(),
                    demand.pending.isEmpty(),
                    demand.order() != first,
                    demand.head());
        }

        boolean isStill(Line other) {
            return head == other.head && askedBefore == other.askedBefore && laterClass == other.laterClass;
        }
    }

    void askEveryone(Demand demand) {
        if (demand.isEmpty()) {
            return;
        }
        var before = asks.put(demand, new Ask(true, List.of()));
        if (before == null) {
            lines.add(Line.of(demand));
        }
        if (before == null || !before.everyone()) {
            unlimited++;
        }
    }

    void ask(Demand demand, WorkerNode worker) {
        if (demand.key.ignoreCapacity()) {
            askEveryone(demand);
            return;
        }
        var ask = asks.get(demand);
        if (ask == null) {
            ask = new Ask(false, new ArrayList<>());
            asks.put(demand, ask);
            lines.add(Line.of(demand));
        }
        if (!ask.everyone() && !ask.freed().contains(worker)) {
            ask.freed().add(worker);
        }
        if (!freed.contains(worker)) {
            freed.add(worker);
        }
    }

    /// The demand to be served first, or null when nothing is left that could be.
    @Nullable Demand first() {
        if (unlimited == 0 && freed.stream().noneMatch(WorkerNode::isIdleAnywhere)) {
            clear();
        }
        for (var line = lines.poll(); line != null; line = lines.poll()) {
            var demand = line.demand();
            if (demand.isEmpty()) {
                close(demand);
                continue;
            }
            var now = Line.of(demand);
            if (now.isStill(line)) {
                return demand;
            }
            lines.add(now);
        }
        return null;
    }

    @Nullable Ask askFor(Demand demand) {
        return asks.get(demand);
    }

    /// Somebody took its first task; the next may find somebody too.
    void again(Demand demand) {
        if (demand.isEmpty()) {
            close(demand);
        } else {
            lines.add(Line.of(demand));
        }
    }

    /// Nobody can be found for it.
    void close(Demand demand) {
        var ask = asks.remove(demand);
        if (ask != null && ask.everyone()) {
            unlimited--;
        }
    }

    private void clear() {
        asks.clear();
        lines.clear();
        freed.clear();
    }
}
