package org.cordboard.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.EventSid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What the Events resource shows (9.5): the events of the last 30 days, newest first.
///
/// The events come back as they were, but without `changed` and `removed` and without the workflow's configuration.
public final class EventLog {
    private final Jdbi jdbi;
    private final Bodies bodies;

    EventLog(Jdbi jdbi, Bodies bodies) {
        this.jdbi = jdbi;
        this.bodies = bodies;
    }

    /// Each filter is null for "any".
    ///
    /// @param start inclusive
    /// @param end inclusive
    public record Query(
            WorkspaceSid workspace,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable EventType type,
            @Nullable TaskSid task,
            @Nullable WorkerSid worker,
            @Nullable ReservationSid reservation,
            @Nullable TaskQueueSid taskQueue,
            @Nullable WorkflowSid workflow,
            @Nullable TaskChannelSid taskChannel,
            @Nullable EventSid sid) {
        /// All events of a workspace.
        public static Query of(WorkspaceSid workspace) {
            return new Query(workspace, null, null, null, null, null, null, null, null, null, null);
        }
    }

    public Optional<TaskRouterEvent> find(WorkspaceSid workspace, EventSid sid) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT body FROM event WHERE workspace = :workspace AND sid = :sid")
                        .bind("workspace", workspace.value())
                        .bind("sid", sid.value())
                        .mapTo(String.class)
                        .findOne()
                        .map(body -> bodies.read(body, TaskRouterEvent.class)));
    }

    public Page<TaskRouterEvent> list(Query query, PageRequest page) {
        var where = new Where("workspace", query.workspace().value());
        where.atLeast("at", query.start());
        where.atMost("at", query.end());
        where.equal("type", query.type() == null ? null : query.type().wire());
        where.equal("task", query.task());
        where.equal("worker", query.worker());
        where.equal("reservation", query.reservation());
        where.equal("task_queue", query.taskQueue());
        where.equal("workflow", query.workflow());
        where.equal("task_channel", query.taskChannel());
        where.equal("sid", query.sid());
        boolean backwards = page.direction() == PageRequest.Direction.BEFORE;
        page.anchor()
                .ifPresent(sid -> where.add(
                        "number " + (backwards ? ">" : "<") + " (SELECT number FROM event WHERE sid = :anchor)",
                        "anchor",
                        sid));
        var rows = jdbi.withHandle(handle -> where.bind(handle.createQuery("SELECT body FROM event WHERE "
                        + where.text() + " ORDER BY number " + (backwards ? "ASC" : "DESC") + " LIMIT :limit"))
                .bind("limit", page.size() + 1)
                .mapTo(String.class)
                .list());
        var events = new ArrayList<TaskRouterEvent>();
        rows.forEach(body -> events.add(bodies.read(body, TaskRouterEvent.class)));
        return Page.of(List.copyOf(events), page);
    }
}
