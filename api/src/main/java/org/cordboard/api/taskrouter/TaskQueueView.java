package org.cordboard.api.taskrouter;

import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// A task queue with the names of its activities.
public record TaskQueueView(
        TaskQueue queue,
        AccountSid account,
        @Nullable String reservationActivityName,
        @Nullable String assignmentActivityName) {

    public static TaskQueueView of(RoutingView view, TaskQueue queue, AccountSid account) {
        return new TaskQueueView(
                queue, account, name(view, queue.reservationActivity()), name(view, queue.assignmentActivity()));
    }

    private static @Nullable String name(RoutingView view, @Nullable ActivitySid sid) {
        Activity activity = sid == null ? null : view.activity(sid);
        return activity == null ? null : activity.friendlyName();
    }
}
