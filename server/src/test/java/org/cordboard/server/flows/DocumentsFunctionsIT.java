package org.cordboard.server.flows;

import static org.cordboard.server.flows.FlowHouse.sid;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cordboard.server.config.Setting;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.Ringing;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F152, F169, F172: both example projects of Functions, run by the server, with real calls: the language menu that
/// dequeues and wraps up, and the transfer in turn whose status callback frees or passes over a worker.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class DocumentsFunctionsIT {
    private static final Path EXAMPLES = Path.of("../examples/functions/functions");
    private static final String FROM = "+15550001060";
    private static final double CALLER_HERTZ = 440;
    private static final double WORKER_HERTZ = 620;
    private static final Duration MOMENT = Duration.ofMillis(50);

    private FlowHouse house;
    private Path project;
    private String functions;
    private ScriptedPhone charles;
    private ScriptedPhone dave;
    private int numbers;

    @BeforeAll
    void open(@TempDir Path data, @TempDir Path folder) throws Exception {
        project = folder;
        copyExamples();
        house = new FlowHouse(
                data,
                Map.of(
                        Setting.EPHEMERAL, "true",
                        Setting.FUNCTIONS_DIR, project.toString(),
                        Setting.FUNCTIONS_HOST, "../functions-host",
                        Setting.FUNCTIONS_PORT, "0"));
        functions = String.valueOf(house.centre().server().functionsUrl());
        charles = house.centre().phoneOf("charles");
        dave = house.centre().phoneOf("dave");
    }

    @AfterAll
    void close() {
        charles.close();
        dave.close();
        house.close();
    }

    private void copyExamples() throws IOException {
        try (var files = Files.walk(EXAMPLES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = project.resolve("functions").resolve(EXAMPLES.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private String made(String path, Map<String, String> form) {
        return sid(house.api().post(path, form));
    }

    private String named(String path, String list, String name) {
        return sid(house.api().list(path + "?FriendlyName=" + name, list).getFirst());
    }

    private void worker(String workspace, String name, String language) {
        made(workspace + "/Workers", Map.of(
                "FriendlyName", name,
                "ActivitySid", named(workspace + "/Activities", "activities", "Available"),
                "Attributes", "{\"contact_uri\": \"client:" + name + "\", \"languages\": [\"" + language + "\"]}"));
    }

    private void number(String number, String function) {
        house.api().post(
                house.api().accountPath("IncomingPhoneNumbers"),
                Map.of("PhoneNumber", number, "VoiceUrl", functions + "/" + function));
    }

    private PhoneCall caller(ScriptedPhone phone, String number) {
        var call = house.call(phone, number);
        assertEquals(200, call.awaitAnswer(PATIENCE));
        return call;
    }

    private static void talk(PhoneCall caller, PhoneCall worker) {
        caller.sing(CALLER_HERTZ);
        worker.sing(WORKER_HERTZ);
        assertTrue(caller.ears().within(PATIENCE, () -> caller.ears().tone(WORKER_HERTZ)), "the caller hears the worker");
        assertTrue(worker.ears().within(PATIENCE, () -> worker.ears().tone(CALLER_HERTZ)), "the worker hears the caller");
    }

    private String taskStatus(String workspace) {
        var tasks = house.api().list(workspace + "/Tasks", "tasks");
        return tasks.isEmpty() ? "none" : tasks.getLast().path("assignment_status").asText();
    }

    private JsonNode workerOf(String workspace, String name) {
        return house.api().list(workspace + "/Workers?FriendlyName=" + name, "workers").getFirst();
    }

    @Test
    void theLanguageMenuDequeuesToTheWorkerWhoSpeaksItAndWrapsUp() throws Exception {
        var workspace = "/v1/Workspaces/" + made("/v1/Workspaces", Map.of("FriendlyName", "contact-centre"));
        var wrapUp = made(workspace + "/Activities", Map.of("FriendlyName", "Wrap-Up", "Available", "false"));
        worker(workspace, "charles", "english");
        worker(workspace, "dave", "hindi");
        var english = made(workspace + "/TaskQueues", Map.of(
                "FriendlyName", "english", "TargetWorkers", "languages HAS 'english'"));
        var hindi = made(workspace + "/TaskQueues", Map.of(
                "FriendlyName", "hindi", "TargetWorkers", "languages HAS 'hindi'"));
        var workflow = made(workspace + "/Workflows", Map.of(
                "FriendlyName", "languages",
                "AssignmentCallbackUrl", functions + "/contact-centre/assignment-callback",
                "Configuration",
                        """
                        {"task_routing": {"filters": [
                          {"expression": "selected_language == 'hindi'", "targets": [{"queue": "%s"}]}],
                          "default_filter": {"queue": "%s"}}}
                        """
                                .formatted(hindi, english)));
        environment("WORKFLOW_SID=" + workflow, "WRAP_UP_SID=" + wrapUp);
        number("+15550001061", "contact-centre/incoming-call");

        try (var phone = new ScriptedPhone("+16505551111")) {
            var caller = caller(phone, "+15550001061");
            assertTrue(caller.ears().within(PATIENCE, caller.ears()::sound), "the menu is heard");
            caller.press("2");
            var ringing = dave.awaitRinging(PATIENCE);
            assertEquals(FROM, ringing.from());
            var worker = ringing.answer();
            talk(caller, worker);
            caller.hangUp();
            assertTrue(worker.awaitEnd(PATIENCE));
        }
        untilIs("Wrap-Up", () -> workerOf(workspace, "dave").path("activity_name").asText());
        assertEquals("Available", workerOf(workspace, "charles").path("activity_name").asText());
    }

    @Test
    void theTransferTakesTurnsAndPassesOverABusyPhone() throws Exception {
        var workspace = "/v1/Workspaces/"
                + made("/v1/Workspaces", Map.of("FriendlyName", "transfer", "Template", "FIFO"));
        worker(workspace, "charles", "any");
        worker(workspace, "dave", "any");
        var workflow = named(workspace + "/Workflows", "workflows", "Default%20Fifo%20Workflow");
        house.api().post(
                workspace + "/Workflows/" + workflow,
                Map.of("AssignmentCallbackUrl", functions + "/transfer/assignment-callback"));
        environment(
                "WORKSPACE_SID=" + workspace.substring(workspace.lastIndexOf('/') + 1),
                "TRANSFER_WORKFLOW_SID=" + workflow);
        number(FROM, "transfer/incoming-call");

        var first = conversation(workspace);
        var second = conversation(workspace);
        assertNotEquals(first, second, "they take turns");
        try (var phone = new ScriptedPhone("+16505551111")) {
            var caller = caller(phone, FROM);
            var busy = rung();
            assertEquals(first, busy.phone.user(), "idle longest");
            busy.ringing.refuse(486);
            var next = rung();
            assertEquals(second, next.phone.user(), "the busy one is passed over");
            finish(workspace, caller, next);
        }
    }

    private record Rung(ScriptedPhone phone, Ringing ringing) {}

    private Rung rung() {
        var limit = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < limit) {
            for (var phone : List.of(charles, dave)) {
                var ringing = phone.ringing(MOMENT);
                if (ringing.isPresent()) {
                    return new Rung(phone, ringing.get());
                }
            }
        }
        throw new AssertionError("no phone rang");
    }

    /// A call from beginning to end; answers who took it.
    private String conversation(String workspace) throws IOException {
        try (var phone = new ScriptedPhone("+1650555" + (2000 + numbers++))) {
            var caller = caller(phone, FROM);
            var rung = rung();
            assertEquals(FROM, rung.ringing.from());
            finish(workspace, caller, rung);
            return rung.phone.user();
        }
    }

    private void finish(String workspace, PhoneCall caller, Rung rung) {
        var worker = rung.ringing.answer();
        talk(caller, worker);
        untilIs("assigned", () -> taskStatus(workspace));
        caller.hangUp();
        assertTrue(worker.awaitEnd(PATIENCE));
        // The handler's client did that, when the status callback told it that the call had been completed.
        untilIs("completed", () -> taskStatus(workspace));
    }

    /// Read anew with every request.
    private void environment(String... lines) throws IOException {
        Files.writeString(
                project.resolve(".env"), String.join("\n", lines) + "\nTRANSFER_FROM=" + FROM + "\nRING_SECONDS=20\n");
    }
}
