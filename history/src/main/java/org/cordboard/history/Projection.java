package org.cordboard.history;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.event.EventContext;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.Sid;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Turns events into rows, in one transaction with the position they stand for. Repeats are recognised by that
/// position,
/// so that several nodes may write into one database.
final class Projection {
    static final String NAME = "history";
    private final Bodies bodies;

    Projection(Bodies bodies) {
        this.bodies = bodies;
    }

    long position(Handle handle) {
        return handle.createQuery("SELECT number FROM position WHERE name = :name")
                .bind("name", NAME)
                .mapTo(Long.class)
                .one();
    }

    /// Stores the events behind the stored position.
    void store(Handle handle, List<Committed> events) {
        long last = events.getLast().number();
        // First a write: it locks the row, so that another node's transaction waits for this one.
        handle.createUpdate("UPDATE position SET number = number WHERE name = :name")
                .bind("name", NAME)
                .execute();
        long stored = position(handle);
        if (last <= stored) {
            return;
        }
        var fresh = events.stream().filter(event -> event.number() > stored).toList();
        storeEvents(handle, fresh);
        var latest = new LinkedHashMap<RowKey, Entity>();
        for (var event : fresh) {
            event.event().changed().forEach(entity -> changed(handle, latest, entity, event.event()));
            event.event().removed().forEach(entity -> removed(handle, latest, entity, event.event()));
        }
        putAll(handle, latest.values());
        moveTo(handle, last);
    }

    private record RowKey(String kind, String id) {
        static RowKey of(Entity entity) {
            return new RowKey(Projection.kind(entity), entity.key());
        }
    }

    void moveTo(Handle handle, long number) {
        handle.createUpdate("UPDATE position SET number = :number WHERE name = :name")
                .bind("number", number)
                .bind("name", NAME)
                .execute();
    }

