package org.cordboard.api.taskrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Past;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.webhook.EventDescriptions;
import org.cordboard.api.webhook.EventParameters;
import org.cordboard.history.EventLog;
import org.cordboard.history.Page;
import org.cordboard.history.PageRequest;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.EventSid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.Sid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// The events of the last 30 days (9.5), newest first.
final class EventResource {
    private static final String LIST = "/v1/Workspaces/{WorkspaceSid}/Events";
    private static final int DEFAULT_MINUTES = 15;
    private static final Parameter<Instant> START_DATE = Parameter.date("StartDate");
    private static final Parameter<Instant> END_DATE = Parameter.date("EndDate");
    private static final Parameter<Integer> MINUTES = Parameter.integer("Minutes", 1, 43_200);
    private static final Parameter<String> EVENT_TYPE = Parameter.text("EventType");
    private static final Parameter<String> TASK_CHANNEL = Parameter.text("TaskChannel");
    private static final Parameter<TaskSid> TASK_SID = Parameter.sid("TaskSid", "WT", TaskSid::valid, TaskSid::new);
    private static final Parameter<WorkerSid> WORKER_SID =
            Parameter.sid("WorkerSid", "WK", WorkerSid::valid, WorkerSid::new);
    private static final Parameter<ReservationSid> RESERVATION_SID =
            Parameter.sid("ReservationSid", "WR", ReservationSid::valid, ReservationSid::new);
    private static final Parameter<TaskQueueSid> TASK_QUEUE_SID =
            Parameter.sid("TaskQueueSid", "WQ", TaskQueueSid::valid, TaskQueueSid::new);
    private static final Parameter<WorkflowSid> WORKFLOW_SID =
            Parameter.sid("WorkflowSid", "WW", WorkflowSid::valid, WorkflowSid::new);
    private static final Parameter<EventSid> SID = Parameter.sid("Sid", "EV", EventSid::valid, EventSid::new);

    private static final Representation<TaskRouterEvent> SHAPE = Representation.<TaskRouterEvent>named("event")
            .text("sid", (e, at) -> e.sid().value())
            .text("account_sid", (e, at) -> e.workspace().account().value())
            .text("workspace_sid", (e, at) -> e.workspace().sid().value())
            .text("event_type", (e, at) -> e.type().wire())
            .text("description", (e, at) -> EventDescriptions.of(e))
            .iso("event_date", (e, at) -> e.at())
            .integer("event_date_ms", (e, at) -> e.at().toEpochMilli())
            .json("event_data", (e, at) -> data(e))
            .text("resource_type", (e, at) -> EventParameters.resourceType(e.type()))
            .text("resource_sid", (e, at) -> Shapes.value(EventParameters.resourceSid(e)))
            .text("resource_url", EventResource::resourceUrl)
            .text("actor_type", (e, at) -> "workspace")
            .text("actor_sid", (e, at) -> e.workspace().sid().value())
            .text("actor_url", (e, at) -> Links.workspace(at, e.workspace().sid()))
            .text("source", (e, at) -> "twilio")
            .empty("source_ip_address")
            .text("url", (e, at) -> Links.in(at, e.workspace().sid(), "Events", (Object) e.sid()))
            .build();

    private final Tenancy tenancy;
    private final Past past;

