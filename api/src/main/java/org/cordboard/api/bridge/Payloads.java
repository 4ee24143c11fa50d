package org.cordboard.api.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Json;
import org.cordboard.api.taskrouter.Owned;
import org.cordboard.api.taskrouter.TaskQueueView;
import org.cordboard.api.taskrouter.TaskView;
import org.cordboard.api.taskrouter.WorkerView;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerChannelSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Shows what REST has answered as browsers see it: finds the resource again by its SID.
final class Payloads {
    private final Engine engine;

    Payloads(Engine engine) {
        this.engine = engine;
    }

    /// The resource of a REST answer; null when it has gone meanwhile. What browsers have no shape for stays as it is.
    @Nullable
    JsonNode of(JsonNode answered, Tokens.Grant grant, Place at) {
        String sid = answered.path("sid").asText("");
        AccountSid account = grant.caller().account().sid();
        return engine.read(view -> of(view, sid, answered, account, at));
    }

    private static @Nullable JsonNode of(
            RoutingView view, String sid, JsonNode answered, AccountSid account, Place at) {
        return switch (sid.length() < 2 ? "" : sid.substring(0, 2)) {
            case "WK" -> {
                Worker worker = view.worker(new WorkerSid(sid));
                yield worker == null ? null : json(BridgeShapes.WORKER, WorkerView.of(view, worker, account), at);
            }
            case "WA" -> {
                Activity activity = view.activity(new ActivitySid(sid));
                yield activity == null ? null : json(BridgeShapes.ACTIVITY, new Owned<>(activity, account), at);
            }
            case "WC" -> {
                WorkerChannel channel = view.workerChannel(new WorkerChannelSid(sid));
                yield channel == null ? null : json(BridgeShapes.CHANNEL, new Owned<>(channel, account), at);
            }
            case "WT" -> {
                Task task = view.task(new TaskSid(sid));
                yield task == null ? null : json(BridgeShapes.TASK, TaskView.of(view, task, account), at);
            }
            case "WR" -> {
                Reservation found = view.reservation(new ReservationSid(sid));
                ReservationView shown = found == null ? null : ReservationView.of(view, found, account);
                yield shown == null ? null : json(BridgeShapes.RESERVATION, shown, at);
            }
            case "WQ" -> {
                TaskQueue queue = view.taskQueue(new TaskQueueSid(sid));
                yield queue == null ? null : json(BridgeShapes.TASK_QUEUE, TaskQueueView.of(view, queue, account), at);
            }
            case String other -> answered;
        };
    }

    static <T> JsonNode json(Representation<T> shape, T resource, Place at) {
        try {
            return Json.MAPPER.readTree(shape.bytes(resource, at));
        } catch (IOException bug) {
            throw new IllegalStateException("a representation is not JSON", bug);
        }
    }

    /// Whether the worker has, or lately had, a reservation of the task, or the task was made for him.
    boolean holds(WorkerSid worker, String taskSid) {
        if (!TaskSid.valid(taskSid)) {
            return true;
        }
        TaskSid sid = new TaskSid(taskSid);
        return engine.read(view -> {
            Task task = view.task(sid);
            return task == null
                    || worker.value().equalsIgnoreCase(task.routingTarget())
                    || view.reservationsOfTask(sid).stream()
                            .anyMatch(r -> r.worker().equals(worker));
        });
    }
}
