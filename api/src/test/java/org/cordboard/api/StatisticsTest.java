package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Events, statistics and reasons over HTTP with a real history: F34, F89.
@Timeout(60)
class StatisticsTest {
    @TempDir
    private Path folder;

    private Centre centre;
    private Centre.Team team;
    private String worker;
    private String task;

    @BeforeEach
    void start() {
        centre = new Centre(ApiConfig.onLoopback(), folder.resolve("history.db"));
        team = centre.team();
        task = team.task("{\"a\":1}");
        centre.clock.advance(Duration.ofSeconds(10));
        worker = team.worker("dave", "Available");
        String reservation = team.workspace() + "/Tasks/" + task + "/Reservations/" + team.reservation(task);
        centre.clock.advance(Duration.ofSeconds(5));
        centre.post(reservation, "ReservationStatus", "accepted");
        team.task("{}");
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private JsonNode figures(String shape, String path) {
        Centre.Reply reply = centre.get(team.workspace() + path);
        assertEquals(200, reply.status(), reply.http().body());
        Published.check("taskrouter:" + shape, reply.json());
        assertTrue(reply.text("url").endsWith(path.replaceAll("\\?.*", "")));
        return reply.json();
    }

    @Test
    void aWorkspaceShowsWhatIsAndWhatWas() {
        JsonNode now = figures("workspace_real_time_statistics", "/RealTimeStatistics");
        assertEquals(2, now.path("total_tasks").asInt());
        assertEquals(1, now.path("tasks_by_status").path("assigned").asInt());
        assertEquals(1, now.path("tasks_by_status").path("pending").asInt());
        assertEquals(3, now.path("activity_statistics").size());
        assertEquals(1, now.path("total_workers").asInt());
        JsonNode past = figures("workspace_cumulative_statistics", "/CumulativeStatistics?SplitByWaitTime=5,30");
        assertEquals(2, past.path("tasks_created").asInt());
        assertEquals(1, past.path("reservations_accepted").asInt());
        assertEquals(15, past.path("avg_task_acceptance_time").asInt());
        assertEquals(
                1,
                past.path("split_by_wait_time")
                        .path("5")
                        .path("above")
                        .path("reservations_accepted")
                        .asInt());
        assertEquals(
                1,
                past.path("split_by_wait_time")
                        .path("30")
                        .path("below")
                        .path("reservations_accepted")
                        .asInt());
        JsonNode both = figures("workspace_statistics", "/Statistics?Minutes=60");
        assertEquals(now.path("total_tasks"), both.path("realtime").path("total_tasks"));
        assertEquals(past.path("tasks_created"), both.path("cumulative").path("tasks_created"));
    }

    @Test
    void queuesWorkflowsAndWorkersHaveTheirOwnFigures() {
        JsonNode queue =
                figures("task_queue_real_time_statistics", "/TaskQueues/" + team.queue() + "/RealTimeStatistics");
        assertEquals(1, queue.path("total_eligible_workers").asInt());
        assertEquals(1, queue.path("total_available_workers").asInt());
        assertEquals(
                2,
                figures("task_queue_cumulative_statistics", "/TaskQueues/" + team.queue() + "/CumulativeStatistics")
                        .path("tasks_entered")
                        .asInt());
        figures("task_queue_statistics", "/TaskQueues/" + team.queue() + "/Statistics");
        figures("workflow_real_time_statistics", "/Workflows/" + team.workflow() + "/RealTimeStatistics");
        figures("workflow_cumulative_statistics", "/Workflows/" + team.workflow() + "/CumulativeStatistics");
        figures("workflow_statistics", "/Workflows/" + team.workflow() + "/Statistics?TaskChannel=default");
        figures("workers_real_time_statistics", "/Workers/RealTimeStatistics");
        JsonNode workers = figures("workers_cumulative_statistics", "/Workers/CumulativeStatistics");
        assertEquals(3, workers.path("activity_durations").size());
        figures("worker_statistics", "/Workers/Statistics?FriendlyName=dave");
        figures("worker_instance_statistics", "/Workers/" + worker + "/Statistics");
        JsonNode list = centre.get(team.workspace() + "/TaskQueues/Statistics?PageSize=5")
                .json();
        Published.check(
                "taskrouter:task_queues_statistics",
                list.path("task_queues_statistics").path(0));
        assertTrue(!list.path("task_queues_statistics").path(0).has("url"));
    }

    @Test
    void severalQueuesCanBeAskedAtOnce() {
        String path = team.workspace() + "/TaskQueues/RealTimeStatistics";
        for (String body : new String[] {
            "{\"TaskQueueSids\":[\"" + team.queue() + "\"]}", "[\"" + team.queue() + "\"]",
        }) {
            Centre.Reply bulk = centre.postJson(path, body);
            assertEquals(200, bulk.status(), bulk.http().body());
            Published.check("taskrouter:task_queue_bulk_real_time_statistics", bulk.json());
            assertEquals(1, bulk.json().path("task_queue_response_count").asInt());
            assertEquals(
                    team.queue(),
                    bulk.json()
                            .path("task_queue_data")
                            .path(0)
                            .path("task_queue_sid")
                            .asText());
        }
        assertEquals(400, centre.postJson(path, "").status());
        assertEquals(400, centre.postJson(path, "{\"TaskQueueSids\":[\"WQ1\"]}").status());
    }

    @Test
    void aBulkRequestWithoutUsableSidsIsToldWhatIsWanted() {
        String path = team.workspace() + "/TaskQueues/RealTimeStatistics";
        for (String body : new String[] {
            "", "{}", "[]", "7", "{\"Queues\":{\"a\":1}}", "{\"TaskQueueSids\":[{}]}", "{\"TaskQueueSids\":[\"\"]}",
            "{\"TaskQueueSids\":\"" + team.queue() + "\"}",
        }) {
            Centre.Reply refused = centre.postJson(path, body);
            assertEquals(400, refused.status(), body);
            assertTrue(refused.text("message").contains("a TaskQueueSids array"), body + refused.http().body());
        }
    }

    @Test
    void impossibleWindowsAreRefused() {
        String path = team.workspace() + "/CumulativeStatistics";
        Centre.Reply old = centre.get(path + "?StartDate=2026-01-01T00:00:00Z");
        assertEquals(400, old.status());
        assertEquals(14241, old.code());
        for (String query : new String[] {
            "Minutes=5&StartDate=2026-03-01T08:00:00Z",
            "Minutes=0",
            "StartDate=soon",
            "StartDate=2026-03-01T09:00:00Z&EndDate=2026-03-01T08:00:00Z",
            "SplitByWaitTime=a",
            "TaskChannel=telepathy",
        }) {
            Centre.Reply reply = centre.get(path + "?" + query);
            assertEquals(400, reply.status(), query);
            assertEquals(20001, reply.code(), query);
        }
    }

    @Test
    void eventsAreListedNewestFirstFilteredPagedAndFetched() {
        JsonNode page = centre.get(team.workspace() + "/Events?PageSize=3").json();
        assertEquals(3, page.path("events").size());
        JsonNode event = page.path("events").path(0);
        Published.check("taskrouter:event", event);
        JsonNode fetched = centre.get(
                        team.workspace() + "/Events/" + event.path("sid").asText())
                .json();
        assertEquals(event, fetched);
        int all = 3;
        String next = page.path("meta").path("next_page_url").asText();
        while (!next.equals("null") && !next.isEmpty()) {
            JsonNode more = centre.get(next).json();
            all += more.path("events").size();
            next = more.path("meta").path("next_page_url").isNull()
                    ? ""
                    : more.path("meta").path("next_page_url").asText();
        }
        assertTrue(all > 12, "all events were seen: " + all);
        JsonNode ofTask = centre.get(team.workspace() + "/Events?EventType=task.created&TaskSid=" + task)
                .json();
        assertEquals(1, ofTask.path("events").size());
        JsonNode data = ofTask.path("events").path(0).path("event_data");
        assertEquals(task, data.path("task_sid").asText());
        assertEquals("{\"a\":1}", data.path("task_attributes").asText());
        assertTrue(data.path("task_priority").isTextual());
        assertEquals(
                "Task " + task + " created",
                ofTask.path("events").path(0).path("description").asText());
        assertEquals(
                400, centre.get(team.workspace() + "/Events?EventType=nonsense").status());
        assertEquals(
                400,
                centre.get(team.workspace() + "/Events?Minutes=5&StartDate=2026-03-01")
                        .status());
    }

    @Test
    void aTaskExplainsItselfAndAWorkflowRunsDry() {
        Centre.Reply why = centre.get(team.workspace() + "/Tasks/" + task + "/Explanation");
        assertEquals(200, why.status(), why.http().body());
        assertEquals(
                1,
                why.json().path("worker_counts").path("working").asInt(),
                why.http().body());
        Centre.Reply run =
                centre.post(team.workspace() + "/Workflows/" + team.workflow() + "/DryRun", "Attributes", "{\"x\":1}");
        assertEquals(200, run.status(), run.http().body());
        assertEquals("waits", run.text("end"));
        assertEquals(
                team.queue(),
                run.json().path("course").path(0).path("task_queue_sid").asText());
        assertEquals(
                2, centre.get(team.workspace() + "/Tasks").json().path("tasks").size(), "nothing was made");
    }

    @Test
    void theInterfaceDescribesItself() {
        JsonNode document = centre.get("/openapi.json").json();
        assertEquals("3.1.0", document.path("openapi").asText());
        JsonNode create = document.path("paths")
                .path("/v1/Workspaces/{WorkspaceSid}/Tasks")
                .path("post");
        assertEquals("CreateTask", create.path("operationId").asText());
        assertEquals(
                "#/components/schemas/task",
                create.path("responses")
                        .path("201")
                        .path("content")
                        .path("application/json")
                        .path("schema")
                        .path("$ref")
                        .asText());
        assertTrue(document.path("components")
                .path("schemas")
                .path("task")
                .path("properties")
                .has("task_queue_sid"));
        assertTrue(document.path("paths").has("/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json"));
    }
}
