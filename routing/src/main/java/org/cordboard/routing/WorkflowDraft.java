package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.entity.Workflow;
import org.jspecify.annotations.Nullable;

/// One workflow being changed.
final class WorkflowDraft {
    private final Workflow before;

    String friendlyName;
    String configuration;
    @Nullable String assignmentCallbackUrl;
    @Nullable String fallbackAssignmentCallbackUrl;
    int taskReservationTimeout;
    long revision;

    WorkflowDraft(Workflow before) {
        this.before = before;
        this.friendlyName = before.friendlyName();
        this.configuration = before.configuration();
        this.assignmentCallbackUrl = before.assignmentCallbackUrl();
        this.fallbackAssignmentCallbackUrl = before.fallbackAssignmentCallbackUrl();
        this.taskReservationTimeout = before.taskReservationTimeout();
        this.revision = before.revision();
    }

    /// What it becomes, written at `now`.
    Workflow next(Instant now) {
        return new Workflow(
                before.sid(),
                before.workspace(),
                friendlyName,
                configuration,
                assignmentCallbackUrl,
                fallbackAssignmentCallbackUrl,
                taskReservationTimeout,
                revision,
                before.dateCreated(),
                now);
    }
}
