package org.cordboard.api.bridge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Json;
import org.cordboard.api.taskrouter.Owned;
import org.cordboard.api.taskrouter.TaskView;
import org.cordboard.api.taskrouter.WorkerView;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.EventContext;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Turns committed events into frames for the sockets they concern (11.3, 11.4). Runs on the engine's follower thread,
/// in order; sending never blocks it.
final class BridgeEvents {
    private final Engine engine;
    private final Channels channels;
    private final InstantSource clock;

    BridgeEvents(Engine engine, Channels channels, InstantSource clock) {
        this.engine = engine;
        this.channels = channels;
        this.clock = clock;
    }

    void accept(Committed committed) {
        if (committed.event() instanceof TaskRouterEvent event && channels.size() > 0) {
            switch (event.type()) {
                case WORKER_ACTIVITY_UPDATE, WORKER_ATTRIBUTES_UPDATE -> worker(event);
                case WORKER_CAPACITY_UPDATE, WORKER_CHANNEL_AVAILABILITY_UPDATE -> channel(event);
                case RESERVATION_CREATED,
                        RESERVATION_ACCEPTED,
                        RESERVATION_REJECTED,
                        RESERVATION_TIMEOUT,
                        RESERVATION_CANCELED,
                        RESERVATION_RESCINDED,
                        RESERVATION_WRAPUP,
                        RESERVATION_COMPLETED -> reservation(event);
                case RESERVATION_FAILED, TASK_UPDATED, TASK_CANCELED, TASK_COMPLETED, TASK_WRAPUP -> task(event);
                case TASK_CREATED, TASK_DELETED, TASK_SYSTEM_DELETED -> taskForWatchers(event);
                case TASK_TRANSFER_INITIATED,
                        TASK_TRANSFER_ATTEMPT_FAILED,
                        TASK_TRANSFER_FAILED,
                        TASK_TRANSFER_CANCELED,
                        TASK_TRANSFER_COMPLETED -> transfer(event);
                case ACTIVITY_CREATED,
                        ACTIVITY_UPDATED,
                        ACTIVITY_DELETED,
                        TASK_CHANNEL_CREATED,
                        TASK_CHANNEL_UPDATED,
                        TASK_CHANNEL_DELETED,
                        TASK_QUEUE_CREATED,
                        TASK_QUEUE_DELETED,
                        TASK_QUEUE_EXPRESSION_UPDATED,
                        TASK_QUEUE_ENTERED,
                        TASK_QUEUE_MOVED,
                        TASK_QUEUE_TIMEOUT,
                        WORKFLOW_CREATED,
                        WORKFLOW_UPDATED,
                        WORKFLOW_DELETED,
                        WORKFLOW_ENTERED,
                        WORKFLOW_TARGET_MATCHED,
                        WORKFLOW_TIMEOUT,
                        WORKFLOW_SKIPPED,
                        WORKSPACE_CREATED,
                        WORKSPACE_UPDATED,
                        WORKSPACE_DELETED,
                        WORKER_CREATED,
                        WORKER_DELETED -> {
                    // Not for browsers: their clients know no such entity, and the older one breaks on it.
                }
            }
        }
    }

    private void worker(TaskRouterEvent event) {
        Worker worker = event.context().worker();
        if (worker == null) {
            return;
        }
        AccountSid account = event.workspace().account();
        WorkerView shown = event.context().activity() == null
                ? engine.read(view -> WorkerView.of(view, worker, account))
                : WorkerView.of(worker, event.context().activity(), account);
        String frame = frame(event.type(), BridgeShapes.WORKER, shown);
        both(worker.sid().value(), frame);
        watchers(event, frame);
    }

    private void channel(TaskRouterEvent event) {
        WorkerChannel channel = event.context().workerChannel();
        if (channel != null) {
            Owned<WorkerChannel> owned = new Owned<>(channel, event.workspace().account());
            both(channel.worker().value(), frame(event.type(), BridgeShapes.CHANNEL, owned));
        }
    }

