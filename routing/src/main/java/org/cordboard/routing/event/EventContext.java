package org.cordboard.routing.event;

import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.jspecify.annotations.Nullable;

/// The resources an event speaks of, as they are after it; null where it does not concern one (9.3).
///
/// @param taskChannel of the task, or the edited one
/// @param activity of the worker, or the edited one
/// @param filterName label of the workflow filter the task stands in
/// @param filterExpression its expression
/// @param targetExpression expression of the target the task stands in
public record EventContext(
        @Nullable Task task,
        @Nullable TaskQueue taskQueue,
        @Nullable Workflow workflow,
        @Nullable Reservation reservation,
        @Nullable Worker worker,
        @Nullable Activity activity,
        @Nullable WorkerChannel workerChannel,
        @Nullable TaskChannel taskChannel,
        @Nullable Transfer transfer,
        @Nullable String filterName,
        @Nullable String filterExpression,
        @Nullable String targetExpression) {}
