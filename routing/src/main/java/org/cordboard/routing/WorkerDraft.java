package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.sid.ActivitySid;

/// One worker being changed.
final class WorkerDraft {
    private final Worker before;

    String friendlyName;
    String attributes;
    ActivitySid activity;
    Instant dateStatusChanged;

    WorkerDraft(Worker before) {
        this.before = before;
        this.friendlyName = before.friendlyName();
        this.attributes = before.attributes();
        this.activity = before.activity();
        this.dateStatusChanged = before.dateStatusChanged();
    }

    /// What it becomes, written at `now`, one version later.
    Worker next(Instant now) {
        return new Worker(
                before.sid(),
                before.workspace(),
                friendlyName,
                attributes,
                activity,
                dateStatusChanged,
                before.dateCreated(),
                now,
                before.version() + 1);
    }
}