    private void both(String channel, String frame) {
        channels.send(channel, Channels.Protocol.ACCESS, frame);
        channels.send(channel, Channels.Protocol.CAPABILITY, frame);
    }

    private void reservation(TaskRouterEvent event) {
        Reservation reservation = event.context().reservation();
        TaskView task = task(event.context(), event.workspace().account());
        if (reservation == null || task == null) {
            return;
        }
        ReservationView shown = engine.read(view -> ReservationView.of(view, reservation, task));
        String worker = reservation.worker().value();
        channels.send(worker, Channels.Protocol.ACCESS, frame(event.type(), BridgeShapes.RESERVATION, shown));
        String older = frame(event.type(), BridgeShapes.TASK_OF_RESERVATION, shown);
        channels.send(worker, Channels.Protocol.CAPABILITY, older);
        watchers(event, older);
    }

    private void task(TaskRouterEvent event) {
        TaskView task = task(event.context(), event.workspace().account());
        if (task == null) {
            return;
        }
        String frame = frame(event.type(), BridgeShapes.TASK, task);
        for (WorkerSid worker : holders(event.type(), task.task())) {
            channels.send(worker.value(), Channels.Protocol.ACCESS, frame);
        }
        watchers(event, frame);
    }

    private void taskForWatchers(TaskRouterEvent event) {
        TaskView task = task(event.context(), event.workspace().account());
        if (task != null) {
            watchers(event, frame(event.type(), BridgeShapes.TASK, task));
        }
    }

    /// The workers who hold a reservation of the task, or held one until this very event.
    private Set<WorkerSid> holders(EventType type, Task task) {
        Set<WorkerSid> workers = new LinkedHashSet<>();
        String target = task.routingTarget();
        if (type == EventType.RESERVATION_FAILED && target != null && WorkerSid.valid(target)) {
            workers.add(new WorkerSid(target));
        }
        for (Reservation reservation : engine.read(view -> view.reservationsOfTask(task.sid()))) {
            if (reservation.status().isOpen()
                    || reservation.status() == ReservationStatus.COMPLETED
                    || reservation.status() == ReservationStatus.CANCELED) {
                workers.add(reservation.worker());
            }
        }
        return workers;
    }

    private void transfer(TaskRouterEvent event) {
        Transfer transfer = event.context().transfer();
        if (transfer != null) {
            String frame = frame(event.type(), BridgeShapes.TRANSFER, transfer);
            channels.send(transfer.initiatingWorker().value(), Channels.Protocol.ACCESS, frame);
        }
    }

    /// Older clients that watch the whole workspace or one task queue.
    private void watchers(TaskRouterEvent event, String frame) {
        channels.send(event.workspace().sid().value(), Channels.Protocol.CAPABILITY, frame);
        Task task = event.context().task();
        if (task != null && task.taskQueue() != null) {
            channels.send(task.taskQueue().value(), Channels.Protocol.CAPABILITY, frame);
        }
    }

    /// The task as the event carries it; names the event does not carry are looked up.
    private @Nullable TaskView task(EventContext context, AccountSid account) {
        Task task = context.task();
        if (task == null) {
            return null;
        }
        TaskQueue queue = context.taskQueue();
        Workflow workflow = context.workflow();
        TaskChannel channel = context.taskChannel();
        boolean queueKnown =
                task.taskQueue() == null || (queue != null && queue.sid().equals(task.taskQueue()));
        boolean workflowKnown = task.workflow() == null || workflow != null;
        if (channel == null || !queueKnown || !workflowKnown) {
            return engine.read(view -> TaskView.of(view, task, account));
        }
        return new TaskView(
                task,
                account,
                task.taskQueue() == null || queue == null ? null : queue.friendlyName(),
                task.workflow() == null || workflow == null ? null : workflow.friendlyName(),
                channel.uniqueName());
    }

    private <T> String frame(EventType type, Representation<T> shape, T payload) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("event_type", type.wire());
            out.writeFieldName("payload");
            shape.write(out, payload, new Place("", clock.instant()));
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
