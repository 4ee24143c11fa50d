package org.cordboard.apps.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.testing.FakePlatform;
import org.cordboard.apps.testing.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerApplicationTest {
    private static final String WS = "WS00000000000000000000000000000001";
    private static final String WORKSPACE = "/v1/Workspaces/" + WS;
    private static final String DAVE = "{\"sid\":\"WK00000000000000000000000000000001\",\"friendly_name\":\"dave\","
            + "\"activity_name\":\"Available\",\"attributes\":\"{}\"}";

    private FakePlatform fake;
    private Webhooks web;

    @BeforeEach
    void start() throws IOException {
        fake = new FakePlatform();
        fake.answers("GET " + WORKSPACE, 200, "{\"sid\":\"" + WS + "\",\"friendly_name\":\"writers\"}")
                .answers("GET " + WORKSPACE + "/Workers", 200, page("workers", DAVE))
                .answers("GET " + WORKSPACE + "/Activities", 200, page(
                        "activities",
                        "{\"sid\":\"WA1\",\"friendly_name\":\"Offline\"}",
                        "{\"sid\":\"WA2\",\"friendly_name\":\"Available\"}"));
        var application = new WorkerApplication(fake.platform(), WS, "pass");
        web = new Webhooks(application.routes(Webhooks.server()));
    }

    @AfterEach
    void stop() {
        web.close();
        fake.close();
    }

    private static String page(String key, String... items) {
        return "{\"" + key + "\":[" + String.join(",", items) + "],\"meta\":{\"key\":\"" + key
                + "\",\"page\":0,\"page_size\":50,\"next_page_url\":null,\"previous_page_url\":null,\"url\":\"x\",\"first_page_url\":\"x\"}}";
    }

    private String token() throws Exception {
        return web.get("/generateTrToken.php?tokenPassword=pass&clientid=dave").body();
    }

    @Test
    void thePageLearnsTheWorkspaceAndItsActivities() throws Exception {
        assertEquals(
                "writers:workspacefriendlyname:WA1:Offline:WA2:Available", web.get("/getTrActivites.php").body());
        assertEquals("{\"bridge\":\"" + fake.base() + "\"}", web.get("/bridge.json").body());
        assertTrue(web.get("/tfptaskrouter/index.html").body().contains("Get access token"));
    }

    @Test
    void aTokenLetsAWorkerMindItsOwnBusinessOnly() throws Exception {
        var token = JWT.require(Algorithm.HMAC256(FakePlatform.TOKEN)).build().verify(token());
        assertEquals("v1", token.getClaim("version").asString());
        assertEquals("WK00000000000000000000000000000001", token.getClaim("channel").asString());
        assertEquals("WK00000000000000000000000000000001", token.getClaim("worker_sid").asString());
        assertEquals(WS, token.getClaim("workspace_sid").asString());
        assertEquals(FakePlatform.ACCOUNT, token.getClaim("account_sid").asString());
        var policies = Json.text(token.getClaim("policies").asList(Map.class));
        assertTrue(policies.contains("/Workers/WK00000000000000000000000000000001/Reservations/**"), policies);
        assertTrue(policies.contains("{\"ActivitySid\":{\"required\":true}}"), policies);
    }

    @Test
    void aWrongPasswordOrNameGetsNoToken() throws Exception {
        assertEquals(403, web.get("/generateTrToken.php?tokenPassword=no&clientid=dave").statusCode());
        fake.answers("GET " + WORKSPACE + "/Workers", 200, page("workers"));
        assertEquals(404, web.get("/generateTrToken.php?tokenPassword=pass&clientid=eve").statusCode());
    }

    @Test
    void aConferenceIsEndedByNameForALoggedInWorkerOnly() throws Exception {
        var accounts = "/2010-04-01/Accounts/" + FakePlatform.ACCOUNT;
        var conference = "{\"sid\":\"CF1\",\"status\":\"in-progress\",\"friendly_name\":\"WT1\"}";
        fake.answers("GET " + accounts + "/Conferences.json", 200, "{\"conferences\":[" + conference + "]}")
                .answers("POST " + accounts + "/Conferences/CF1.json", 200, conference.replace("in-progress", "completed"));
        var path = "/conferenceEndFn.php?conferenceName=WT1";
        assertEquals(401, web.get(path).statusCode());
        assertEquals(401, web.get(path, "Authorization", "Bearer " + token() + "x").statusCode());
        assertTrue(fake.requests("POST " + accounts + "/Conferences/CF1.json").isEmpty());
        var answer = web.get(path, "Authorization", "Bearer " + token());
        assertEquals("Conference CF1 status: completed", answer.body());
        var request = fake.requests("POST " + accounts + "/Conferences/CF1.json").getFirst();
        assertEquals("completed", request.get("Status"));
    }

    @Test
    void aTaskInWrappingIsCompletedAndAnotherIsLeftAlone() throws Exception {
        fake.answers("GET " + WORKSPACE + "/Tasks/WT1", 200, "{\"sid\":\"WT1\",\"assignment_status\":\"wrapping\"}")
                .answers("GET " + WORKSPACE + "/Tasks/WT2", 200, "{\"sid\":\"WT2\",\"assignment_status\":\"assigned\"}")
                .answers("POST " + WORKSPACE + "/Tasks/*", 200, "{\"sid\":\"WT1\",\"assignment_status\":\"completed\"}");
        var bearer = "Bearer " + token();
        assertEquals(
                "WT1 status: wrapping, reset to completed",
                web.get("/taskReservationTaskFix.php?taskSid=WT1", "Authorization", bearer).body());
        assertEquals(
                "WT2 status: assigned",
                web.get("/taskReservationTaskFix.php?taskSid=WT2", "Authorization", bearer).body());
        var updates = fake.requests("POST " + WORKSPACE + "/Tasks/*");
        assertEquals(1, updates.size());
        assertEquals("completed", updates.getFirst().get("AssignmentStatus"));
    }

    private String printed(String utility) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Utilities.run(fake.environment(Map.of("WORKSPACE_SID", WS)), utility, out);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void workerStatusPrintsTheDocumentedLines() throws IOException {
        assertEquals("""
                +++ Start.
                ++ List worker activity status.
                + WK00000000000000000000000000000001 : dave : Available
                """, printed("workerStatus.js"));
    }

    @Test
    void tasksReservationsListPrintsTheDocumentedLines() throws IOException {
        var attributes = "{\\\"from\\\":\\\"+16505551111\\\",\\\"conference\\\":{\\\"sid\\\":\\\"CF1\\\","
                + "\\\"participants\\\":{\\\"worker\\\":\\\"CA1\\\",\\\"customer\\\":\\\"CA2\\\"}}}";
        fake.answers("GET " + WORKSPACE + "/Tasks", 200, page("tasks", """
                        {"sid":"WT1","assignment_status":"assigned","task_queue_friendly_name":"support","attributes":"%s"}
                        """.formatted(attributes)))
                .answers("GET " + WORKSPACE + "/Tasks/WT1/Reservations", 200, page("reservations", """
                        {"sid":"WR1","reservation_status":"accepted","worker_name":"dave"}"""));
        assertEquals("""
                +++ List tasks and their reservations(if any).
                ++ SID: WT1 assignmentStatus: assigned, Queue:support
                +++ theAttributes from:+16505551111 conference.sid:CF1 worker:CA1 customer:CA2
                ++ SID: WT1 assignmentStatus: assigned Task Queue:support Reservation sid:WR1 status:accepted workerName:dave
                """, printed("tasksReservationsList"));
    }

    @Test
    void tasksListSaysWhenThereAreNoReservations() throws IOException {
        fake.answers("GET " + WORKSPACE + "/Tasks", 200, page("tasks", """
                        {"sid":"WT1","assignment_status":"pending","task_queue_friendly_name":"support","attributes":"{}"}"""))
                .answers("GET " + WORKSPACE + "/Tasks/WT1/Reservations", 200, page("reservations"));
        assertEquals("""
                +++ List tasks and their reservations(if any).
                ++ SID: WT1 assignmentStatus: pending, Queue:support
                At this time, there are no reservations.
                """, printed("tasksList"));
    }

    @Test
    void conferenceListPrintsTheDocumentedLines() throws IOException {
        fake.answers("GET /2010-04-01/Accounts/" + FakePlatform.ACCOUNT + "/Conferences.json", 200, """
                {"conferences":[{"sid":"CF1","status":"in-progress","friendly_name":"WT1"}]}""");
        assertEquals("""
                +++ List conference calls.
                +  SID: CF1 status: in-progress friendlyName: WT1
                """, printed("conferenceList"));
        assertEquals("""
                ++ Conference SIDs
                + CF1 Name: WT1
                ++ End of list.
                """, printed("conferenceListInProgress.php"));
    }

    @Test
    void theFixCompletesWhatHangsInWrappingAndDeleteAllRemovesEverything() throws IOException {
        fake.answers("GET " + WORKSPACE + "/Tasks", 200, page("tasks", """
                        {"sid":"WT1","assignment_status":"wrapping","task_queue_friendly_name":"support","attributes":"{}"}"""))
                .answers("POST " + WORKSPACE + "/Tasks/WT1", 200, "{\"sid\":\"WT1\"}")
                .answers("DELETE " + WORKSPACE + "/Tasks/WT1", 204, "");
        assertTrue(printed("taskReservationListFix").contains("++ Assignment status reset to completed: WT1"));
        assertEquals(1, fake.requests("POST " + WORKSPACE + "/Tasks/WT1").size());
        assertTrue(printed("taskDeleteAll").contains("+ Deleted: WT1"));
        assertEquals(1, fake.requests("DELETE " + WORKSPACE + "/Tasks/WT1").size());
    }
}
