package org.cordboard.api.taskrouter;

import java.util.function.Function;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Refusals;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerChannelSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Finds what a path names inside the caller's account. What belongs to someone else is as unknown as what does not
/// exist.
final class Tenancy {
    private final Engine engine;

    Tenancy(Engine engine) {
        this.engine = engine;
    }

    <T> T read(Function<RoutingView, T> view) {
        return engine.read(view);
    }

    Outcome.Done submit(Exchange exchange, Command command) {
        return Refusals.done(engine.submit(command), exchange);
    }

    /// Submits and returns the resource the command made or changed.
    <E extends Entity> E submit(Exchange exchange, Command command, Class<E> kind) {
        Entity subject = submit(exchange, command).subject();
        if (!kind.isInstance(subject)) {
            throw new IllegalStateException(command.getClass().getName() + " answered with " + subject);
        }
        return kind.cast(subject);
    }

    Workspace workspace(Exchange exchange) {
        return workspace(exchange, exchange.hasPath("WorkspaceSid") ? "WorkspaceSid" : "Sid");
    }

    Workspace workspace(Exchange exchange, String variable) {
        WorkspaceSid sid = exchange.sid(variable, WorkspaceSid::valid, WorkspaceSid::new);
        Workspace workspace = engine.read(view -> view.workspace(sid));
        if (workspace == null || !workspace.account().equals(exchange.account().sid())) {
            throw exchange.notFound();
        }
        return workspace;
    }

    Activity activity(Exchange exchange, Workspace workspace) {
        ActivitySid sid = exchange.sid("Sid", ActivitySid::valid, ActivitySid::new);
        return in(exchange, workspace, engine.read(view -> view.activity(sid)), Activity::workspace);
    }

    /// By SID or unique name (2.3).
    TaskChannel taskChannel(Exchange exchange, Workspace workspace) {
        String named = exchange.path("Sid");
        TaskChannel found = engine.read(view -> taskChannel(view, workspace, named));
        return in(exchange, workspace, found, TaskChannel::workspace);
    }

    static @Nullable TaskChannel taskChannel(RoutingView view, Workspace workspace, String named) {
        if (TaskChannelSid.valid(named)) {
            return view.taskChannel(new TaskChannelSid(named));
        }
        for (TaskChannel channel : view.taskChannels(workspace.sid())) {
            if (channel.uniqueName().equals(named)) {
                return channel;
            }
        }
        return null;
    }

    TaskQueue taskQueue(Exchange exchange, Workspace workspace, String variable) {
        TaskQueueSid sid = exchange.sid(variable, TaskQueueSid::valid, TaskQueueSid::new);
        return in(exchange, workspace, engine.read(view -> view.taskQueue(sid)), TaskQueue::workspace);
    }

    Workflow workflow(Exchange exchange, Workspace workspace, String variable) {
        WorkflowSid sid = exchange.sid(variable, WorkflowSid::valid, WorkflowSid::new);
        return in(exchange, workspace, engine.read(view -> view.workflow(sid)), Workflow::workspace);
    }

    Worker worker(Exchange exchange, Workspace workspace, String variable) {
        WorkerSid sid = exchange.sid(variable, WorkerSid::valid, WorkerSid::new);
        return in(exchange, workspace, engine.read(view -> view.worker(sid)), Worker::workspace);
    }

    /// By SID, or by SID or unique name of its task channel (2.7).
    WorkerChannel workerChannel(Exchange exchange, Worker worker) {
        String named = exchange.path("Sid");
        if (WorkerChannelSid.valid(named)) {
            WorkerChannelSid sid = new WorkerChannelSid(named);
            WorkerChannel channel = engine.read(view -> view.workerChannel(sid));
            if (channel != null && channel.worker().equals(worker.sid())) {
                return channel;
            }
            throw exchange.notFound();
        }
        for (WorkerChannel channel : engine.read(view -> view.workerChannels(worker.sid()))) {
            if (channel.taskChannelUniqueName().equals(named)
                    || channel.taskChannel().value().equalsIgnoreCase(named)) {
                return channel;
            }
        }
        throw exchange.notFound();
    }

    Task task(Exchange exchange, Workspace workspace, String variable) {
        TaskSid sid = exchange.sid(variable, TaskSid::valid, TaskSid::new);
        return in(exchange, workspace, engine.read(view -> view.task(sid)), Task::workspace);
    }

    Reservation reservation(Exchange exchange, Workspace workspace) {
        ReservationSid sid = exchange.sid("Sid", ReservationSid::valid, ReservationSid::new);
        return in(exchange, workspace, engine.read(view -> view.reservation(sid)), Reservation::workspace);
    }

    private static <E> E in(
            Exchange exchange, Workspace workspace, @Nullable E found, Function<E, WorkspaceSid> owner) {
        if (found == null || !owner.apply(found).equals(workspace.sid())) {
            throw exchange.notFound();
        }
        return found;
    }
}
