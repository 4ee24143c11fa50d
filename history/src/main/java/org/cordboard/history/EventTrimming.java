package org.cordboard.history;

import java.util.List;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.event.EventContext;
import org.cordboard.routing.event.TaskRouterEvent;
import org.jspecify.annotations.Nullable;

/// What of an event is worth a row. A workflow's configuration may have a megabyte, and no published parameter shows
/// it.
final class EventTrimming {
    private EventTrimming() {}

    static TaskRouterEvent trimmed(TaskRouterEvent event) {
        return new TaskRouterEvent(
                event.sid(),
                event.type(),
                event.at(),
                event.workspace(),
                trimmed(event.context()),
                event.details(),
                List.of(),
                List.of());
    }

    private static EventContext trimmed(EventContext context) {
        return new EventContext(
                context.task(),
                context.taskQueue(),
                trimmed(context.workflow()),
                context.reservation(),
                context.worker(),
                context.activity(),
                context.workerChannel(),
                context.taskChannel(),
                context.transfer(),
                context.filterName(),
                context.filterExpression(),
                context.targetExpression());
    }

    private static @Nullable Workflow trimmed(@Nullable Workflow workflow) {
        return workflow == null
                ? null
                : new Workflow(
                        workflow.sid(),
                        workflow.workspace(),
                        workflow.friendlyName(),
                        "",
                        workflow.assignmentCallbackUrl(),
                        workflow.fallbackAssignmentCallbackUrl(),
                        workflow.taskReservationTimeout(),
                        workflow.revision(),
                        workflow.dateCreated(),
                        workflow.dateUpdated());
    }
}
