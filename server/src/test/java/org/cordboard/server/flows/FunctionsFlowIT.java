package org.cordboard.server.flows;

import static org.cordboard.server.flows.FlowHouse.json;
import static org.cordboard.server.flows.FlowHouse.sid;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cordboard.server.config.Setting;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server with its Functions: a flow asks a handler during a call, and a handler works on the API with the client it
/// is given.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FunctionsFlowIT {
    private FlowHouse house;
    private String functions;

    @BeforeAll
    void open(@TempDir Path data, @TempDir Path project) throws Exception {
        Files.createDirectory(project.resolve("functions"));
        Files.writeString(project.resolve(".env"), "RIGHT_PIN=1234\n");
        // Protected: answers signed requests only.
        Files.writeString(
                project.resolve("functions/check-pin.protected.js"),
                """
                exports.handler = (context, event, callback) => {
                  callback(null, { ok: event.pin === context.RIGHT_PIN, customer: `C-${event.caller.slice(-4)}` });
                };
                """);
        Files.writeString(
                project.resolve("functions/cancel.js"),
                """
                exports.handler = async (context, event, callback) => {
                  const client = context.getTwilioClient();
                  const task = await client.taskrouter.v1.workspaces(event.workspace).tasks(event.task)
                    .update({ assignmentStatus: "canceled", reason: "done by a function" });
                  const worker = await client.taskrouter.v1.workspaces(event.workspace).workers.list({ limit: 1 });
                  callback(null, { status: task.assignmentStatus, reason: task.reason, worker: worker[0].friendlyName });
                };
                """);
        Files.writeString(
                project.resolve("functions/wrap.js"),
                """
                exports.handler = async (context, event, callback) => {
                  const tasks = context.getTwilioClient().taskrouter.v1.workspaces(event.workspace).tasks(event.task);
                  const task = await tasks.update({ assignmentStatus: "completed", reason: "finished" });
                  callback(null, { status: task.assignmentStatus });
                };
                """);
        house = new FlowHouse(
                data,
                Map.of(
                        Setting.EPHEMERAL, "true",
                        Setting.FUNCTIONS_DIR, project.toString(),
                        Setting.FUNCTIONS_HOST, "../functions-host",
                        Setting.FUNCTIONS_PORT, "0"));
        var url = house.centre().server().functionsUrl();
        assertNotNull(url, "the Functions run");
        functions = url.toString();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aFlowAsksAProtectedHandlerDuringTheCall() throws Exception {
        var workflow = house.workflow("members");
        var pin = house.published("pin", FlowHouse.example("check-pin.json"), Map.of("https://fn.example.net", functions));
        var flow = house.published(
                "members",
                FlowHouse.example("members-line.json"),
                Map.of("FW00000000000000000000000000000005", sid(pin), "WW00000000000000000000000000000001", workflow));
        try (var caller = new ScriptedPhone(Centre.CALLER);
                var call = house.call(caller, house.number(flow))) {
            assertEquals(200, call.awaitAnswer(PATIENCE));
            call.ears().within(PATIENCE, call.ears()::sound);
            call.press("1234");
            house.reaches(flow, "queue");
            assertEquals("C-1111", json(house.task(workflow).path("attributes").asText()).path("customer").asText());
        }
    }

    private JsonNode runs(String function, String task) {
        var definition =
                """
                {"description": "runs", "initial_state": "Trigger", "flags": {"allow_concurrent_calls": true}, "states": [
                  {"name": "Trigger", "type": "trigger", "properties": {}, "transitions": [{"event": "incomingRequest", "next": "run"}]},
                  {"name": "run", "type": "run-function", "properties": {"url": "URL", "parameters": [
                    {"key": "workspace", "value": "{{flow.data.workspace}}"}, {"key": "task", "value": "{{flow.data.task}}"}]},
                   "transitions": [{"event": "success"}, {"event": "fail"}]}]}
                """
                        .replace("URL", functions + "/" + function);
        var flow = house.published(function, definition, Map.of());
        house.api().post(
                "/v2/Flows/" + sid(flow) + "/Executions",
                Map.of(
                        "To", "+15550001", "From", "+15550001000",
                        "Parameters", "{\"workspace\": \"" + house.centre().connection().workspaceSid() + "\", \"task\": \"" + task + "\"}"));
        var execution = house.ended(flow);
        assertEquals(List.of("incomingRequest", "success"), house.events(flow, execution),
                () -> house.context(flow, execution).toString());
        return house.context(flow, execution).at("/widgets/run/parsed");
    }

    @Test
    void aHandlerUsesTheClientOfItsContextToCancelATask() {
        var task = house.api().post(house.workspace() + "/Tasks", Map.of("WorkflowSid", house.workflow("jobs"), "Attributes", "{}"));
        var answer = runs("cancel", sid(task));
        assertEquals("canceled", answer.path("status").asText());
        assertEquals("done by a function", answer.path("reason").asText());
        assertEquals(
                "canceled",
                house.api().get(house.workspace() + "/Tasks/" + sid(task)).path("assignment_status").asText());
    }

    @Test
    void aHandlerCompletesAnAcceptedTask() {
        var centre = house.centre();
        centre.setActivity("dave", "Available");
        var demo = house.api().list(house.workspace() + "/Workflows?FriendlyName=support", "workflows").getFirst();
        var task = house.api().post(house.workspace() + "/Tasks", Map.of("WorkflowSid", sid(demo), "Attributes", "{}"));
        var reservations = house.workspace() + "/Tasks/" + sid(task) + "/Reservations";
        Centre.until("a reservation", () -> !house.api().list(reservations, "reservations").isEmpty());
        var reservation = house.api().list(reservations, "reservations").getFirst();
        house.api().post(reservations + "/" + sid(reservation), Map.of("ReservationStatus", "accepted"));
        assertEquals("completed", runs("wrap", sid(task)).path("status").asText());
        assertEquals(
                "completed",
                house.api().get(house.workspace() + "/Tasks/" + sid(task)).path("assignment_status").asText());
    }
}
