package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// One workspace being changed.
final class WorkspaceDraft {
    private final Workspace before;

    String friendlyName;
    String eventCallbackUrl;
    @Nullable String eventsFilter;
    ActivitySid defaultActivity;
    ActivitySid timeoutActivity;
    boolean multiTaskEnabled;
    TaskOrder prioritizeQueueOrder;

    WorkspaceDraft(Workspace before) {
        this.before = before;
        this.friendlyName = before.friendlyName();
        this.eventCallbackUrl = before.eventCallbackUrl();
        this.eventsFilter = before.eventsFilter();
        this.defaultActivity = before.defaultActivity();
        this.timeoutActivity = before.timeoutActivity();
        this.multiTaskEnabled = before.multiTaskEnabled();
        this.prioritizeQueueOrder = before.prioritizeQueueOrder();
    }

    /// What it becomes, written at `now`.
    Workspace next(Instant now) {
        return new Workspace(
                before.sid(),
                before.account(),
                friendlyName,
                eventCallbackUrl,
                eventsFilter,
                defaultActivity,
                timeoutActivity,
                multiTaskEnabled,
                prioritizeQueueOrder,
                before.dateCreated(),
                now);
    }
}