    private void storeEvents(Handle handle, List<Committed> events) {
        try (var batch = handle.prepareBatch("""
                INSERT INTO event (number, sid, workspace, type, at, task, worker, reservation, task_queue, left_queue,
                    workflow, task_channel, waited, waited_queue, body)
                VALUES (:number, :sid, :workspace, :type, :at, :task, :worker, :reservation, :queue, :left,
                    :workflow, :channel, :waited, :waitedQueue, :body)
                """)) {
            for (var event : events) {
                if (event.event() instanceof TaskRouterEvent published) {
                    add(batch, event.number(), published);
                }
            }
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }

    private void add(PreparedBatch batch, long number, TaskRouterEvent event) {
        var context = event.context();
        var task = context.task();
        batch.bind("number", number)
                .bind("sid", event.sid().value())
                .bind("workspace", event.workspace().sid().value())
                .bind("type", event.type().wire())
                .bind("at", event.at().toEpochMilli())
                .bind("task", task == null ? null : task.sid().value())
                .bind("worker", worker(context))
                .bind(
                        "reservation",
                        context.reservation() == null
                                ? null
                                : context.reservation().sid().value())
                .bind("queue", taskQueue(context))
                .bind("left", event.details().get("PreviousTaskQueueSid"))
                .bind("workflow", workflow(context))
                .bind("channel", taskChannel(context))
                .bind("waited", task == null ? null : millis(task.dateCreated(), event.at()))
                .bind("waitedQueue", task == null ? null : millis(task.taskQueueEnteredDate(), event.at()))
                .bind("body", bodies.write(event))
                .add();
    }

    private static @Nullable Long millis(@Nullable Instant from, Instant to) {
        return from == null ? null : Math.max(0, to.toEpochMilli() - from.toEpochMilli());
    }

    private static @Nullable String worker(EventContext context) {
        if (context.reservation() != null) {
            return context.reservation().worker().value();
        }
        return context.worker() == null ? null : context.worker().sid().value();
    }

    private static @Nullable String taskQueue(EventContext context) {
        Sid queue = context.taskQueue() != null
                ? context.taskQueue().sid()
                : context.task() == null ? null : context.task().taskQueue();
        return queue == null ? null : queue.value();
    }

    private static @Nullable String workflow(EventContext context) {
        Sid workflow = context.workflow() != null
                ? context.workflow().sid()
                : context.task() == null ? null : context.task().workflow();
        return workflow == null ? null : workflow.value();
    }

    private static @Nullable String taskChannel(EventContext context) {
        Sid channel = context.task() != null
                ? context.task().taskChannel()
                : context.taskChannel() == null ? null : context.taskChannel().sid();
        return channel == null ? null : channel.value();
    }

    /// Of an entity that changes several times within a transaction, only the last value becomes a row.
    private static void changed(Handle handle, Map<RowKey, Entity> latest, Entity entity, Event event) {
        if (entity instanceof Worker worker) {
            period(handle, worker, event);
        }
        if (RecordRow.of(entity) != null) {
            latest.put(RowKey.of(entity), entity);
        }
    }

    /// Writes the rows of entities; those that have none are left out.
    void putAll(Handle handle, Collection<? extends Entity> entities) {
        try (var batch = handle.prepareBatch("""
                INSERT INTO record (kind, id, owner, parent, other, status, name, sender, receiver, at, updated,
                    retired, body)
                VALUES (:kind, :id, :owner, :parent, :other, :status, :name, :sender, :receiver, :at, :updated,
                    0, :body)
                ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, parent = excluded.parent,
                    other = excluded.other, status = excluded.status, name = excluded.name,
                    sender = excluded.sender, receiver = excluded.receiver, at = excluded.at,
                    updated = excluded.updated, body = excluded.body
                """)) {
            for (var entity : entities) {
                var row = RecordRow.of(entity);
                if (row != null) {
                    add(batch, entity, row);
                }
            }
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }

    private void add(PreparedBatch batch, Entity entity, RecordRow row) {
        batch.bind("kind", kind(entity))
                .bind("id", entity.key())
                .bind("owner", row.owner())
                .bind("parent", row.parent())
                .bind("other", row.other())
                .bind("status", row.status())
                .bind("name", row.name())
                .bind("sender", row.sender())
                .bind("receiver", row.receiver())
                .bind("at", row.at().toEpochMilli())
                .bind("updated", row.updated().toEpochMilli())
                .bind("body", bodies.write(entity))
                .add();
    }

    static String kind(Entity entity) {
        return entity.getClass().getSimpleName();
    }

    private void removed(Handle handle, Map<RowKey, Entity> latest, Entity entity, Event event) {
        if (entity instanceof Worker worker) {
            end(handle, worker, event.at());
        }
        if (RecordRow.of(entity) == null) {
            return;
        }
        // The last value first: a row that stays shows it.
        var last = latest.remove(RowKey.of(entity));
        putAll(handle, last == null ? List.of() : List.of(last));
        if (RecordRow.staysWhenRemoved(entity) && !isDeleted(entity, event)) {
            handle.createUpdate("UPDATE record SET retired = 1 WHERE kind = :kind AND id = :id")
                    .bind("kind", kind(entity))
                    .bind("id", entity.key())
                    .execute();
        } else {
            handle.createUpdate("DELETE FROM record WHERE kind = :kind AND id = :id AND retired = 0")
                    .bind("kind", kind(entity))
                    .bind("id", entity.key())
                    .execute();
        }
    }

    /// A deleted task is gone, with its reservations; a purged one is only gone from memory.
    private static boolean isDeleted(Entity entity, Event event) {
        return !(entity instanceof org.cordboard.routing.entity.Participant)
                && event instanceof TaskRouterEvent published
                && (published.type() == EventType.TASK_DELETED || published.type() == EventType.WORKSPACE_DELETED);
    }

    private static void period(Handle handle, Worker worker, Event event) {
        var current = handle.createQuery(
                        "SELECT activity FROM activity_period WHERE worker = :worker AND ended IS NULL")
                .bind("worker", worker.sid().value())
                .mapTo(String.class)
                .findOne();
        if (current.isPresent() && current.get().equals(worker.activity().value())) {
            return;
        }
        end(handle, worker, event.at());
        begin(handle, worker, event.at());
    }

    static void begin(Handle handle, Worker worker, Instant at) {
        handle.createUpdate("""
                        INSERT INTO activity_period (workspace, worker, activity, began)
                        VALUES (:workspace, :worker, :activity, :began)
                        ON CONFLICT (worker, began) DO UPDATE SET activity = excluded.activity, ended = NULL
                        """)
                .bind("workspace", worker.workspace().value())
                .bind("worker", worker.sid().value())
                .bind("activity", worker.activity().value())
                .bind("began", at.toEpochMilli())
                .execute();
    }

    private static void end(Handle handle, Worker worker, Instant at) {
        handle.createUpdate("UPDATE activity_period SET ended = :ended WHERE worker = :worker AND ended IS NULL")
                .bind("ended", at.toEpochMilli())
                .bind("worker", worker.sid().value())
                .execute();
    }
}
