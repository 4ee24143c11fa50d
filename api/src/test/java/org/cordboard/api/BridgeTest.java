package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.HttpMethod;
import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.TaskRouterGrant;
import com.twilio.jwt.taskrouter.Policy;
import com.twilio.jwt.taskrouter.TaskRouterCapability;
import com.twilio.jwt.taskrouter.UrlUtils;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Both browser protocols over real sockets: F142 to F148.
@Timeout(60)
class BridgeTest {
    private Centre centre;
    private Centre.Team team;
    private String worker;

    @BeforeEach
    void start() {
        centre = new Centre();
        // Tokens of the official libraries carry the time of this machine.
        centre.clock.moveTo(Instant.now());
        team = centre.team();
        worker = team.worker("dave", "Offline");
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    // ---- newer protocol

    private String accessToken(String role, int ttl) {
        return accessToken(role, ttl, worker);
    }

    private String accessToken(String role, int ttl, String worker) {
        Centre.Reply key = centre.post("/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Keys.json", "FriendlyName", "k");
        TaskRouterGrant grant = new TaskRouterGrant()
                .setWorkspaceSid(team.workspaceSid())
                .setWorkerSid(worker)
                .setRole(role);
        return new AccessToken.Builder(
                        Centre.ACCOUNT, key.sid(), key.text("secret").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .identity("dave")
                .grant(grant)
                .ttl(ttl)
                .build()
                .toJwt();
    }

    private Centre.Reply ask(String token, String method, String path, String params) {
        return ask(token, method, path, params, "v1");
    }

    private Centre.Reply ask(String token, String method, String path, String params, String version) {
        String body = "{\"url\":\"Workspaces/" + team.workspaceSid() + "/" + path + "\",\"method\":\"" + method
                + "\",\"params\":" + params + ",\"token\":\"" + token + "\"}";
        return centre.send(HttpRequest.newBuilder(centre.url("/v1/wschannels"))
                .header("Content-Type", "text/plain")
                .header("apiVersion", version)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private BrowserSocket access(String token, String more) {
        return new BrowserSocket(
                centre.face.localAddress(),
                "/v1/wschannels?token=" + token + "&closeExistingSessions=false&clientVersion=3.0.0" + more);
    }

    @Test
    void theNewerClientIsGreetedServedAndToldOfItsReservation() {
        String token = accessToken("worker", 3600);
        try (BrowserSocket socket = access(token, "")) {
            JsonNode init = socket.payload("init");
            assertEquals(worker, init.path("channel_id").asText());
            assertEquals(team.workspaceSid(), init.path("workspace_sid").asText());
            assertTrue(init.path("token_lifetime").asLong() > 3_500_000, init.toString());

            JsonNode me = ask(token, "GET", "Workers/" + worker, "{}").json().path("payload");
            has(
                    me,
                    "account_sid activity_name activity_sid attributes available date_created date_status_changed"
                            + " date_updated friendly_name sid workspace_sid version");
            assertTrue(me.path("date_created").isIntegralNumber());
            JsonNode activities = ask(token, "GET", "Activities", "{\"PageSize\":1000}")
                    .json()
                    .path("payload");
            assertEquals(3, activities.path("contents").size());
            assertTrue(activities.path("after_sid").isNull());
            assertTrue(activities.path("meta").has("next_token"));
            JsonNode channels = ask(token, "GET", "Workers/" + worker + "/WorkerChannels", "{\"PageSize\":1000}")
                    .json()
                    .path("payload");
            has(
                    channels.path("contents").path(0),
                    "assigned_tasks available available_capacity_percentage configured_capacity last_reserved_time"
                            + " task_channel_sid task_channel_unique_name worker_sid");
            assertEquals(1, channels.path("contents").path(0).path("available").asInt());

            String available = centre.activity(team.workspace(), "Available");
            JsonNode moved = ask(token, "POST", "Workers/" + worker, "{\"ActivitySid\":\"" + available + "\"}")
                    .json()
                    .path("payload");
            assertEquals("Available", moved.path("activity_name").asText());
            assertEquals(
                    "Available",
                    socket.payload("worker.activity.update")
                            .path("activity_name")
                            .asText());

            String task = team.task("{\"order\":17}");
            JsonNode created = socket.payload("reservation.created");
            has(
                    created,
                    "account_sid date_created date_updated reservation_status sid task reservation_timeout worker_sid"
                            + " workspace_sid version worker_name task_sid task_channel_sid worker_previous_activity_sid");
            has(
                    created.path("task"),
                    "addons age attributes date_created date_updated priority queue_name queue_sid"
                            + " reason routing_target sid assignment_status task_channel_unique_name task_channel_sid timeout"
                            + " workflow_name workflow_sid version virtual_start_time");
            assertEquals(
                    "{\"order\":17}", created.path("task").path("attributes").asText());
            assertEquals(
                    "reserved", created.path("task").path("assignment_status").asText());
            assertFalse(created.has("task_transfer"), "a null would crash the client");
            assertFalse(created.has("canceled_reason_code"));

            JsonNode open = ask(token, "GET", "Workers/" + worker + "/Reservations", "{\"Active\":\"true\"}", "v2")
                    .json()
                    .path("payload");
            assertEquals(created.path("sid"), open.path("contents").path(0).path("sid"));
            String reservation =
                    "Workers/" + worker + "/Reservations/" + created.path("sid").asText();
            Centre.Reply accepted = ask(token, "POST", reservation, "{\"ReservationStatus\":\"accepted\"}");
            assertEquals(200, accepted.status(), accepted.http().body());
            assertEquals(
                    "accepted",
                    accepted.json().path("payload").path("reservation_status").asText());
            assertEquals(
                    "assigned",
                    socket.payload("reservation.accepted")
                            .path("task")
                            .path("assignment_status")
                            .asText());
            Centre.Reply completed =
                    ask(token, "POST", "Tasks/" + task, "{\"AssignmentStatus\":\"completed\",\"Reason\":\"done\"}");
            assertEquals(200, completed.status(), completed.http().body());
            assertEquals("done", socket.payload("task.completed").path("reason").asText());
            Centre.await("heartbeats", () -> socket.heartbeats >= 3);
        }
    }

    private static void has(JsonNode object, String keys) {
        for (String key : keys.split(" ")) {
            assertTrue(object.has(key), () -> key + " is missing in " + object);
        }
    }

    @Test
    void attributesMayBeAnObjectAndTheWorkerVersionCanBeChecked() {
        String token = accessToken("worker", 600);
        Centre.Reply set = ask(token, "POST", "Workers/" + worker, "{\"Attributes\":{\"a\":[1,2]}}");
        assertEquals(
                "{\"a\":[1,2]}", set.json().path("payload").path("attributes").asText());
        Centre.Reply made = ask(
                token,
                "POST",
                "Tasks",
                "{\"WorkflowSid\":\"" + team.workflow()
                        + "\",\"TaskChannelUniqueName\":\"voice\",\"Attributes\":{\"x\":1}," + "\"RoutingTarget\":\""
                        + worker + "\"}");
        assertEquals(200, made.status(), made.http().body());
        assertEquals(
                "voice",
                made.json().path("payload").path("task_channel_unique_name").asText());
    }

    @Test
    void aWorkerMayNotTouchAnotherOneButASupervisorMay() {
        String other = team.worker("charles", "Offline");
        String available = centre.activity(team.workspace(), "Available");
        String change = "{\"ActivitySid\":\"" + available + "\"}";
        assertEquals(
                403,
                ask(accessToken("worker", 600), "POST", "Workers/" + other, change)
                        .status());
        assertEquals(
                200,
                ask(accessToken("supervisor", 600), "POST", "Workers/" + other, change)
                        .status());
        assertEquals(
                403,
                ask(accessToken("worker", 600), "DELETE", "Tasks/WT1", "{}").status());
    }

    @Test
    void aSupervisorWhoIsNoWorkerReadsTheWorkspaceAndOpensNoSocket() {
        String token = accessToken("admin", 600, "");
        JsonNode workers = ask(token, "GET", "Workers", "{}").json().path("payload");
        assertEquals(worker, workers.path("contents").path(0).path("sid").asText());
        assertEquals(200, ask(token, "GET", "TaskQueues", "{}").status());
        assertThrows(CompletionException.class, () -> access(token, ""), "events are for workers");
        assertEquals(
                403,
                ask(accessToken("worker", 600, ""), "GET", "Workers", "{}").status(),
                "only a supervisor's token may be without worker");
    }

    @Test
    void aBadSidIsNamedWithItsValue() {
        Centre.Reply refused =
                ask(accessToken("worker", 600), "POST", "Workers/" + worker, "{\"ActivitySid\":\"nonsense\"}");
        assertEquals(400, refused.status());
        assertTrue(refused.text("message").contains("ActivitySid"), refused.text("message"));
        assertTrue(refused.text("message").contains("nonsense"), refused.text("message"));
    }

    /// A client listens to what the answer gives it: an event before the answer would be lost.
    @Test
    void theEventOfAChangeFollowsTheAnswerToItsWorkersRequest() {
        String token = accessToken("worker", 600);
        goAvailable();
        try (BrowserSocket socket = access(token, "")) {
            socket.payload("init");
            for (int round = 0; round < 10; round++) {
                String mark = "round\\\":" + round;
                ask(token, "POST", "Workers/" + worker, "{\"Attributes\":{\"round\":" + round + "}}");
                assertFalse(socket.saw(mark), "round " + round + ": the event came before the answer");
                Centre.await("the event of the change", () -> socket.saw(mark));
            }
        }
    }

    @Test
    void theOfferOfATaskThatIsCanceledOrDeletedEndsShowingItCanceled() {
        goAvailable();
        try (BrowserSocket socket = access(accessToken("worker", 600), "")) {
            socket.payload("init");
            String first = team.task("{}");
            socket.payload("reservation.created");
            centre.post(team.workspace() + "/Tasks/" + first, "AssignmentStatus", "canceled");
            assertEquals("canceled", taskOf(socket.payload("reservation.canceled")));

            socket.events.clear();
            String second = team.task("{}");
            socket.payload("reservation.created");
            centre.delete(team.workspace() + "/Tasks/" + second);
            assertEquals("canceled", taskOf(socket.payload("reservation.canceled")));
        }
    }

    private static String taskOf(JsonNode reservation) {
        return reservation.path("task").path("assignment_status").asText();
    }

    private void goAvailable() {
        centre.post(
                team.workspace() + "/Workers/" + worker, "ActivitySid", centre.activity(team.workspace(), "Available"));
    }

    /// Both clients connect again by themselves and both ask to be the only one.
    @Test
    void twoPagesThatWantToBeAloneDoNotCloseEachOtherForEver() {
        String older = accessToken("worker", 600);
        String newer = accessToken("worker", 601);
        String alone = "/v1/wschannels?closeExistingSessions=true&token=";
        try (BrowserSocket first = new BrowserSocket(centre.face.localAddress(), alone + older)) {
            first.payload("init");
            try (BrowserSocket second = new BrowserSocket(centre.face.localAddress(), alone + newer)) {
                second.payload("init");
                Centre.await("the first is closed", () -> first.closedWith == 1000);
                try (BrowserSocket again = new BrowserSocket(centre.face.localAddress(), alone + older)) {
                    again.payload("init");
                    goAvailable();
                    again.payload("worker.activity.update");
                    second.payload("worker.activity.update");
                    assertEquals(0, second.closedWith, "the newer page stays");
                }
            }
        }
    }

    @Test
    void badTokensAre401AndOpenNoSocket() {
        String good = accessToken("worker", 600);
        String forged = JWT.create()
                .withHeader(Map.of("cty", "twilio-fpa;v=1"))
                .withIssuer(JWT.decode(good).getIssuer())
                .withSubject(Centre.ACCOUNT)
                .withExpiresAt(Instant.now().plusSeconds(600))
                .sign(Algorithm.HMAC256("another secret of some length"));
        List<String> bad = new ArrayList<>(List.of("", "x", "a.b.c", forged));
        String shortLived = accessToken("worker", 60);
        centre.clock.advance(Duration.ofSeconds(120));
        bad.add(shortLived);
        for (String token : bad) {
            assertEquals(401, ask(token, "GET", "Workers/" + worker, "{}").status(), token);
            assertThrows(CompletionException.class, () -> access(token, ""), token);
        }
    }

    @Test
    void twoPagesOfOneWorkerBothHearAndANewOneMayCloseThem() {
        String token = accessToken("worker", 600);
        try (BrowserSocket one = access(token, "");
                BrowserSocket two = access(token, "")) {
            one.payload("init");
            two.payload("init");
            centre.post(team.workspace() + "/Workers/" + worker, "Attributes", "{\"a\":2}");
            assertEquals(
                    "{\"a\":2}",
                    one.payload("worker.attributes.update").path("attributes").asText());
            assertEquals(
                    "{\"a\":2}",
                    two.payload("worker.attributes.update").path("attributes").asText());
            try (BrowserSocket three = new BrowserSocket(
                    centre.face.localAddress(), "/v1/wschannels?token=" + token + "&closeExistingSessions=true")) {
                three.payload("init");
                Centre.await("the others closed", () -> one.closedWith == 1000 && two.closedWith == 1000);
            }
        }
    }

    @Test
    void aWorkerGoesOfflineWithItsLastSocketWhereTheClientAskedForIt() {
        centre.post(
                team.workspace() + "/Workers/" + worker, "ActivitySid", centre.activity(team.workspace(), "Available"));
        try (BrowserSocket socket = access(accessToken("worker", 600), "&setWorkerOfflineIfDisconnected=true")) {
            socket.payload("init");
        }
        Centre.await(
                "offline",
                () -> centre.get(team.workspace() + "/Workers/" + worker)
                        .text("activity_name")
                        .equals("Offline"));
    }

    @Test
    void aPingIsAnsweredWithItsOwnMessage() {
        try (BrowserSocket socket = access(accessToken("worker", 600), "")) {
            socket.payload("init");
            socket.ping("still there?");
            Centre.await("a pong", () -> socket.pong.equals("still there?"));
        }
    }

    @Test
    void leavingThePageByACloseFrameCountsAsGoneInBothProtocols() {
        String available = centre.activity(team.workspace(), "Available");
        String unavailable = centre.activity(team.workspace(), "Unavailable");
        String self = team.workspace() + "/Workers/" + worker;
        centre.post(self, "ActivitySid", available);
        try (BrowserSocket socket = access(accessToken("worker", 600), "&setWorkerOfflineIfDisconnected=true")) {
            socket.payload("init");
            socket.sendClose(1001);
            Centre.await("offline", () -> centre.get(self).text("activity_name").equals("Offline"));
            Centre.await("the server's close frame", () -> socket.closedWith == 1000);
        }
        centre.post(self, "ActivitySid", available);
        String path = "/v1/wschannels/" + Centre.ACCOUNT + "/" + worker + "?token=" + capability(true)
                + "&disconnectActivitySid=" + unavailable;
        try (BrowserSocket socket = new BrowserSocket(centre.face.localAddress(), path)) {
            Centre.await("a heartbeat", () -> socket.heartbeats > 0);
            socket.sendClose(1001);
            Centre.await("unavailable", () -> centre.get(self).text("activity_sid").equals(unavailable));
            Centre.await("the server's close frame", () -> socket.closedWith == 1000);
        }
    }

    // ---- older protocol

    private String capability(boolean activityUpdates, String... more) {
        String channel = "/" + Centre.ACCOUNT + "/" + worker;
        List<Policy> policies = new ArrayList<>(List.of(
                policy("https://event-bridge.twilio.com/v1/wschannels" + channel, HttpMethod.GET),
                policy("https://event-bridge.twilio.com/v1/wschannels" + channel, HttpMethod.POST),
                policy(UrlUtils.worker(team.workspaceSid(), worker), HttpMethod.GET),
                policy(
                        "https://taskrouter.twilio.com/v1/Workspaces/" + team.workspaceSid() + "/Activities",
                        HttpMethod.GET),
                policy(UrlUtils.allTasks(team.workspaceSid()), HttpMethod.GET),
                policy(UrlUtils.allReservations(team.workspaceSid(), worker), HttpMethod.GET)));
        if (activityUpdates) {
            policies.add(new Policy.Builder()
                    .url(UrlUtils.worker(team.workspaceSid(), worker))
                    .method(HttpMethod.POST)
                    .postFilter(Map.of("ActivitySid", com.twilio.jwt.taskrouter.FilterRequirement.REQUIRED))
                    .build());
        }
        for (String url : more) {
            policies.add(policy(url, HttpMethod.POST));
        }
        return new TaskRouterCapability.Builder(
                        Centre.ACCOUNT,
                        Centre.TOKEN.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        team.workspaceSid(),
                        worker)
                .ttl(600)
                .policies(policies)
                .build()
                .toJwt();
    }

    private static Policy policy(String url, HttpMethod method) {
        return new Policy.Builder().url(url).method(method).build();
    }

    private Centre.Reply older(String token, String method, String path, String params, String event) {
        String url = "https://taskrouter.twilio.com/v1/Workspaces/" + team.workspaceSid() + path;
        String body = "{\"url\":\"" + url + "\",\"method\":\"" + method + "\",\"params\":" + params
                + (event == null ? "" : ",\"event_type\":\"" + event + "\"") + ",\"token\":\"" + token + "\"}";
        return centre.send(HttpRequest.newBuilder(centre.url("/v1/wschannels/" + Centre.ACCOUNT + "/" + worker))
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void theOlderClientGetsRestShapesWithStatus200AndTheTaskInItsEvents() {
        String token = capability(true, UrlUtils.allTasks(team.workspaceSid()));
        String socketPath =
                "/v1/wschannels/" + Centre.ACCOUNT + "/" + worker + "?token=" + token + "&closeExistingSessions=false";
        try (BrowserSocket socket = new BrowserSocket(centre.face.localAddress(), socketPath)) {
            Centre.Reply ready = older(token, "GET", "/Workers/" + worker, "{}", "ready");
            assertEquals(200, ready.status(), ready.http().body());
            assertEquals("ready", ready.text("event_type"));
            assertEquals(
                    "dave", ready.json().path("payload").path("friendly_name").asText());
            Published.check("taskrouter:worker", ready.json().path("payload"));
            assertFalse(
                    older(token, "GET", "/Workers/" + worker, "{}", null).json().has("event_type"));
            assertEquals(
                    3,
                    older(token, "GET", "/Activities", "{}", null)
                            .json()
                            .path("payload")
                            .path("activities")
                            .size());
            Centre.await("the socket", () -> centre.face.openSockets() == 1);
            String available = centre.activity(team.workspace(), "Available");
            assertEquals(
                    200,
                    older(
                                    token,
                                    "POST",
                                    "/Workers/" + worker,
                                    "{\"ActivitySid\":\"" + available + "\",\"X\":null}",
                                    null)
                            .status());
            assertEquals(
                    "Available",
                    socket.payload("worker.activity.update")
                            .path("activity_name")
                            .asText());
            String task = team.task("{\"a\":1}");
            JsonNode created = socket.payload("reservation.created");
            assertEquals(task, created.path("sid").asText(), "the payload is the task");
            String reservation = created.path("reservation_sid").asText();
            Centre.Reply accepted = older(
                    token,
                    "POST",
                    "/Tasks/" + task + "/Reservations/" + reservation,
                    "{\"ReservationStatus\":\"accepted\"}",
                    null);
            assertEquals(200, accepted.status(), accepted.http().body());
            assertEquals(
                    "accepted",
                    accepted.json().path("payload").path("reservation_status").asText());
            assertEquals(
                    reservation,
                    socket.payload("reservation.accepted")
                            .path("reservation_sid")
                            .asText());
        }
    }

    @Test
    void policiesDecideAndFiltersOnParametersToo() {
        String token = capability(true);
        assertEquals(403, older(token, "POST", "/Tasks/WT1", "{}", null).status());
        assertEquals(
                403, older(token, "DELETE", "/Workers/" + worker, "{}", null).status());
        assertEquals(403, older(token, "GET", "/TaskQueues", "{}", null).status());
        assertEquals(
                403,
                older(token, "POST", "/Workers/" + worker, "{\"FriendlyName\":\"x\"}", null)
                        .status(),
                "the filter wants ActivitySid");
        assertEquals(
                403,
                older(capability(false), "POST", "/Workers/" + worker, "{\"ActivitySid\":\"WA1\"}", null)
                        .status());
        assertEquals(
                403,
                older(token, "GET", "/Activities/WA00000000000000000000000000000000", "{}", null)
                        .status(),
                "listing is allowed, fetching one is not");
        Centre.Reply refused = older(token, "GET", "/TaskQueues", "{}", null);
        assertTrue(refused.text("message").contains("policies"));
    }

    @Test
    void anOlderWorkerIsMovedWhenItsLastSocketCloses() {
        String available = centre.activity(team.workspace(), "Available");
        String unavailable = centre.activity(team.workspace(), "Unavailable");
        centre.post(team.workspace() + "/Workers/" + worker, "ActivitySid", available);
        String path = "/v1/wschannels/" + Centre.ACCOUNT + "/" + worker + "?token=" + capability(true)
                + "&disconnectActivitySid=" + unavailable;
        try (BrowserSocket socket = new BrowserSocket(centre.face.localAddress(), path)) {
            Centre.await("the socket", () -> centre.face.openSockets() == 1);
            assertTrue(socket.events.isEmpty(), "the older client is not greeted");
        }
        Centre.await(
                "unavailable",
                () -> centre.get(team.workspace() + "/Workers/" + worker)
                        .text("activity_sid")
                        .equals(unavailable));
    }

    @Test
    void anotherAccountsOrExpiredCapabilityIs401() {
        String token = capability(true);
        String expired = JWT.create()
                .withIssuer(Centre.ACCOUNT)
                .withExpiresAt(Instant.now().minusSeconds(1))
                .sign(Algorithm.HMAC256(Centre.TOKEN));
        assertEquals(
                401, older(expired, "GET", "/Workers/" + worker, "{}", null).status());
        String forged = JWT.create()
                .withIssuer(Centre.ACCOUNT)
                .withExpiresAt(Instant.now().plusSeconds(60))
                .sign(Algorithm.HMAC256("wrong"));
        assertEquals(401, older(forged, "GET", "/Workers/" + worker, "{}", null).status());
        assertEquals(200, older(token, "GET", "/Workers/" + worker, "{}", null).status());
    }

    @Test
    void rubbishIsRefusedWithoutHarm() {
        for (String body : List.of("", "x", "[]", "{}", "{\"url\":5}", "{\"url\":\"Workspaces/x\"}")) {
            Centre.Reply reply = centre.send(HttpRequest.newBuilder(centre.url("/v1/wschannels"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            assertTrue(reply.status() == 400 || reply.status() == 401, body + " gave " + reply.status());
        }
    }
}
