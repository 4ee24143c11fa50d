package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Studio v2 over real HTTP: F128, F141.
@Timeout(60)
class StudioTest {
    private static final String TINY = """
            {"description":"x","initial_state":"Trigger","flags":{"allow_concurrent_calls":true},"states":[
              {"name":"Trigger","type":"trigger","transitions":[{"event":"incomingCall","next":"hello"},
               {"event":"incomingRequest"}],"properties":{}},
              {"name":"hello","type":"say-play","transitions":[{"event":"audioComplete"}],
               "properties":{"say":"Hello","loop":1}}]}""";

    private Centre centre;

    @BeforeEach
    void start() {
        centre = new Centre();
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private Centre.Reply flow(String status) {
        return centre.post(
                "/v2/Flows", "FriendlyName", "ivr", "Status", status, "Definition", TINY, "CommitMessage", "first");
    }

    private Centre.Reply queueing(String status, String workflow) {
        String definition = """
                {"description": "q", "initial_state": "Trigger", "flags": {"allow_concurrent_calls": true}, "states": [
                  {"name": "Trigger", "type": "trigger", "properties": {}, "transitions": [{"event": "incomingCall", "next": "q"}]},
                  {"name": "q", "type": "enqueue-call", "properties": {"workflow_sid": "%s"}, "transitions": [
                    {"event": "callComplete"}, {"event": "failedToEnqueue"}, {"event": "callFailure"}]}]}
                """
                .formatted(workflow);
        return centre.post("/v2/Flows", "FriendlyName", "q", "Status", status, "Definition", definition);
    }

    @Test
    void whatAWidgetNamesHasToBeInTheAccountWhenTheFlowGoesLive() {
        String unknown = "WW" + "0".repeat(32);
        Centre.Reply draft = queueing("draft", unknown);
        assertEquals(201, draft.status(), draft.http().body());
        assertTrue(draft.json().path("warnings").toString().contains(unknown + " does not exist in this account"));
        Centre.Reply refused = queueing("published", unknown);
        assertEquals(422, refused.status());
        assertEquals(81022, refused.code());
        assertEquals(
                "#/states/1/properties/workflow_sid",
                refused.json().path("details").path("errors").path(0).path("property_path").asText());
        String workspace = centre.post("/v1/Workspaces", "FriendlyName", "w", "Template", "FIFO").sid();
        String known = centre.get("/v1/Workspaces/" + workspace + "/Workflows")
                .json()
                .path("workflows")
                .path(0)
                .path("sid")
                .asText();
        assertEquals(201, queueing("published", known).status());
    }

    @Test
    void aFlowHasItsShapeItsRevisionsAndAPlaceNumbersCanPointTo() {
        Centre.Reply made = flow("draft");
        assertEquals(201, made.status(), made.http().body());
        Published.check("studio:flow", made.json());
        assertEquals(1, made.json().path("revision").asInt());
        assertTrue(made.json().path("definition").isObject());
        assertTrue(made.text("webhook_url").endsWith("/v1/Accounts/" + Centre.ACCOUNT + "/Flows/" + made.sid()));
        String path = "/v2/Flows/" + made.sid();
        Centre.Reply published = centre.post(path, "Status", "published");
        assertEquals(2, published.json().path("revision").asInt());
        assertEquals("published", published.text("status"));
        centre.post(path, "Status", "draft", "FriendlyName", "renamed");
        JsonNode revisions = centre.get(path + "/Revisions").json().path("revisions");
        assertEquals(3, revisions.size());
        assertEquals(3, revisions.path(0).path("revision").asInt());
        Published.check("studio:flow_revision", revisions.path(0));
        assertEquals(
                2,
                centre.get(path + "/Revisions/LatestPublished")
                        .json()
                        .path("revision")
                        .asInt());
        assertEquals(
                3,
                centre.get(path + "/Revisions/LatestRevision")
                        .json()
                        .path("revision")
                        .asInt());
        assertEquals(404, centre.get(path + "/Revisions/9").status());
        JsonNode listed = centre.get("/v2/Flows").json().path("flows").path(0);
        Published.check("studio:flow", listed);
        assertTrue(listed.path("definition").isNull(), "lists do not carry definitions");
        assertEquals(204, centre.delete(path).status());
        assertEquals(404, centre.get(path).status());
    }

    @Test
    void aBrokenDefinitionIsRefusedWithEveryProblemAndItsPath() {
        String broken = TINY.replace("\"say-play\"", "\"say-pley\"").replace("\"hello\"}", "\"nowhere\"}");
        for (String path : List.of("/v2/Flows", "/v2/Flows/Validate")) {
            Centre.Reply reply = centre.post(path, "FriendlyName", "x", "Status", "published", "Definition", broken);
            assertEquals(422, reply.status(), reply.http().body());
            assertEquals(81022, reply.code());
            assertEquals(
                    "Flow definition validation failed, check `details` for more information", reply.text("message"));
            JsonNode errors = reply.json().path("details").path("errors");
            assertFalse(errors.isEmpty());
            assertTrue(errors.path(0).path("property_path").asText().startsWith("#"));
        }
        assertEquals(0, centre.get("/v2/Flows").json().path("flows").size());
        assertTrue(centre.post("/v2/Flows/Validate", "FriendlyName", "x", "Status", "draft", "Definition", TINY)
                .json()
                .path("valid")
                .asBoolean());
        assertEquals(
                400,
                centre.post("/v2/Flows", "FriendlyName", "x", "Definition", TINY)
                        .status());
        assertEquals(
                400,
                centre.post("/v2/Flows", "FriendlyName", "x", "Status", "live", "Definition", TINY)
                        .status());
    }

    @Test
    void testUsersAreReplacedAsAWhole() {
        String path = "/v2/Flows/" + flow("draft").sid() + "/TestUsers";
        Centre.Reply set = centre.post(path, "TestUsers", "+15551112222", "TestUsers", "client:agent7");
        Published.check("studio:test_user", set.json());
        assertEquals(2, centre.get(path).json().path("test_users").size());
        assertEquals(
                0, centre.post(path, "TestUsers", "").json().path("test_users").size());
    }

    @Test
    void executionsAreStartedOncePerContactShownAndEnded() {
        String draft = "/v2/Flows/" + flow("draft").sid() + "/Executions";
        assertEquals(
                404,
                centre.post(draft, "To", "+15551112222", "From", "+15550001000").status());
        String path = "/v2/Flows/" + flow("published").sid() + "/Executions";
        Centre.Reply made = centre.post(path, "To", "+15551112222", "From", "+15550001000", "Parameters", "{\"n\":1}");
        assertEquals(201, made.status(), made.http().body());
        Published.check("studio:execution", made.json());
        assertEquals("active", made.text("status"));
        assertTrue(made.json().path("context").isEmpty());
        Centre.Reply busy = centre.post(path, "To", "+15551112222", "From", "+15550001000");
        assertEquals(409, busy.status());
        assertEquals(20409, busy.code());
        assertTrue(busy.text("message").contains("already active for this contact"));
        Centre.Reply missing = centre.post(path, "From", "+15550001000");
        assertEquals("Missing required parameter To in the post body", missing.text("message"));
        assertEquals(
                400,
                centre.post(path, "To", "+1555", "From", "+1555", "Parameters", "[1]")
                        .status());
        assertEquals(
                81023, centre.post(path, "To", "x".repeat(300), "From", "+1555").code());
        String one = path + "/" + made.sid();
        JsonNode context = centre.get(one + "/Context").json();
        Published.check("studio:execution_context", context);
        assertEquals(
                1, context.path("context").path("flow").path("data").path("n").asInt());
        assertEquals(0, centre.get(one + "/Steps").json().path("steps").size());
        assertEquals(
                1, centre.get(path + "?Status=active").json().path("executions").size());
        assertEquals(400, centre.post(one, "Status", "active").status());
        assertEquals("ended", centre.post(one, "Status", "ended").text("status"));
        assertEquals(
                0, centre.get(path + "?Status=active").json().path("executions").size());
        assertEquals(204, centre.delete(one).status());
    }

    @Test
    void anAccountStartsTwentyExecutionsASecondAndNoMore() {
        String path = "/v2/Flows/" + flow("published").sid() + "/Executions";
        for (int i = 0; i < 20; i++) {
            assertEquals(201, centre.post(path, "To", "+1555111" + (1_000 + i), "From", "+15550001000").status());
        }
        Centre.Reply refused = centre.post(path, "To", "+15551112222", "From", "+15550001000");
        assertEquals(429, refused.status());
        assertEquals(20429, refused.code());
        centre.clock.advance(Duration.ofSeconds(1));
        assertEquals(201, centre.post(path, "To", "+15551112222", "From", "+15550001000").status());
    }
}
