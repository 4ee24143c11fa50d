package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cordboard.api.ports.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The TaskRouter resources over real HTTP on a real engine: F7, F9 to F12, F15 to F45, F50, F51, F72.
@Timeout(60)
class TaskRouterTest {
    private Centre centre;

    @BeforeEach
    void start() {
        centre = new Centre();
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    @Test
    void aTaskNamingAnUnknownTaskQueueIsRefusedAlsoWithoutAWorkerTarget() {
        Centre.Team team = centre.team();
        String unknown = "WQ" + "0".repeat(32);
        for (String target : new String[] {null, team.queue()}) {
            String tasks = team.workspace() + "/Tasks";
            Centre.Reply refused = target == null
                    ? centre.post(tasks, "WorkflowSid", team.workflow(), "TaskQueueSid", unknown)
                    : centre.post(tasks, "RoutingTarget", target, "TaskQueueSid", unknown);
            assertEquals(400, refused.status(), refused.http().body());
            assertEquals(20001, refused.code());
            assertTrue(refused.text("message").contains("TaskQueueSid " + unknown), refused.http().body());
        }
    }

    @Test
    void aNewWorkspaceHasThePublishedShapeAndItsActivitiesAndChannels() {
        Centre.Reply made = centre.post("/v1/Workspaces", "FriendlyName", "writers");
        assertEquals(201, made.status(), made.http().body());
        Published.check("taskrouter:workspace", made.json());
        assertEquals("", made.text("event_callback_url"));
        assertEquals("Offline", made.text("default_activity_name"));
        assertEquals("Offline", made.text("timeout_activity_name"));
        assertTrue(made.json().path("multi_task_enabled").asBoolean());
        assertEquals(centre.url("/v1/Workspaces/" + made.sid()).toString(), made.text("url"));
        String workspace = "/v1/Workspaces/" + made.sid();
        assertEquals(
                Set.of("Offline", "Available", "Unavailable"),
                values(centre.get(workspace + "/Activities").json().path("activities"), "friendly_name"));
        assertEquals(
                Set.of("default", "voice", "chat", "sms", "video"),
                values(centre.get(workspace + "/TaskChannels").json().path("channels"), "unique_name"));
        Published.check(
                "taskrouter:activity",
                centre.get(workspace + "/Activities").json().path("activities").path(0));
        Published.check(
                "taskrouter:task_channel",
                centre.get(workspace + "/TaskChannels/voice").json());
    }

    @Test
    void aWorkspaceIsUpdatedListedByNameAndDeletedWithAllInIt() {
        String workspace = centre.workspace();
        Centre.Reply updated = centre.post(
                workspace,
                "FriendlyName",
                "editors",
                "EventCallbackUrl",
                "https://example.org/events",
                "EventsFilter",
                "task.created, task.canceled",
                "MultiTaskEnabled",
                "no",
                "PrioritizeQueueOrder",
                "LIFO");
        assertEquals(200, updated.status(), updated.http().body());
        assertEquals("https://example.org/events", updated.text("event_callback_url"));
        assertFalse(updated.json().path("multi_task_enabled").asBoolean());
        assertEquals("LIFO", updated.text("prioritize_queue_order"));
        assertEquals("", centre.post(workspace, "EventCallbackUrl", "").text("event_callback_url"));
        assertEquals(
                1,
                centre.get("/v1/Workspaces?FriendlyName=editors")
                        .json()
                        .path("workspaces")
                        .size());
        assertEquals(
                0,
                centre.get("/v1/Workspaces?FriendlyName=edit")
                        .json()
                        .path("workspaces")
                        .size());
        assertEquals(204, centre.delete(workspace).status());
        assertEquals(404, centre.get(workspace).status());
        assertEquals(404, centre.get(workspace + "/Activities").status());
    }

    @Test
    void theFifoTemplateBringsAQueueAndAWorkflow() {
        String workspace = centre.workspace("Template", "FIFO");
        JsonNode workflows = centre.get(workspace + "/Workflows").json().path("workflows");
        assertEquals(
                "Default Fifo Workflow", workflows.path(0).path("friendly_name").asText());
        Published.check("taskrouter:workflow", workflows.path(0));
        JsonNode queues = centre.get(workspace + "/TaskQueues").json().path("task_queues");
        assertEquals("Sample Queue", queues.path(0).path("friendly_name").asText());
        assertEquals("1==1", queues.path(0).path("target_workers").asText());
        Published.check("taskrouter:task_queue", queues.path(0));
    }

    @Test
    void theAvailabilityOfAnActivityNeverChangesThoughTheUpdateSucceeds() {
        String workspace = centre.workspace();
        String activity = workspace + "/Activities/"
                + centre.post(workspace + "/Activities", "FriendlyName", "Lunch", "Available", "yes")
                        .sid();
        Centre.Reply updated = centre.post(activity, "FriendlyName", "Break", "Available", "false");
        assertEquals(200, updated.status());
        assertEquals("Break", updated.text("friendly_name"));
        assertTrue(updated.json().path("available").asBoolean());
        assertEquals(204, centre.delete(activity).status());
        assertEquals(
                400,
                centre.delete(workspace + "/Activities/" + centre.activity(workspace, "Offline"))
                        .status());
    }

    @Test
    void aTaskIsOfferedAcceptedWrappedAndCompleted() {
        Centre.Team team = centre.team();
        String dave = team.worker("dave", "Available");
        Centre.Reply made = centre.post(
                team.workspace() + "/Tasks", "WorkflowSid", team.workflow(), "Attributes", "{\"b\":\"ü\",  \"a\":1}");
        assertEquals(201, made.status(), made.http().body());
        Published.check("taskrouter:task", made.json());
        assertEquals("pending", made.text("assignment_status"), "no reservation shows in the answer to the creation");
        assertEquals("{\"b\":\"ü\",  \"a\":1}", made.text("attributes"));
        assertEquals("support", made.text("task_queue_friendly_name"));
        assertEquals("support", made.text("workflow_friendly_name"));
        assertEquals("default", made.text("task_channel_unique_name"));
        String task = team.workspace() + "/Tasks/" + made.sid();
        assertEquals("reserved", centre.get(task).text("assignment_status"));

        String reservation = task + "/Reservations/" + team.reservation(made.sid());
        Centre.Reply accepted = centre.post(reservation, "ReservationStatus", "accepted");
        assertEquals(200, accepted.status(), accepted.http().body());
        Published.check("taskrouter:task_reservation", accepted.json());
        assertEquals("accepted", accepted.text("reservation_status"));
        assertEquals("dave", accepted.text("worker_name"));
        assertEquals(centre.url(reservation).toString(), accepted.text("url"));
        assertEquals("assigned", centre.get(task).text("assignment_status"));

        String byWorker = team.workspace() + "/Workers/" + dave + "/Reservations/" + accepted.sid();
        Centre.Reply seen = centre.get(byWorker);
        Published.check("taskrouter:worker_reservation", seen.json());
        assertEquals(centre.url(byWorker).toString(), seen.text("url"));

        Centre.Reply again = centre.post(reservation, "ReservationStatus", "accepted");
        assertEquals(400, again.status());
        assertEquals(
                "Reservation " + accepted.sid() + " is already in state [accepted] and cannot be updated to [accepted]",
                again.text("message"));
        assertEquals(
                "wrapping",
                centre.post(task, "AssignmentStatus", "wrapping", "Reason", "hung up")
                        .text("assignment_status"));
        Centre.Reply completed = centre.post(task, "AssignmentStatus", "completed", "Reason", "sold");
        assertEquals(
                "completed",
                completed.text("assignment_status"),
                completed.http().body());
        assertEquals("sold", completed.text("reason"));
        assertEquals("completed", centre.get(reservation).text("reservation_status"));
        centre.clock.advance(Duration.ofMinutes(6));
        assertEquals(404, centre.get(task).status());
    }

    @Test
    void workersAreFoundByEachFilter() {
        Centre.Team team = centre.team();
        String workers = team.workspace() + "/Workers";
        centre.post(
                workers, "FriendlyName", "charles", "Attributes", "{\"name\":\"charles\",\"skills\":[\"support\"]}");
        centre.post(
                workers,
                "FriendlyName",
                "dave",
                "Attributes",
                "{\"name\":\"dave\",\"level\":3}",
                "ActivitySid",
                centre.activity(team.workspace(), "Available"));
        String queue = centre.post(
                        team.workspace() + "/TaskQueues", "FriendlyName", "experts", "TargetWorkers", "level > 2")
                .sid();
        assertEquals(Set.of("dave"), found(workers + "?Available=true"));
        assertEquals(Set.of("charles"), found(workers + "?Available=0"));
        assertEquals(Set.of("dave"), found(workers + "?ActivityName=Available"));
        assertEquals(Set.of("dave"), found(workers + "?FriendlyName=dave"));
        assertEquals(Set.of("dave"), found(workers + "?TaskQueueSid=" + queue));
        assertEquals(Set.of("dave"), found(workers + "?TaskQueueName=experts"));
        assertEquals(Set.of("dave"), found(workers + "?TargetWorkersExpression=name%20IN%20%5B'dave'%5D%7D"));
        assertEquals(Set.of("charles"), found(workers + "?TargetWorkersExpression=skills%20HAS%20%22support%22"));
        assertEquals(
                Set.of("charles", "dave"),
                found(workers + "?Ordering=DateStatusChanged:desc&TargetWorkersExpression=1%3D%3D1"));
        Centre.Reply broken = centre.get(workers + "?TargetWorkersExpression=name%20%26%26%20");
        assertEquals(400, broken.status());
        assertEquals(
                Set.of("support", "experts"),
                values(
                        centre.get(team.workspace() + "/TaskQueues?EvaluateWorkerAttributes=%7B%22level%22%3A3%7D")
                                .json()
                                .path("task_queues"),
                        "friendly_name"));
        assertEquals(
                Set.of("support"),
                values(
                        centre.get(team.workspace() + "/TaskQueues?EvaluateWorkerAttributes=level%20%3D%3D%201")
                                .json()
                                .path("task_queues"),
                        "friendly_name"));
        Published.check(
                "taskrouter:worker", centre.get(workers).json().path("workers").path(0));
    }

    private Set<String> found(String path) {
        Centre.Reply reply = centre.get(path);
        assertEquals(200, reply.status(), reply.http().body());
        return values(reply.json().path("workers"), "friendly_name");
    }

    @Test
    void workerChannelsAreReachedByThreeNamesAndEdited() {
        Centre.Team team = centre.team();
        String channels = team.workspace() + "/Workers/" + team.worker("dave", "Offline") + "/Channels";
        JsonNode voice = centre.get(channels + "/voice").json();
        Published.check("taskrouter:worker_channel", voice);
        assertEquals(1, voice.path("configured_capacity").asInt());
        assertEquals(100, voice.path("available_capacity_percentage").asInt());
        assertEquals(
                voice, centre.get(channels + "/" + voice.path("sid").asText()).json());
        assertEquals(
                voice,
                centre.get(channels + "/" + voice.path("task_channel_sid").asText())
                        .json());
        Centre.Reply edited = centre.post(channels + "/voice", "Capacity", "3", "Available", "false");
        assertEquals(3, edited.json().path("configured_capacity").asInt());
        assertFalse(edited.json().path("available").asBoolean());
        assertEquals(5, centre.get(channels).json().path("channels").size());
        assertEquals(404, centre.get(channels + "/telepathy").status());
    }

    @Test
    void tasksAreFilteredOrderedAndFollowedPageByPageUntilNull() {
        Centre.Team team = centre.team();
        String tasks = team.workspace() + "/Tasks";
        for (int i = 0; i < 7; i++) {
            centre.clock.advance(Duration.ofSeconds(1));
            centre.post(
                    tasks,
                    "WorkflowSid",
                    team.workflow(),
                    "Attributes",
                    "{\"n\":" + i + "}",
                    "Priority",
                    Integer.toString(i % 3));
        }
        List<Integer> seen = new ArrayList<>();
        String previous = null;
        String url = tasks + "?AssignmentStatus=pending,reserved&Ordering=Priority:desc,DateCreated:asc&PageSize=3";
        while (url != null) {
            JsonNode page = centre.get(url).json();
            JsonNode meta = page.path("meta");
            for (String key : List.of(
                    "page", "page_size", "first_page_url", "previous_page_url", "url", "next_page_url", "key")) {
                assertTrue(meta.has(key), key);
            }
            assertFalse(page.has("uri"));
            assertEquals("tasks", meta.path("key").asText());
            assertTrue(meta.path("first_page_url").asText().contains("AssignmentStatus=pending%2Creserved&Ordering="));
            page.path("tasks").forEach(t -> seen.add(t.path("priority").asInt()));
            if (previous != null) {
                assertFalse(meta.path("previous_page_url").isNull());
            }
            previous = url;
            url = meta.path("next_page_url").isNull()
                    ? null
                    : meta.path("next_page_url").asText();
        }
        assertEquals(List.of(2, 2, 1, 1, 0, 0, 0), seen);
        assertEquals(
                1,
                centre.get(tasks + "?EvaluateTaskAttributes=n%20%3D%3D%204")
                        .json()
                        .path("tasks")
                        .size());
        assertEquals(
                0,
                centre.get(tasks + "?AssignmentStatus=completed")
                        .json()
                        .path("tasks")
                        .size());
        assertEquals(
                7,
                centre.get(tasks + "?TaskQueueName=support")
                        .json()
                        .path("tasks")
                        .size());
        assertEquals(
                0,
                centre.get(tasks + "?WorkflowName=other").json().path("tasks").size());
        assertEquals(2, centre.get(tasks + "?Priority=2").json().path("tasks").size());
        assertEquals(
                400,
                centre.get(tasks + "?Ordering=DateCreated:asc,VirtualStartTime:asc")
                        .status());
        assertEquals(400, centre.get(tasks + "?Page=2").status(), "absolute paging is refused");
        assertEquals(200, centre.get(tasks + "?Page=0").status());
        assertEquals(
                1000,
                centre.get(tasks + "?PageSize=5000")
                        .json()
                        .path("meta")
                        .path("page_size")
                        .asInt());
    }

    @Test
    void pagesStayInPlaceWhenRowsComeAndGoAndLeadBackToWhereTheyCameFrom() {
        Centre.Team team = centre.team();
        String tasks = team.workspace() + "/Tasks";
        List<String> sids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            centre.clock.advance(Duration.ofSeconds(1));
            sids.add(team.task("{}"));
        }
        JsonNode first = centre.get(tasks + "?PageSize=2").json();
        centre.delete(tasks + "/" + sids.get(1));
        centre.delete(tasks + "/" + sids.get(0));
        JsonNode second =
                centre.get(first.path("meta").path("next_page_url").asText()).json();
        assertEquals(List.of(sids.get(2), sids.get(3)), list(second.path("tasks"), "sid"));
        JsonNode third =
                centre.get(second.path("meta").path("next_page_url").asText()).json();
        assertEquals(List.of(sids.get(4), sids.get(5)), list(third.path("tasks"), "sid"));
        assertTrue(third.path("meta").path("next_page_url").isNull());
        JsonNode back = centre.get(third.path("meta").path("previous_page_url").asText())
                .json();
        assertEquals(List.of(sids.get(2), sids.get(3)), list(back.path("tasks"), "sid"));
    }

