package org.cordboard.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Workspaces and what they are born with (2.1).
final class Workspaces {
    private Workspaces() {}

    static @Nullable Entity decide(Turn turn, WorkspaceCommand command) {
        return switch (command) {
            case WorkspaceCommand.Create create -> create(turn, create);
            case WorkspaceCommand.Update update -> update(turn, update);
            case WorkspaceCommand.Delete delete -> {
                delete(turn, Checks.workspace(turn, delete.workspace()));
                yield null;
            }
        };
    }

    private static Workspace create(Turn turn, WorkspaceCommand.Create create) {
        if (!turn.state.accounts.containsKey(create.account())) {
            throw Refused.notFound(create.account());
        }
        Checks.name(turn, "FriendlyName", create.friendlyName());
        boolean multi = create.multiTaskEnabled() == null || create.multiTaskEnabled();
        var sid = turn.sid(WorkspaceSid.PREFIX, WorkspaceSid::new);
        var activities = activities(turn, sid, multi);
        var offline = activities.getFirst().sid();
        var workspace = new Workspace(
                sid,
                create.account(),
                create.friendlyName(),
                create.eventCallbackUrl() == null ? "" : create.eventCallbackUrl(),
                filter(create.eventsFilter()),
                offline,
                offline,
                multi,
                create.prioritizeQueueOrder() == null ? TaskOrder.FIFO : create.prioritizeQueueOrder(),
                turn.now,
                turn.now);
        turn.emit(EventType.WORKSPACE_CREATED, sid, turn.about(), List.of(workspace));
        activities.forEach(activity ->
                turn.emit(EventType.ACTIVITY_CREATED, sid, turn.about().activity(activity), List.of(activity)));
        TaskChannels.BUILT_IN.forEach((unique, friendly) -> TaskChannels.add(turn, sid, friendly, unique, false));
        if (create.fifoTemplate()) {
            addFifo(turn, sid);
        }
        return workspace;
    }

    private static List<Activity> activities(Turn turn, WorkspaceSid workspace, boolean multi) {
        if (!multi && turn.state.settings.olderActivities()) {
            return List.of(
                    activity(turn, workspace, "Offline", false),
                    activity(turn, workspace, "Idle", true),
                    activity(turn, workspace, "Busy", false),
                    activity(turn, workspace, "Reserved", false));
        }
        return List.of(
                activity(turn, workspace, "Offline", false),
                activity(turn, workspace, "Unavailable", false),
                activity(turn, workspace, "Available", true));
    }

    private static Activity activity(Turn turn, WorkspaceSid workspace, String name, boolean available) {
        return new Activity(
                turn.sid(ActivitySid.PREFIX, ActivitySid::new), workspace, name, available, turn.now, turn.now);
    }

    private static void addFifo(Turn turn, WorkspaceSid workspace) {
        var queue = TaskQueues.create(
                turn,
                new TaskQueueCommand.Create(
                        workspace, "Sample Queue", TaskQueues.EVERYONE, 1, TaskOrder.FIFO, null, null));
        var configuration =
                "{\"task_routing\":{\"filters\":[],\"default_filter\":{\"queue\":\"" + queue.sid() + "\"}}}";
        Workflows.create(
                turn,
                new WorkflowCommand.Create(workspace, "Default Fifo Workflow", configuration, null, null, 120));
    }

    private static @Nullable String filter(@Nullable String filter) {
        return filter == null || filter.isBlank() ? null : filter;
    }

    private static Workspace update(Turn turn, WorkspaceCommand.Update update) {
        var node = Checks.workspace(turn, update.workspace());
        var draft = new WorkspaceDraft(node.value);
        if (update.friendlyName() != null) {
            draft.friendlyName = Checks.name(turn, "FriendlyName", update.friendlyName());
        }
        if (update.eventCallbackUrl() != null) {
            draft.eventCallbackUrl = update.eventCallbackUrl();
        }
        if (update.eventsFilter() != null) {
            draft.eventsFilter = filter(update.eventsFilter());
        }
        if (update.multiTaskEnabled() != null) {
            draft.multiTaskEnabled = update.multiTaskEnabled();
        }
        if (update.prioritizeQueueOrder() != null) {
            draft.prioritizeQueueOrder = update.prioritizeQueueOrder();
        }
        if (update.defaultActivity() != null) {
            draft.defaultActivity = Activities.named(
                    turn,
                    update.workspace(),
                    "DefaultActivitySid",
                    update.defaultActivity().value());
        }
        if (update.timeoutActivity() != null) {
            draft.timeoutActivity = Activities.named(
                    turn,
                    update.workspace(),
                    "TimeoutActivitySid",
                    update.timeoutActivity().value());
        }
        var workspace = draft.next(turn.now);
        turn.emit(EventType.WORKSPACE_UPDATED, workspace.sid(), turn.about(), List.of(workspace));
        return workspace;
    }

    /// Everything inside goes with it; open calls are not touched.
    private static void delete(Turn turn, WorkspaceNode node) {
        var removed = new ArrayList<Entity>();
        node.tasks.values().forEach(task -> removed.addAll(Tasks.belongings(turn.state, task)));
        node.workers.values().forEach(worker -> {
            worker.slots.values().forEach(slot -> removed.add(slot.value));
            removed.add(worker.value);
        });
        node.workflows.values().forEach(workflow -> {
            removed.addAll(workflow.oldPlans.values());
            removed.add(workflow.value);
        });
        node.taskQueues.values().forEach(queue -> removed.add(queue.value));
        removed.addAll(node.taskChannels.values());
        removed.addAll(node.activities.values());
        removed.add(node.value);
        turn.emit(
                EventType.WORKSPACE_DELETED, node.value.sid(), turn.about(), Map.of(), List.of(), removed);
    }
}