    EventResource(Tenancy tenancy, Past past) {
        this.tenancy = tenancy;
        this.past = past;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", LIST, "ListEvent")
                        .takes(Paging.with(
                                END_DATE,
                                EVENT_TYPE,
                                MINUTES,
                                RESERVATION_SID,
                                START_DATE,
                                TASK_QUEUE_SID,
                                TASK_SID,
                                WORKER_SID,
                                WORKFLOW_SID,
                                TASK_CHANNEL,
                                SID))
                        .lists("events", SHAPE)
                        .by(this::list),
                Endpoint.get("taskrouter", LIST + "/{Sid}", "FetchEvent")
                        .answers(SHAPE)
                        .by(this::fetch));
    }

    private Answer list(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        EventLog.Query query = query(x, workspace);
        Paging.Slice slice = Paging.slice(x);
        PageRequest request = new PageRequest(
                slice.size(),
                slice.anchor(),
                slice.backwards() ? PageRequest.Direction.BEFORE : PageRequest.Direction.AFTER);
        Page<TaskRouterEvent> page = past.known().events().list(query, request);
        return Paging.v1Slice(
                x, slice, "events", SHAPE, page.items(), e -> e.sid().value(), page.hasNext(), page.hasPrevious());
    }

    private EventLog.Query query(Exchange x, Workspace workspace) {
        Integer minutes = x.get(MINUTES);
        Instant start = x.get(START_DATE);
        Instant end = x.get(END_DATE);
        if (minutes != null && (start != null || end != null)) {
            throw Problem.badRequest("Give Minutes, or StartDate and EndDate, not both");
        }
        if (start != null && end != null && end.isBefore(start)) {
            throw Problem.badRequest("EndDate must not be before StartDate");
        }
        boolean byResource = x.has(SID) || x.has(TASK_SID) || x.has(RESERVATION_SID);
        if (start == null && end == null && !(byResource && minutes == null)) {
            start = x.place().now().minus(Duration.ofMinutes(minutes == null ? DEFAULT_MINUTES : minutes));
        }
        return new EventLog.Query(
                workspace.sid(),
                start,
                end,
                type(x.get(EVENT_TYPE)),
                x.get(TASK_SID),
                x.get(WORKER_SID),
                x.get(RESERVATION_SID),
                x.get(TASK_QUEUE_SID),
                x.get(WORKFLOW_SID),
                channel(x, workspace),
                x.get(SID));
    }

    private static @Nullable EventType type(@Nullable String name) {
        EventType type = name == null ? null : EventType.ofWire(name);
        if (name != null && type == null) {
            throw Problem.badRequest("EventType " + name + " is not known; an example is task.created");
        }
        return type;
    }

    private @Nullable TaskChannelSid channel(Exchange x, Workspace workspace) {
        return channel(tenancy, workspace, x.get(TASK_CHANNEL));
    }

    /// A task channel by SID or unique name.
    static @Nullable TaskChannelSid channel(Tenancy tenancy, Workspace workspace, @Nullable String named) {
        if (named == null) {
            return null;
        }
        TaskChannel channel = tenancy.read(view -> Tenancy.taskChannel(view, workspace, named));
        if (channel == null || !channel.workspace().equals(workspace.sid())) {
            throw Problem.badRequest("TaskChannel " + named + " does not exist in this workspace");
        }
        return channel.sid();
    }

    private Answer fetch(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        EventSid sid = x.sid("Sid", EventSid::valid, EventSid::new);
        return x.ok(SHAPE, past.known().events().find(workspace.sid(), sid).orElseThrow(x::notFound));
    }

    /// The webhook's parameters in snake case; every value is a text.
    private static JsonNode data(TaskRouterEvent event) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        EventParameters.data(event).forEach((name, value) -> data.put(snake(name), value));
        return data;
    }

    private static String snake(String pascal) {
        return pascal.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static @Nullable String resourceUrl(TaskRouterEvent event, Place at) {
        Sid sid = EventParameters.resourceSid(event);
        if (sid == null) {
            return null;
        }
        String collection = switch (EventParameters.resourceType(event.type())) {
            case "task" -> "Tasks";
            case "worker" -> "Workers";
            case "activity" -> "Activities";
            case "task-queue" -> "TaskQueues";
            case "task-channel" -> "TaskChannels";
            case "workflow" -> "Workflows";
            case "reservation" ->
                "Tasks/"
                        + Shapes.value(
                                event.context().task() == null
                                        ? null
                                        : event.context().task().sid())
                        + "/Reservations";
            case String workspace -> "";
        };
        return collection.isEmpty()
                ? Links.workspace(at, event.workspace().sid())
                : Links.in(at, event.workspace().sid(), collection, (Object) sid);
    }
}