    @Test
    void aWrongVersionIs412AndChangesNothing() {
        Centre.Team team = centre.team();
        String worker = team.workspace() + "/Workers/" + team.worker("dave", "Offline");
        String etag = centre.get(worker).header("ETag");
        assertTrue(etag.matches("\"\\d+\""), etag);
        for (String stale : List.of("99", "\"99\"", "W/\"99\"", "nonsense")) {
            Centre.Reply refused = centre.send(centre.form(worker, "FriendlyName", "david")
                    .header("If-Match", stale)
                    .build());
            assertEquals(412, refused.status(), stale);
            assertEquals(20412, refused.code());
        }
        assertEquals("dave", centre.get(worker).text("friendly_name"));
        Centre.Reply updated = centre.send(centre.form(worker, "FriendlyName", "david")
                .header("If-Match", etag)
                .build());
        assertEquals(200, updated.status(), updated.http().body());
        assertNotEquals(etag, updated.header("ETag"));
    }

    @Test
    void whatBelongsToAnotherWorkspaceIsNotFound() {
        Centre.Team team = centre.team();
        String other = centre.workspace();
        String dave = team.worker("dave", "Offline");
        String task = team.task("{}");
        for (String path : List.of(
                "/Workers/" + dave,
                "/TaskQueues/" + team.queue(),
                "/Workflows/" + team.workflow(),
                "/Tasks/" + task,
                "/Activities/" + centre.activity(team.workspace(), "Offline"),
                "/Workers/" + dave + "/Channels",
                "/Tasks/" + task + "/Reservations",
                "/Workers/not-a-sid",
                "/Tasks/WT0")) {
            Centre.Reply reply = centre.get(other + path);
            assertEquals(404, reply.status(), path);
            assertEquals(20404, reply.code());
        }
    }

