package org.cordboard.api.taskrouter;

import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.sid.AccountSid;
import org.jspecify.annotations.Nullable;

/// A worker with the activity it is in.
public record WorkerView(
        Worker worker, AccountSid account, @Nullable String activityName, boolean available) {

    public static WorkerView of(RoutingView view, Worker worker, AccountSid account) {
        return of(worker, view.activity(worker.activity()), account);
    }

    public static WorkerView of(Worker worker, @Nullable Activity activity, AccountSid account) {
        return new WorkerView(
                worker,
                account,
                activity == null ? null : activity.friendlyName(),
                activity != null && activity.available());
    }
}
