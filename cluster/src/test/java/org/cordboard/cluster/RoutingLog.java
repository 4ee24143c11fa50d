package org.cordboard.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cordboard.routing.Entry;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.AccountSid;

/// A random log of the real routing, refused commands included: the same seed gives the same entries.
final class RoutingLog {
    private static final AccountSid ACCOUNT = new AccountSid("AC" + "0".repeat(31) + "7");

    private final RoutingCore core = new RoutingCore();
    private final List<Entry> entries = new ArrayList<>();
    private final SplittableRandom random;
    private Instant now = Instant.parse("2026-02-03T08:00:00Z");

    private RoutingLog(long seed) {
        random = new SplittableRandom(seed);
    }

    static List<Entry> random(long seed, int steps) {
        var log = new RoutingLog(seed);
        log.live(steps);
        return List.copyOf(log.entries);
    }

    private Outcome submit(Command command) {
        var entry = new Entry(now, random.nextLong(), random.nextLong(), command);
        entries.add(entry);
        return core.apply(entry);
    }

    private <T> T make(Class<T> type, Command command) {
        return type.cast(((Outcome.Done) submit(command)).subject());
    }

    private void live(int steps) {
        submit(new RecordCommand.Put(List.of(new Account(ACCOUNT, "Test", "secret", "active", null, now, now))));
        var workspace =
                make(Workspace.class, new WorkspaceCommand.Create(ACCOUNT, "Centre", null, null, true, false, null));
        var sid = workspace.sid();
        var queue = make(
                TaskQueue.class,
                new TaskQueueCommand.Create(sid, "German", "languages HAS \"de\"", 2, null, null, null));
        var other = make(TaskQueue.class, new TaskQueueCommand.Create(sid, "All", "1==1", 1, null, null, null));
        var workflow = make(
                Workflow.class,
                new WorkflowCommand.Create(
                        sid, "Flow", """
                        {"task_routing":{"filters":[{"expression":"language=='de'","targets":[
                          {"queue":"%s","timeout":20},{"queue":"%s","timeout":40}]}],
                          "default_filter":{"queue":"%s"}}}
                        """.formatted(queue.sid(), other.sid(), other.sid()), null, null, 30));
        var activities = core.view().activities(sid);
        var workers = new ArrayList<Worker>();
        for (int i = 0; i < 5; i++) {
            workers.add(make(
                    Worker.class,
                    new WorkerCommand.Create(
                            sid, "w" + i, null, i % 2 == 0 ? "{\"languages\":[\"de\"]}" : "{\"languages\":[]}")));
        }
        for (int i = 0; i < steps; i++) {
            now = now.plusMillis(random.nextInt(8_000));
            submit(new ExpireDue());
            submit(next(workspace, workflow, activities, workers));
        }
    }

    private Command next(Workspace workspace, Workflow workflow, List<Activity> activities, List<Worker> workers) {
        var sid = workspace.sid();
        var tasks = core.view().tasks(sid);
        int choice = tasks.isEmpty() ? 0 : random.nextInt(10);
        return switch (choice) {
            case 0, 1, 2 ->
                new TaskCommand.Create(
                        sid,
                        workflow.sid(),
                        random.nextBoolean() ? "{\"language\":\"de\"}" : "{}",
                        null,
                        random.nextInt(3),
                        "voice",
                        null,
                        null,
                        null,
                        null);
            case 3, 4, 5 -> answer(workspace, any(tasks).sid());
            case 6, 7 -> {
                var status = random.nextBoolean() ? TaskStatus.COMPLETED : TaskStatus.CANCELED;
                yield new TaskCommand.Update(sid, any(tasks).sid(), null, status, "done", null, null, null, null);
            }
            default ->
                new WorkerCommand.Update(
                        sid, any(workers).sid(), null, any(activities).sid(), null, random.nextBoolean(), null);
        };
    }

    private Command answer(Workspace workspace, org.cordboard.routing.sid.TaskSid task) {
        var reservations = core.view().reservationsOfTask(task);
        return reservations.isEmpty()
                ? new TaskCommand.Delete(workspace.sid(), task, null)
                : new ReservationCommand.Accept(
                        workspace.sid(), reservations.getLast().sid(), null, null);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
