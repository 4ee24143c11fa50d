package org.cordboard.routing;

import java.util.List;
import java.util.Map;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Activities (2.2).
final class Activities {
    private Activities() {}

    static @Nullable Entity decide(Turn turn, ActivityCommand command) {
        return switch (command) {
            case ActivityCommand.Create create -> {
                var workspace = Checks.workspace(turn, create.workspace());
                Checks.limit("activities", workspace.activities.size(), turn.limits.activities());
                unusedName(turn, workspace, create.friendlyName(), null);
                yield create(turn, create.workspace(), create.friendlyName(), create.available());
            }
            case ActivityCommand.Update update -> update(turn, update);
            case ActivityCommand.Delete delete -> {
                delete(turn, delete);
                yield null;
            }
        };
    }

    static Activity find(Turn turn, WorkspaceSid workspace, ActivitySid sid) {
        var activity = turn.state.activities.get(sid);
        if (activity == null || !activity.workspace().equals(workspace)) {
            throw Refused.notFound(sid);
        }
        return activity;
    }

    /// An activity named by a parameter of another resource: a bad one is a bad value there, not a missing page.
    static ActivitySid named(Turn turn, WorkspaceSid workspace, String parameter, String sid) {
        if (ActivitySid.valid(sid)) {
            var activity = turn.state.activities.get(new ActivitySid(sid));
            if (activity != null && activity.workspace().equals(workspace)) {
                return activity.sid();
            }
        }
        throw Refused.invalid(parameter + " " + sid + " is no activity of this workspace");
    }

    static Activity create(Turn turn, WorkspaceSid workspace, String name, boolean available) {
        var activity = new Activity(
                turn.sid(ActivitySid.PREFIX, ActivitySid::new), workspace, name, available, turn.now, turn.now);
        turn.emit(EventType.ACTIVITY_CREATED, workspace, turn.about().activity(activity), List.of(activity));
        return activity;
    }

    private static void unusedName(Turn turn, WorkspaceNode workspace, String name, @Nullable Activity own) {
        Checks.name(turn, "FriendlyName", name);
        boolean used = workspace.activities.values().stream()
                .anyMatch(activity -> !activity.equals(own)
                        && WorkspaceNode.nameKey(activity.friendlyName()).equals(WorkspaceNode.nameKey(name)));
        if (used) {
            throw Refused.invalid("Activity with the same friendly name already exists");
        }
    }

    private static Activity update(Turn turn, ActivityCommand.Update update) {
        var activity = find(turn, update.workspace(), update.activity());
        if (update.friendlyName() == null || update.friendlyName().equals(activity.friendlyName())) {
            return activity;
        }
        unusedName(turn, turn.state.requireWorkspace(update.workspace()), update.friendlyName(), activity);
        var next = new Activity(
                activity.sid(),
                activity.workspace(),
                update.friendlyName(),
                activity.available(),
                activity.dateCreated(),
                turn.now);
        turn.emit(EventType.ACTIVITY_UPDATED, update.workspace(), turn.about().activity(next), List.of(next));
        return next;
    }

    private static void delete(Turn turn, ActivityCommand.Delete delete) {
        var activity = find(turn, delete.workspace(), delete.activity());
        var sid = activity.sid();
        var workspace = turn.state.requireWorkspace(delete.workspace());
        if (sid.equals(workspace.value.defaultActivity()) || sid.equals(workspace.value.timeoutActivity())) {
            throw Refused.invalid("Activity " + sid + " is the workspace's default or timeout activity");
        }
        if (workspace.workersIn.containsKey(sid)) {
            throw Refused.invalid("Activity " + sid + " cannot be deleted while a worker is in it");
        }
        boolean queued = workspace.taskQueues.values().stream()
                .anyMatch(queue -> sid.equals(queue.value.reservationActivity())
                        || sid.equals(queue.value.assignmentActivity()));
        if (queued) {
            throw Refused.invalid("Activity " + sid + " cannot be deleted while a task queue refers to it");
        }
        turn.emit(
                EventType.ACTIVITY_DELETED,
                delete.workspace(),
                turn.about().activity(activity),
                Map.of(),
                List.of(),
                List.of(activity));
    }
}
