package org.cordboard.bench.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.jspecify.annotations.Nullable;

/// A workspace with one task queue for all its workers, who all can take one voice task at a time.
final class BenchCentre {
    static final AccountSid ACCOUNT = new AccountSid("AC" + "0".repeat(31) + "b");

    final Engine engine;
    final Workspace workspace;
    final Workflow workflow;
    final Activity available;
    final List<Worker> workers = new ArrayList<>();

    BenchCentre(Engine engine, int workerCount) {
        this.engine = engine;
        run(new RecordCommand.Put(
                List.of(new Account(ACCOUNT, "Bench", "none", "active", null, Instant.EPOCH, Instant.EPOCH))));
        workspace = make(Workspace.class, new WorkspaceCommand.Create(ACCOUNT, "Bench", null, null, true, false, null));
        available = engine.read(view -> view.activities(workspace.sid())).stream()
                .filter(Activity::available)
                .findFirst()
                .orElseThrow();
        var queue = make(
                TaskQueue.class,
                new TaskQueueCommand.Create(workspace.sid(), "All", "skill == 'bench'", null, null, null, null));
        workflow = make(
                Workflow.class,
                new WorkflowCommand.Create(
                        workspace.sid(),
                        "All",
                        "{\"task_routing\":{\"default_filter\":{\"queue\":\"" + queue.sid() + "\"}}}",
                        null,
                        null,
                        3_600));
        for (int i = 0; i < workerCount; i++) {
            workers.add(make(
                    Worker.class,
                    new WorkerCommand.Create(workspace.sid(), "worker" + i, available.sid(), "{\"skill\":\"bench\"}")));
        }
    }

    TaskCommand.Create task() {
        return new TaskCommand.Create(
                workspace.sid(),
                workflow.sid(),
                "{\"language\":\"en\",\"call_sid\":\"CA00000000000000000000000000000000\"}",
                null,
                null,
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
        @Nullable Object subject = run(command).subject();
        return type.cast(java.util.Objects.requireNonNull(subject));
    }
}
