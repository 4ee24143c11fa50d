package org.cordboard.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cordboard.cluster.ManualClock;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.AccountSid;

/// The real routing with a random life in it: the same seed gives the same events.
final class RandomCentre implements AutoCloseable {
    static final Instant START = Instant.parse("2026-02-03T08:00:00Z");
    static final AccountSid ACCOUNT = new AccountSid("AC" + "0".repeat(31) + "7");
    private static final String[] CHANNELS = {"voice", "chat", "default"};

    final ManualClock clock = new ManualClock(START);
    final Engine engine;
    final Workspace workspace;
    final List<TaskQueue> queues = new ArrayList<>();
    final Workflow workflow;
    final List<Worker> workers = new ArrayList<>();
    private final List<Activity> activities;
    private final SplittableRandom random;

    RandomCentre(long seed) {
        random = new SplittableRandom(seed);
        engine = MemoryEngine.start(new RoutingCore(), clock, seed);
        engine.submit(
                new RecordCommand.Put(List.of(new Account(ACCOUNT, "Test", "secret", "active", null, START, START))));
        workspace = (Workspace) subject(new WorkspaceCommand.Create(ACCOUNT, "Centre", null, null, true, false, null));
        activities = engine.read(view -> view.activities(workspace.sid()));
        queues.add(queue("German", "languages HAS \"de\""));
        queues.add(queue("Everybody", "1==1"));
        workflow = (Workflow)
                subject(new WorkflowCommand.Create(workspace.sid(), "Languages", configuration(), null, null, 30));
        for (int i = 0; i < 4; i++) {
            addWorker();
        }
    }

    private TaskQueue queue(String name, String expression) {
        return (TaskQueue) subject(new TaskQueueCommand.Create(workspace.sid(), name, expression, 1, null, null, null));
    }

    /// German callers are tried twenty seconds in German, then anywhere for forty, then given up.
    private String configuration() {
        return """
                {"task_routing":{"filters":[{"expression":"language=='de'","targets":[
                  {"queue":"%s","timeout":20},{"queue":"%s","timeout":40}]}],
                  "default_filter":{"queue":"%s"}}}
                """.formatted(
                        queues.get(0).sid(), queues.get(1).sid(), queues.get(1).sid());
    }

    Object subject(Command command) {
        return switch (engine.submit(command)) {
            case Outcome.Done done -> done.subject();
            case Outcome.Refused refused -> throw new AssertionError(command + ": " + refused);
        };
    }

    void live(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            clock.advance(Duration.ofMillis(random.nextInt(9_000)));
        }
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> addTask();
            case 3, 4, 5 -> answer();
            case 6 -> finish(TaskStatus.CANCELED);
            case 7 -> finish(TaskStatus.WRAPPING);
            case 8 -> finish(TaskStatus.COMPLETED);
            case 9, 10 -> changeActivity();
            default -> sweep();
        }
    }

    private void addTask() {
        var attributes = random.nextBoolean() ? "{\"language\":\"de\"}" : "{\"language\":\"en\"}";
        engine.submit(new TaskCommand.Create(
                workspace.sid(),
                workflow.sid(),
                attributes,
                null,
                random.nextInt(3),
                CHANNELS[random.nextInt(CHANNELS.length)],
                null,
                null,
                null,
                null));
    }

    private void addWorker() {
        var attributes = random.nextBoolean() ? "{\"languages\":[\"de\",\"en\"]}" : "{\"languages\":[\"en\"]}";
        var activity = activities.get(random.nextInt(activities.size())).sid();
        workers.add((Worker)
                subject(new WorkerCommand.Create(workspace.sid(), "worker-" + workers.size(), activity, attributes)));
    }

    private <T> T any(List<T> choices) {
        return choices.isEmpty() ? null : choices.get(random.nextInt(choices.size()));
    }

    private Task anyTask() {
        return any(engine.read(view -> view.tasks(workspace.sid())));
    }

    /// Mostly accepts.
    private void answer() {
        var open = engine.read(view -> view.tasks(workspace.sid()).stream()
                .flatMap(task -> view.reservationsOfTask(task.sid()).stream())
                .filter(reservation -> reservation.status().isOpen())
                .toList());
        Reservation reservation = any(open);
        if (reservation != null) {
            engine.submit(
                    random.nextInt(4) > 0
                            ? new ReservationCommand.Accept(workspace.sid(), reservation.sid(), null, null)
                            : new ReservationCommand.Reject(workspace.sid(), reservation.sid(), null, null));
        }
    }

    private void finish(TaskStatus status) {
        var task = anyTask();
        if (task != null) {
            engine.submit(
                    new TaskCommand.Update(workspace.sid(), task.sid(), null, status, "done", null, null, null, null));
        }
    }

    private void sweep() {
        var task = anyTask();
        if (task != null && random.nextInt(4) == 0) {
            engine.submit(new TaskCommand.Delete(workspace.sid(), task.sid(), null));
        } else if (random.nextInt(6) == 0) {
            addWorker();
        }
    }

    private void changeActivity() {
        var worker = any(workers);
        // More often available than not, so that something happens.
        var available =
                activities.stream().filter(Activity::available).findFirst().orElseThrow();
        var activity = random.nextInt(3) > 0 ? available : any(activities);
        engine.submit(new WorkerCommand.Update(
                workspace.sid(), worker.sid(), null, activity.sid(), null, random.nextBoolean(), null));
    }

    @Override
    public void close() {
        engine.close();
    }
}
