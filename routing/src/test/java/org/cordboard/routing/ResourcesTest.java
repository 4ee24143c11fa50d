package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.TaskChannelCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.WorkspaceSid;
import org.junit.jupiter.api.Test;

/// What may be made, changed and deleted, and what comes with it (TaskRouter reference 1.5, 1.7, 2).
class ResourcesTest {
    private final Centre centre = new Centre();

    private WorkspaceSid workspace() {
        return centre.workspace().sid();
    }

    private void invalid(Command command) {
        assertEquals(Refusal.INVALID, centre.refused(command).refusal());
    }

    private static Set<String> names(List<Activity> activities) {
        return activities.stream().map(Activity::friendlyName).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aNewWorkspaceHasItsActivitiesAndChannels() {
        assertEquals(
                Set.of("Offline", "Unavailable", "Available"),
                names(centre.view().activities(workspace())));
        assertEquals(centre.offline().sid(), centre.workspace().defaultActivity());
        assertEquals(centre.offline().sid(), centre.workspace().timeoutActivity());
        assertEquals(
                Set.of("default", "voice", "chat", "sms", "video"),
                centre.view().taskChannels(workspace()).stream()
                        .map(channel -> channel.uniqueName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void theFifoTemplateAddsAQueueAndAWorkflow() {
        Workspace fifo = centre.make(
                new WorkspaceCommand.Create(Centre.ACCOUNT, "Fifo", null, null, null, true, null));
        assertEquals(
                "Sample Queue", centre.view().taskQueues(fifo.sid()).getFirst().friendlyName());
        var workflow = centre.view().workflows(fifo.sid()).getFirst();
        assertEquals("Default Fifo Workflow", workflow.friendlyName());
        assertEquals(120, workflow.taskReservationTimeout());
        assertNull(workflow.assignmentCallbackUrl());
    }

    @Test
    void theOlderActivitiesCanBeHad() {
        var older = new Centre(false, new RoutingSettings(Limits.DEFAULT, true));
        assertEquals(
                Set.of("Offline", "Idle", "Busy", "Reserved"),
                names(older.view().activities(older.workspace().sid())));
    }

    @Test
    void deletingAWorkspaceTakesEverythingWithIt() {
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        centre.task();
        var sid = workspace();
        centre.run(new WorkspaceCommand.Delete(sid));
        assertEquals(List.of("workspace.deleted"), centre.lastTypes());
        assertEquals(1, centre.core.snapshot().entities().size(), "the account is left");
        assertTrue(centre.core.earliestDeadline().isEmpty());
        assertEquals(
                Refusal.NOT_FOUND,
                centre.refused(new ActivityCommand.Create(sid, "x", true)).refusal());
    }

    @Test
    void workersHaveUniqueNamesWithoutRegardToCase() {
        centre.worker("Ana", "{}");
        centre.refuses(
                new WorkerCommand.Create(workspace(), "ANA", null, null),
                "Worker with the same friendly name already exists");
        centre.worker("ben", "{}");
        invalid(new ActivityCommand.Create(workspace(), "offline", true));
    }

    @Test
    void badAttributesAndNamesAreRefused() {
        invalid(new WorkerCommand.Create(workspace(), "x", null, "[1]"));
        invalid(new WorkerCommand.Create(workspace(), "x", null, "{"));
        invalid(new WorkerCommand.Create(workspace(), "x", null, "{\"a\":\"" + "x".repeat(4_096) + "\"}"));
        invalid(new WorkerCommand.Create(workspace(), "x".repeat(65), null, "{}"));
        invalid(new WorkerCommand.Create(workspace(), " ", null, "{}"));
        invalid(new TaskQueueCommand.Create(workspace(), "x", "1==", null, null, null, null));
        invalid(new TaskQueueCommand.Create(workspace(), "x", null, 51, null, null, null));
        invalid(new WorkflowCommand.Create(workspace(), "x", "{\"task_routing\":{}", null, null, null));
        invalid(new TaskChannelCommand.Create(workspace(), "x", "9lives", null));
        invalid(new TaskChannelCommand.Create(workspace(), "x", "voice", null));
        assertTrue(centre.view().workers(workspace()).isEmpty(), "and leave no trace");
    }

    @Test
    void whatIsInUseCannotBeDeleted() {
        var queue = centre.queue("all", "1==1");
        var workflow = centre.simple(queue);
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        invalid(new TaskQueueCommand.Delete(workspace(), queue.sid()));
        invalid(new WorkflowCommand.Delete(workspace(), workflow.sid()));
        invalid(new WorkerCommand.Delete(workspace(), ana.sid(), null));
        invalid(new ActivityCommand.Delete(workspace(), centre.available().sid()));
        invalid(new ActivityCommand.Delete(workspace(), centre.offline().sid()));
        invalid(new TaskChannelCommand.Delete(
                workspace(), centre.view().taskChannels(workspace()).getFirst().sid()));
        centre.status(task, TaskStatus.CANCELED, null);
        invalid(new WorkerCommand.Delete(workspace(), ana.sid(), null));
        centre.activity(ana, centre.unavailable());
        centre.run(new WorkerCommand.Delete(workspace(), ana.sid(), null));
        centre.run(new WorkflowCommand.Delete(workspace(), workflow.sid()));
        centre.run(new TaskQueueCommand.Delete(workspace(), queue.sid()));
        centre.run(new ActivityCommand.Delete(workspace(), centre.available().sid()));
    }

    @Test
    void aNewChannelReachesEveryWorker() {
        var ana = centre.worker("ana", "{}");
        centre.run(new TaskChannelCommand.Create(workspace(), "Letters", "letters", null));
        assertEquals(1, centre.channel(ana, "letters").configuredCapacity());
        assertTrue(centre.channel(ana, "letters").available());
    }

    @Test
    void anEmptyExpressionMatchesNobodyAndReadsBackAsNull() {
        TaskQueue queue = centre.make(new TaskQueueCommand.Create(workspace(), "x", "", null, null, null, null));
        assertNull(queue.targetWorkers());
        centre.worker("ana", "{}");
        assertTrue(centre.view().eligibleWorkers(queue.sid()).isEmpty());
    }

    @Test
    void tasksAreCheckedWithThePublishedTexts() {
        var queue = centre.queue("all", "1==2");
        centre.simple(queue);
        var task = centre.task();
        var account = Centre.ACCOUNT;
        centre.refuses(
                centre.statusOf(task, TaskStatus.COMPLETED, "done"),
                "Cannot complete task %s in workspace %s for account %s because it is not currently assigned."
                        .formatted(task.sid(), workspace(), account));
        centre.refuses(
                centre.statusOf(task, TaskStatus.WRAPPING, "done"),
                "Cannot wrap up a task %s in workspace %s for account %s because it's not currently assigned"
                        .formatted(task.sid(), workspace(), account));
        centre.status(task, TaskStatus.CANCELED, null);
        centre.refuses(
                centre.statusOf(task, TaskStatus.CANCELED, null),
                "Cannot cancel task %s in workspace %s for account %s because it is not pending or reserved."
                        .formatted(task.sid(), workspace(), account));
        centre.refuses(
                new NewTask(centre).target("WWnonsense").command(),
                "Value 'WWnonsense' provided for WorkflowSid as RoutingTarget has an invalid format. WorkspaceSid: %s, AccountSid: %s"
                        .formatted(workspace(), account));
        var future = centre.refused(
                new NewTask(centre).start(centre.now().plusSeconds(1)).command());
        assertTrue(future.message().contains("future"), future.message());
        invalid(new NewTask(centre).on("nonsense").command());
        invalid(new NewTask(centre).timeout(1_209_601).command());
        invalid(new NewTask(centre).priority(-1).command());
        invalid(new TaskCommand.Update(
                workspace(), task.sid(), "{}", TaskStatus.CANCELED, null, null, null, null, null));
        centre.simple(queue);
        centre.refuses(new NewTask(centre).command(), "WorkflowSid field is required");
    }

    @Test
    void aFinishedTaskStillTakesAttributes() {
        centre.simple(centre.queue("all", "1==2"));
        var task = centre.task();
        centre.status(task, TaskStatus.CANCELED, null);
        centre.run(new TaskCommand.Update(
                workspace(), task.sid(), "{\"note\":1}", null, null, null, null, null, null));
        assertEquals("{\"note\":1}", centre.now(task).attributes());
        assertEquals(TaskStatus.CANCELED, centre.now(task).status());
    }
}
