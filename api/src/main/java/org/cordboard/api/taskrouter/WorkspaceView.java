package org.cordboard.api.taskrouter;

import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.ActivitySid;
import org.jspecify.annotations.Nullable;

/// A workspace with the names of its two special activities.
record WorkspaceView(
        Workspace workspace,
        @Nullable String defaultActivityName,
        @Nullable String timeoutActivityName) {

    static WorkspaceView of(RoutingView view, Workspace workspace) {
        return new WorkspaceView(
                workspace, name(view, workspace.defaultActivity()), name(view, workspace.timeoutActivity()));
    }

    private static @Nullable String name(RoutingView view, ActivitySid sid) {
        Activity activity = view.activity(sid);
        return activity == null ? null : activity.friendlyName();
    }
}