    @Test
    void sidsAreAcceptedInUpperCase() {
        String workspace = centre.workspace();
        String sid = workspace.substring("/v1/Workspaces/".length());
        String upper = sid.substring(0, 2) + sid.substring(2).toUpperCase(java.util.Locale.ROOT);
        assertEquals(sid, centre.get("/v1/Workspaces/" + upper).sid());
    }

    @Test
    void theConferenceInstructionReachesTheVoiceSideWithItsOptions() {
        Centre.Team team = centre.team();
        team.worker("dave", "Available");
        String task = team.task("{\"call_sid\":\"CA1\"}");
        String reservation = team.workspace() + "/Tasks/" + task + "/Reservations/" + team.reservation(task);
        String offline = centre.activity(team.workspace(), "Offline");
        Centre.Reply reply = centre.post(
                reservation,
                "Instruction",
                "conference",
                "From",
                "+15550001000",
                "Timeout",
                "15",
                "PostWorkActivitySid",
                offline,
                "EndConferenceOnExit",
                "true",
                "StatusCallbackEvent",
                "initiated",
                "StatusCallbackEvent",
                "answered");
        assertEquals(200, reply.status(), reply.http().body());
        assertEquals("pending", reply.text("reservation_status"));
        Instruction.Conference conference = (Instruction.Conference) centre.calls.instructions.getFirst();
        assertEquals("+15550001000", conference.options().text("From"));
        assertEquals(15, conference.options().integer("Timeout", 60));
        assertTrue(conference.options().flag("EndConferenceOnExit", false));
        assertEquals(List.of("initiated", "answered"), conference.options().list("StatusCallbackEvent"));
        assertEquals(offline, conference.options().text("PostWorkActivitySid"));
        assertEquals(
                400,
                centre.post(reservation, "Instruction", "conference", "ReservationStatus", "accepted")
                        .status());
        assertEquals(
                400,
                centre.post(reservation, "Instruction", "call", "CallFrom", "+1555")
                        .status());
        Centre.Reply dequeued = centre.post(
                reservation,
                "Instruction",
                "dequeue",
                "DequeueFrom",
                "+15550001000",
                "DequeueStatusCallbackEvents",
                "ringing");
        assertEquals(200, dequeued.status(), dequeued.http().body());
        Instruction.Dequeue dequeue = (Instruction.Dequeue) centre.calls.instructions.getLast();
        assertEquals("+15550001000", dequeue.options().text("From"));
        assertEquals(List.of("ringing"), dequeue.options().list("StatusCallbackEvent"));
        assertEquals(
                "rejected", centre.post(reservation, "Instruction", "reject").text("reservation_status"));
    }

    private static Set<String> values(JsonNode rows, String field) {
        return new TreeSet<>(list(rows, field));
    }

    private static List<String> list(JsonNode rows, String field) {
        List<String> all = new ArrayList<>();
        rows.forEach(row -> all.add(row.path(field).asText()));
        return all;
    }
}
