package org.cordboard.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.WorkflowPlan;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.cordboard.routing.workflow.WorkflowConfiguration;
import org.jspecify.annotations.Nullable;

/// Workflows (2.5) and what happens to tasks inside when one is edited (4.6).
final class Workflows {
    private Workflows() {}

    static @Nullable Entity decide(Turn turn, WorkflowCommand command) {
        return switch (command) {
            case WorkflowCommand.Create create -> create(turn, create);
            case WorkflowCommand.Update update -> update(turn, update);
            case WorkflowCommand.Delete delete -> {
                delete(turn, delete);
                yield null;
            }
        };
    }

    private static WorkflowNode find(Turn turn, WorkspaceSid workspace, WorkflowSid sid) {
        var node = turn.state.workflows.get(sid);
        if (node == null || !node.value.workspace().equals(workspace)) {
            throw Refused.notFound(sid);
        }
        return node;
    }

    static Workflow create(Turn turn, WorkflowCommand.Create create) {
        var workspace = Checks.workspace(turn, create.workspace());
        var workflow = new Workflow(
                turn.sid(WorkflowSid.PREFIX, WorkflowSid::new),
                create.workspace(),
                Checks.name(turn, "FriendlyName", create.friendlyName()),
                configuration(turn, workspace, create.configuration()),
                cleared(create.assignmentCallbackUrl()),
                cleared(create.fallbackAssignmentCallbackUrl()),
                timeout(
                        turn,
                        create.taskReservationTimeout() == null
                                ? turn.limits.reservationTimeoutDefault()
                                : create.taskReservationTimeout()),
                1,
                turn.now,
                turn.now);
        turn.emit(EventType.WORKFLOW_CREATED, create.workspace(), turn.about().workflow(workflow), List.of(workflow));
        return workflow;
    }

    private static @Nullable String cleared(@Nullable String url) {
        return url == null || url.isEmpty() ? null : url;
    }

    private static int timeout(Turn turn, int seconds) {
        return Checks.within("TaskReservationTimeout", seconds, 1, turn.limits.reservationTimeoutMax());
    }

    private static String configuration(Turn turn, WorkspaceNode workspace, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > turn.limits.configurationBytes()) {
            throw Refused.invalid("Configuration must not be longer than %d bytes, was %d"
                    .formatted(turn.limits.configurationBytes(), bytes));
        }
        var parsed = WorkflowConfiguration.parse(text, sid -> {
            var queue = turn.state.taskQueues.get(sid);
            return queue != null && queue.workspace == workspace;
        });
        if (parsed instanceof WorkflowConfiguration.Parsed.Invalid invalid) {
            throw Refused.invalid("Configuration: " + invalid.message());
        }
        return text;
    }

    private static Workflow update(Turn turn, WorkflowCommand.Update update) {
        var node = find(turn, update.workspace(), update.workflow());
        var before = node.value;
        var draft = new WorkflowDraft(before);
        if (update.friendlyName() != null) {
            draft.friendlyName = Checks.name(turn, "FriendlyName", update.friendlyName());
        }
        if (update.configuration() != null) {
            draft.configuration = configuration(turn, node.workspace, update.configuration());
        }
        if (update.assignmentCallbackUrl() != null) {
            draft.assignmentCallbackUrl = cleared(update.assignmentCallbackUrl());
        }
        if (update.fallbackAssignmentCallbackUrl() != null) {
            draft.fallbackAssignmentCallbackUrl = cleared(update.fallbackAssignmentCallbackUrl());
        }
        if (update.taskReservationTimeout() != null) {
            draft.taskReservationTimeout = timeout(turn, update.taskReservationTimeout());
        }
        var changed = new ArrayList<Entity>();
        if (!draft.configuration.equals(before.configuration())) {
            draft.revision = before.revision() + 1;
            if (node.followers.containsKey(before.revision())) {
                changed.add(new WorkflowPlan(
                        before.sid(), before.workspace(), before.revision(), before.configuration()));
            }
        }
        var workflow = draft.next(turn.now);
        changed.add(workflow);
        turn.emit(EventType.WORKFLOW_UPDATED, update.workspace(), turn.about().workflow(workflow), changed);
        if (update.reEvaluateTasks()) {
            reEvaluate(turn, node);
        }
        return workflow;
    }

    /// Every pending task of the workflow runs through the new plan from the top.
    private static void reEvaluate(Turn turn, WorkflowNode node) {
        for (var task : List.copyOf(node.workspace.tasks.values())) {
            if (task.value.status() == TaskStatus.PENDING
                    && task.value.transfer() == null
                    && node.value.sid().equals(task.value.workflow())) {
                Placement.planChanged(turn, task, node);
            }
        }
    }

    private static void delete(Turn turn, WorkflowCommand.Delete delete) {
        var node = find(turn, delete.workspace(), delete.workflow());
        if (node.liveTasks > 0) {
            throw Refused.invalid("Workflow " + delete.workflow() + " cannot be deleted while tasks are in it");
        }
        var removed = new ArrayList<Entity>(node.oldPlans.values());
        removed.add(node.value);
        turn.emit(
                EventType.WORKFLOW_DELETED,
                delete.workspace(),
                turn.about().workflow(node.value),
                Map.of(),
                List.of(),
                removed);
    }
}
