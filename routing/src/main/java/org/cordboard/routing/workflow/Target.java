package org.cordboard.routing.workflow;

import java.util.Optional;
import java.util.OptionalInt;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.sid.TaskQueueSid;

/// One step of a filter.
///
/// @param queue its own, or that of the target before
/// @param expression over task and worker; [Expression#constant] true when the target has none
/// @param priority written to the task on entry; empty leaves the task's own
/// @param timeoutSeconds share of the task's time budget in the workflow; empty waits without end
/// @param orderBy empty for the default worker order
/// @param skipIf empty never skips
/// @param knownWorker empty when anyone in the queue may take it
public record Target(
        TaskQueueSid queue,
        Expression expression,
        OptionalInt priority,
        OptionalInt timeoutSeconds,
        Optional<OrderBy> orderBy,
        Optional<Expression> skipIf,
        Optional<KnownWorker> knownWorker) {}
