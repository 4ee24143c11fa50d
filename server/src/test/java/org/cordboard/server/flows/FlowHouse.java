package org.cordboard.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.config.Setting;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;

/// A server with flows on numbers, and the outside world its flows ask.
final class FlowHouse implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path EXAMPLES = Path.of("../examples/flows");

    private final Centre centre;
    private final HttpServer outside;
    private final Map<String, Function<Asked, Told>> pages = new ConcurrentHashMap<>();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final String queue;
    private int numbers;

    /// A request that the outside world got.
    record Asked(String method, String path, String query, String body, Map<String, List<String>> headers) {
        JsonNode json() {
            return FlowHouse.json(body);
        }
    }

    record Told(int status, String type, String body) {
        static Told json(String body) {
            return new Told(200, "application/json", body);
        }

        static Told twiml(String body) {
            return new Told(200, "text/xml", "<Response>" + body + "</Response>");
        }
    }

    FlowHouse(Path data, Map<Setting, String> settings) throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        outside.createContext("/", exchange -> {
            var uri = exchange.getRequestURI();
            var request = new Asked(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    Map.copyOf(exchange.getRequestHeaders()));
            var told = pages.getOrDefault(request.path, _ -> new Told(404, "text/plain", "nothing here")).apply(request);
            asked.add(request);
            var bytes = told.body.getBytes(StandardCharsets.UTF_8);
            if (told.status >= 300 && told.status < 400) {
                exchange.getResponseHeaders().add("Location", told.body);
            }
            exchange.getResponseHeaders().add("Content-Type", told.type);
            exchange.sendResponseHeaders(told.status, bytes.length == 0 ? -1 : bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        outside.start();
        centre = new Centre(data, settings);
        queue = sid(api().post(
                workspace() + "/TaskQueues", Map.of("FriendlyName", "flow-tests", "TargetWorkers", "1==2")));
    }

    static FlowHouse open(Path data) throws IOException {
        return new FlowHouse(data, Map.of(Setting.EPHEMERAL, "true"));
    }

    Centre centre() {
        return centre;
    }

    PublicApi api() {
        return centre.api();
    }

    String workspace() {
        return centre.workspace();
    }

    // ---- the outside

    String outside() {
        return "http://127.0.0.1:" + outside.getAddress().getPort();
    }

    void page(String path, Function<Asked, Told> answer) {
        pages.put(path, answer);
    }

    /// The next request for the path, others before it dropped.
    Asked asked(String path) throws InterruptedException {
        while (true) {
            var request = asked.poll(Centre.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError(path + " was not asked for");
            }
            if (request.path.equals(path)) {
                return request;
            }
        }
    }

    // ---- flows and numbers

    /// A workflow whose tasks no worker gets.
    String workflow(String name) {
        return sid(api().post(
                workspace() + "/Workflows",
                Map.of(
                        "FriendlyName", name,
                        "Configuration", "{\"task_routing\":{\"default_filter\":{\"queue\":\"" + queue + "\"}}}")));
    }

    static String example(String file) throws IOException {
        return Files.readString(EXAMPLES.resolve(file));
    }

    /// Publishes a definition with these texts replaced; answers the flow.
    JsonNode published(String name, String definition, Map<String, String> replaced) {
        return flow(name, "published", definition, replaced);
    }

    JsonNode flow(String name, String status, String definition, Map<String, String> replaced) {
        return api().post("/v2/Flows", form(name, status, definition, replaced));
    }

    static Map<String, String> form(String name, String status, String definition, Map<String, String> replaced) {
        var text = definition;
        for (var entry : replaced.entrySet()) {
            if (!text.contains(entry.getKey())) {
                throw new AssertionError("the definition does not contain " + entry.getKey());
            }
            text = text.replace(entry.getKey(), entry.getValue());
        }
        return Map.of("FriendlyName", name, "Status", status, "Definition", text);
    }

    /// A new number that the flow answers.
    String number(JsonNode flow) {
        var number = "+1555777%04d".formatted(++numbers);
        api().post(
                api().accountPath("IncomingPhoneNumbers"),
                Map.of("PhoneNumber", number, "VoiceUrl", flow.path("webhook_url").asText()));
        return number;
    }

    PhoneCall call(ScriptedPhone caller, String number) {
        return caller.call("sip:" + number + "@" + centre.connection().sipAddress());
    }

    // ---- executions

    List<JsonNode> executions(JsonNode flow) {
        return api().list("/v2/Flows/" + sid(flow) + "/Executions", "executions");
    }

    JsonNode newest(JsonNode flow) {
        Centre.until("an execution of " + flow.path("friendly_name"), () -> !executions(flow).isEmpty());
        return executions(flow).getFirst();
    }

    /// Oldest first.
    List<JsonNode> steps(JsonNode flow, JsonNode execution) {
        return api().list(path(flow, execution) + "/Steps", "steps").reversed();
    }

    List<String> events(JsonNode flow, JsonNode execution) {
        return steps(flow, execution).stream().map(step -> step.path("name").asText()).toList();
    }

    /// Waits until the newest execution has come this far.
    JsonNode reaches(JsonNode flow, String widget) {
        var execution = newest(flow);
        Centre.until("widget " + widget, () -> {
            var steps = steps(flow, execution);
            return !steps.isEmpty()
                    && steps.getLast().path("transitioned_to").asText().equals(widget);
        });
        return execution;
    }

    JsonNode ended(JsonNode flow) {
        var execution = newest(flow);
        Centre.untilIs("ended", () -> api().get(path(flow, execution)).path("status").asText());
        return execution;
    }

    JsonNode context(JsonNode flow, JsonNode execution) {
        return api().get(path(flow, execution) + "/Context").path("context");
    }

    static String path(JsonNode flow, JsonNode execution) {
        return "/v2/Flows/" + sid(flow) + "/Executions/" + sid(execution);
    }

    /// The newest task of a workflow.
    JsonNode task(String workflow) {
        Centre.until("a task of " + workflow, () -> !tasks(workflow).isEmpty());
        return tasks(workflow).getLast();
    }

    private List<JsonNode> tasks(String workflow) {
        return centre.tasks().stream()
                .filter(task -> task.path("workflow_sid").asText().equals(workflow))
                .toList();
    }

    static String sid(JsonNode resource) {
        return resource.path("sid").asText();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        centre.close();
        outside.stop(0);
    }
}
