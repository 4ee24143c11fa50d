package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.HttpMethod;
import com.twilio.jwt.taskrouter.Policy;
import com.twilio.jwt.taskrouter.TaskRouterCapability;
import com.twilio.jwt.taskrouter.UrlUtils;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The older browser library's clients of a whole workspace and of one task queue (11.4, 11.5): what they may ask and
/// what they hear.
@Timeout(60)
class WatchersTest {
    @TempDir
    static Path data;

    private static Centre centre;
    private static Centre.Team team;

    @BeforeAll
    static void start() {
        centre = new Centre(ApiConfig.onLoopback(), data.resolve("history.db"));
        team = centre.team();
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    private static Policy policy(String url, HttpMethod method) {
        return new Policy.Builder().url(url).method(method).build();
    }

    /// What the helper libraries write for a client of this channel that may read all below the workspace.
    private static String token(String channel) {
        String bridge = "https://event-bridge.twilio.com/v1/wschannels/" + Centre.ACCOUNT + "/" + channel;
        String workspace = "https://taskrouter.twilio.com/v1/Workspaces/" + team.workspaceSid();
        return new TaskRouterCapability.Builder(
                        Centre.ACCOUNT,
                        Centre.TOKEN.getBytes(StandardCharsets.UTF_8),
                        team.workspaceSid(),
                        channel)
                .ttl(600)
                .policies(List.of(
                        policy(bridge, HttpMethod.GET),
                        policy(bridge, HttpMethod.POST),
                        policy(workspace, HttpMethod.GET),
                        policy(workspace + "/**", HttpMethod.GET),
                        policy(UrlUtils.allTasks(team.workspaceSid()), HttpMethod.POST)))
                .build()
                .toJwt();
    }

    private static BrowserSocket socket(String channel, String token) {
        return new BrowserSocket(
                centre.face.localAddress(),
                "/v1/wschannels/" + Centre.ACCOUNT + "/" + channel + "?token=" + token + "&closeExistingSessions=false");
    }

    private static Centre.Reply ask(String channel, String token, String method, String path, String params) {
        String url = "https://taskrouter.twilio.com/v1/Workspaces/" + team.workspaceSid() + path;
        String body = "{\"url\":\"" + url + "\",\"method\":\"" + method + "\",\"params\":" + params
                + ",\"event_type\":\"ready\",\"token\":\"" + token + "\"}";
        return centre.send(HttpRequest.newBuilder(centre.url("/v1/wschannels/" + Centre.ACCOUNT + "/" + channel))
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void aWorkspaceClientIsReadyAtItsAddressWithATrailingSlashAndHearsOfTasksReservationsAndWorkers() {
        String channel = team.workspaceSid();
        String token = token(channel);
        try (BrowserSocket socket = socket(channel, token)) {
            Centre.Reply ready = ask(channel, token, "GET", "/", "{}");
            assertEquals(200, ready.status(), ready.http().body());
            assertEquals("ready", ready.text("event_type"));
            assertEquals(channel, ready.json().path("payload").path("sid").asText());
            Published.check("taskrouter:workspace", ready.json().path("payload"));
            for (String path : List.of("/Workers", "/Tasks", "/TaskQueues", "/Workflows", "/Activities", "/Statistics")) {
                assertEquals(200, ask(channel, token, "GET", path, "{}").status(), path);
            }
            assertEquals(403, ask(channel, token, "POST", "/Workers", "{\"FriendlyName\":\"x\"}").status());
            Centre.await("the socket", () -> centre.face.openSockets() > 0);
            String task = team.task("{\"watched\":1}");
            JsonNode created = socket.payload("task.created");
            assertEquals(task, created.path("sid").asText());
            assertEquals("{\"watched\":1}", created.path("attributes").asText());
            assertTrue(created.path("date_created").isIntegralNumber(), "epoch seconds");
            String worker = team.worker("watched", "Offline");
            centre.post(
                    team.workspace() + "/Workers/" + worker,
                    "ActivitySid",
                    centre.activity(team.workspace(), "Available"));
            assertEquals(worker, socket.payload("worker.activity.update").path("sid").asText());
            JsonNode offered = socket.payload("reservation.created");
            assertEquals(task, offered.path("sid").asText(), "the payload is the task");
            assertTrue(offered.path("reservation_sid").asText().startsWith("WR"));
            assertEquals(
                    200, ask(channel, token, "POST", "/Tasks/" + task, "{\"Priority\":7}").status());
            assertEquals(7, socket.payload("task.updated").path("priority").asInt());
            centre.delete(team.workspace() + "/Tasks/" + task);
            assertEquals(task, socket.payload("task.deleted").path("sid").asText());
            centre.post(
                    team.workspace() + "/Workers/" + worker, "ActivitySid", centre.activity(team.workspace(), "Offline"));
        }
    }

    @Test
    void aTaskQueueClientHearsOnlyOfTasksInItsQueue() {
        String channel = team.queue();
        String token = token(channel);
        String other = centre.post(team.workspace() + "/TaskQueues", "FriendlyName", "other", "TargetWorkers", "1==2")
                .sid();
        try (BrowserSocket socket = socket(channel, token)) {
            Centre.Reply ready = ask(channel, token, "GET", "/TaskQueues/" + channel, "{}");
            assertEquals(200, ready.status(), ready.http().body());
            Published.check("taskrouter:task_queue", ready.json().path("payload"));
            Centre.await("the socket", () -> centre.face.openSockets() > 0);
            centre.post(team.workspace() + "/Tasks", "RoutingTarget", other, "Attributes", "{}").sid();
            String task = team.task("{}");
            assertEquals(task, socket.payload("task.created").path("sid").asText(), "the first it hears of is its own");
            centre.post(team.workspace() + "/Tasks/" + task, "AssignmentStatus", "canceled", "Reason", "enough");
            assertEquals("enough", socket.payload("task.canceled").path("reason").asText());
        }
    }

    @Test
    void anotherChannelsTokenOpensNothing() {
        String token = token(team.queue());
        Centre.Reply reply = ask(team.workspaceSid(), token, "GET", "/", "{}");
        assertEquals(403, reply.status());
        assertFalse(reply.http().body().contains("payload"));
    }
}
