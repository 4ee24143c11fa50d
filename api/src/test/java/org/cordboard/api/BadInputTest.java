package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each parameter of each of the 61 operations with a wrong type, range, reference or size: the published status and
/// code, a message that names the parameter, and no trace. The operations stand in `taskrouter-parameters.txt`.
@Timeout(120)
class BadInputTest {
    private static final String UNKNOWN = "0123456789abcdef0123456789abcdef";

    @TempDir
    static Path data;

    private static Centre centre;
    /// What stands for the variables of the paths.
    private static Map<String, String> variables;

    @BeforeAll
    static void start() {
        centre = new Centre(ApiConfig.onLoopback(), data.resolve("history.db"));
        Centre.Team team = centre.team();
        String worker = team.worker("dave", "Available");
        String task = team.task("{}");
        String channels = team.workspace() + "/Workers/" + worker + "/Channels";
        variables = Map.of(
                "Workspace", team.workspaceSid(),
                "Activity", centre.activity(team.workspace(), "Available"),
                "TaskChannel", first(team.workspace() + "/TaskChannels"),
                "TaskQueue", team.queue(),
                "Workflow", team.workflow(),
                "Worker", worker,
                "WorkerChannel", first(channels),
                "Task", task,
                "Reservation", team.reservation(task),
                "Event", "EV" + UNKNOWN);
    }

