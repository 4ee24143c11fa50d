package org.cordboard.bench.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.AccountSid;

/// A workspace with many task queues, each with an expression of its own, and one workflow that sends each task to its
/// queue. Workers belong to several queues; each takes one task at a time.
final class MatrixCentre {
    private static final AccountSid ACCOUNT = new AccountSid("AC" + "0".repeat(31) + "c");

    /// What a task's target asks of a worker.
    enum Target {
        /// Whoever belongs to the task queue.
        ANYONE(""),
        /// One of seven languages.
        LANGUAGE("task.language IN worker.languages"),
        /// The one worker the task names.
        OWN_WORKER("worker.id == task.wanted");

        private final String expression;

        Target(String expression) {
            this.expression = expression;
        }
    }

    /// @param workers all available
    /// @param waiting tasks for whom nobody is free
    /// @param queues task queues with distinct expressions
    record Size(int workers, int waiting, int queues, Target target) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,6d workers x %,7d waiting x %,5d queues, %s",
                    workers,
                    waiting,
                    queues,
                    target.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
    }

    final Engine engine;
    final Workspace workspace;
    private final Size size;
    private final Workflow workflow;
    private final AtomicInteger made = new AtomicInteger();

    MatrixCentre(Engine engine, Size size) {
        this.engine = engine;
        this.size = size;
        run(new RecordCommand.Put(
                List.of(new Account(ACCOUNT, "Matrix", "none", "active", null, Instant.EPOCH, Instant.EPOCH))));
        workspace = make(Workspace.class, new WorkspaceCommand.Create(ACCOUNT, "Matrix", null, null, true, false, null));
        var available = engine.read(view -> view.activities(workspace.sid())).stream()
                .filter(Activity::available)
                .findFirst()
                .orElseThrow();
        var filters = new ArrayList<String>();
        for (int i = 0; i < size.queues(); i++) {
            var queue = make(
                    TaskQueue.class,
                    new TaskQueueCommand.Create(
                            workspace.sid(), "queue" + i, "team == " + i + " OR backup == " + i, null, null, null, null));
            filters.add("{\"expression\":\"queue == %d\",\"targets\":[{\"queue\":\"%s\"%s}]}"
                    .formatted(i, queue.sid(), target()));
        }
        workflow = make(
                Workflow.class,
                new WorkflowCommand.Create(
                        workspace.sid(),
                        "All",
                        "{\"task_routing\":{\"filters\":[" + String.join(",", filters) + "]}}",
                        null,
                        null,
                        3_600));
        for (int i = 0; i < size.workers(); i++) {
            make(
                    Worker.class,
                    new WorkerCommand.Create(workspace.sid(), "worker" + i, available.sid(), worker(i)));
        }
    }

    private String target() {
        return size.target().expression.isEmpty() ? "" : ",\"expression\":\"" + size.target().expression + "\"";
    }

    private String worker(int i) {
        return "{\"id\":\"w%d\",\"team\":%d,\"backup\":%d,\"languages\":[\"l%d\",\"l%d\"]}"
                .formatted(i, i % size.queues(), (i + 1) % size.queues(), i % 7, (i + 3) % 7);
    }

    /// Tasks come to all queues in turn; each wants a worker of its queue.
    TaskCommand.Create task() {
        int i = made.getAndIncrement();
        int worker = i % size.workers();
        return new TaskCommand.Create(
                workspace.sid(),
                workflow.sid(),
                "{\"queue\":%d,\"wanted\":\"w%d\",\"language\":\"l%d\",\"number\":%d}"
                        .formatted(worker % size.queues(), worker, worker % 7, i),
                null,
                i % 5,
                "voice",
                null,
                null,
                null,
                null);
    }

    Outcome.Done run(Command command) {
        return switch (engine.submit(command)) {
            case Outcome.Done done -> done;
            case Outcome.Refused refused -> throw new IllegalStateException(command + ": " + refused);
        };
    }

    private <E> E make(Class<E> type, Command command) {
        return type.cast(Objects.requireNonNull(run(command).subject()));
    }
}
