package org.cordboard.routing.workflow;

import java.util.List;
import java.util.Optional;
import org.cordboard.routing.expression.Expression;

/// A rule of a workflow: the tasks it takes, and the targets they go through, top down.
public record Filter(Optional<String> friendlyName, Expression expression, List<Target> targets) {
    public Filter {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a filter has at least one target");
        }
    }
}