    private static String first(String list) {
        return centre.get(list).json().path("channels").path(0).path("sid").asText();
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    static Stream<PublishedOperations.Operation> operations() {
        return PublishedOperations.all().stream();
    }

    @Test
    void theTableIsTheContractAndIsServed() {
        assertEquals(61, PublishedOperations.all().size());
        var served = centre.get("/openapi.json").json().path("paths");
        for (var operation : PublishedOperations.all()) {
            var names = new ArrayList<String>();
            served.forEach(path -> path.forEach(one -> {
                if (one.path("operationId").asText().equals(operation.name())) {
                    one.path("parameters").forEach(p -> names.add(p.path("name").asText()));
                    one.path("requestBody").findPath("properties").fieldNames().forEachRemaining(names::add);
                }
            }));
            for (var parameter : operation.parameters()) {
                boolean header = parameter.kind().equals("version") || parameter.kind().equals("bulk");
                assertTrue(header || names.contains(parameter.name()), operation.name() + " " + parameter.name());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void badInputIsRefusedByNameAndLeavesNoTrace(PublishedOperations.Operation operation) {
        long before = centre.engine.position();
        var asked = List.copyOf(centre.calls.asked);
        List<Executable> checks = new ArrayList<>();
        for (var parameter : operation.parameters()) {
            for (var bad : parameter.badValues()) {
                checks.add(() -> refused(operation, parameter, bad));
            }
            if (parameter.needed()) {
                checks.add(() -> missing(operation, parameter));
            }
        }
        assertAll(checks);
        assertEquals(asked, centre.calls.asked, "nothing was asked of the telephony side");
        assertTrue(centre.calls.instructions.isEmpty(), "no instruction was started");
        assertEquals(before, centre.engine.position(), "nothing happened");
    }

    private static void refused(
            PublishedOperations.Operation operation, PublishedOperations.Parameter parameter, BadValues.Bad bad) {
        String what = operation.name() + " " + parameter.name() + "=" + shortened(bad.value());
        Centre.Reply reply = centre.send(request(operation, parameter, bad));
        assertEquals(bad.status(), reply.status(), () -> what + ": " + reply.http().body());
        assertEquals(bad.code(), reply.code(), what);
        assertEquals(bad.status(), reply.json().path("status").asInt(), what);
        assertTrue(reply.text("more_info").endsWith("/" + bad.code()), what);
        String message = reply.text("message");
        // The reference publishes the parser's text alone, and a text without a name for a wrong version.
        boolean published = message.equals("Precondition Failed")
                || (parameter.name().equals("TargetWorkers") && message.startsWith("extraneous input '"));
        boolean named = message.contains(parameter.name())
                || (parameter.kind().equals("bulk") && message.startsWith("The body"));
        assertTrue(named || published, () -> what + ": " + message);
    }

    private static HttpRequest request(
            PublishedOperations.Operation operation, PublishedOperations.Parameter parameter, BadValues.Bad bad) {
        String path = operation.path(variables);
        if (parameter.kind().equals("version")) {
            var request = centre.request(path).header("If-Match", bad.value());
            return operation.method().equals("DELETE")
                    ? request.DELETE().build()
                    : request.POST(BodyPublishers.noBody()).build();
        }
        if (parameter.kind().equals("bulk")) {
            return centre.request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(bad.value()))
                    .build();
        }
        List<String> form = new ArrayList<>(operation.needs(parameter.name(), variables));
        form.addAll(bad.beside());
        form.addAll(List.of(parameter.name(), bad.value()));
        String[] pairs = form.toArray(String[]::new);
        return operation.method().equals("GET")
                ? centre.request(path + "?" + Centre.encoded(pairs)).GET().build()
                : centre.form(path, pairs).build();
    }

    private static void missing(PublishedOperations.Operation operation, PublishedOperations.Parameter parameter) {
        String[] form = operation.needs(parameter.name(), variables).toArray(String[]::new);
        Centre.Reply reply = centre.post(operation.path(variables), form);
        assertEquals(400, reply.status(), reply.http().body());
        assertEquals(20001, reply.code());
        assertTrue(reply.text("message").contains(parameter.name()), reply.text("message"));
    }

    private static String shortened(String value) {
        return value.length() > 60 ? value.substring(0, 60) + "… (" + value.length() + ")" : value;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void whatThePathNamesMustExistAndBelongToTheCaller(PublishedOperations.Operation operation) {
        for (String variable : operation.variables()) {
            String known = variables.get(variable);
            for (String wrong : List.of("nope", known.substring(0, 2) + UNKNOWN, known + "0")) {
                String path = operation.path(variables, variable, wrong);
                Centre.Reply reply = operation.method().equals("POST")
                        ? centre.post(path, operation.needs("", variables).toArray(String[]::new))
                        : centre.send(centre.request(path)
                                .method(operation.method(), BodyPublishers.noBody())
                                .build());
                assertEquals(404, reply.status(), path + ": " + reply.http().body());
                assertEquals(20404, reply.code());
                assertTrue(reply.text("message").contains(path.substring("/v1".length())), reply.text("message"));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void otherMethodsAndStrangersAreRefused(PublishedOperations.Operation operation) {
        String path = operation.path(variables);
        Centre.Reply put = centre.send(
                centre.request(path).PUT(BodyPublishers.noBody()).build());
        assertEquals(405, put.status());
        assertEquals(20004, put.code());
        Centre.Reply stranger = centre.send(HttpRequest.newBuilder(centre.url(path))
                .header("Authorization", Centre.basic(Centre.ACCOUNT, "wrong"))
                .method(operation.method(), BodyPublishers.noBody())
                .build());
        assertEquals(401, stranger.status());
        assertEquals(20003, stranger.code());
    }

    @Test
    void aConferenceNeedsATaskWithACall() {
        Centre.Reply reply = centre.post(
                "/v1/Workspaces/" + variables.get("Workspace") + "/Tasks/" + variables.get("Task") + "/Reservations/"
                        + variables.get("Reservation"),
                "Instruction",
                "conference");
        assertEquals(400, reply.status());
        assertEquals(
                "The conference instruction can only be issued on a task that was created using the <Enqueue> TwiML verb.",
                reply.text("message"));
        assertTrue(centre.calls.instructions.isEmpty());
    }

    @Test
    void statisticsFromLongAgoHaveACodeOfTheirOwn() {
        for (var operation : PublishedOperations.all()) {
            if (operation.name().endsWith("Statistics") && operation.takes("StartDate")) {
                Centre.Reply reply = centre.get(operation.path(variables) + "?StartDate=2026-01-01T00:00:00Z");
                assertEquals(400, reply.status(), operation.name());
                assertEquals(14241, reply.code(), operation.name());
            }
        }
    }

    @Test
    void aFilterByAnUnknownSidFindsNothing() {
        for (var operation : PublishedOperations.all()) {
            for (var parameter : operation.parameters()) {
                if (operation.method().equals("GET") && parameter.kind().startsWith("sid ")) {
                    Centre.Reply reply = centre.get(operation.path(variables) + "?" + parameter.name() + "="
                            + parameter.kind().substring(4) + UNKNOWN);
                    assertEquals(200, reply.status(), operation.name() + " " + parameter.name());
                    String key = reply.json().path("meta").path("key").asText();
                    assertEquals(0, reply.json().path(key).size(), operation.name() + " " + parameter.name());
                }
            }
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        Centre.Reply reply = centre.post(
                "/v1/Workspaces/" + variables.get("Workspace") + "/Tasks", "Attributes", "x".repeat(8 << 20));
        assertEquals(413, reply.status());
    }
}
