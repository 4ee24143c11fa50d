package org.cordboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.cordboard.api.bridge.BridgeTiming;
import org.cordboard.api.webhook.WebhookTiming;
import org.cordboard.cluster.ManualClock;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.history.History;
import org.cordboard.history.HistoryConfig;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.sid.AccountSid;

/// A whole HTTP face over an engine in memory, on a clock that the test moves, with one account.
public final class Centre implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    public static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    public static final String TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    public static final ObjectMapper JSON = new ObjectMapper();

    public final ManualClock clock = new ManualClock(START);
    public final Engine engine;
    public final RecordedCalls calls;
    public final HttpFace face;
    private final History history;
    private final HttpClient client = HttpClient.newHttpClient();

    public Centre() {
        this(ApiConfig.onLoopback());
    }

    public Centre(ApiConfig config) {
        this(config, null);
    }

    /// @param historyFile where a history is kept; null for none
    public Centre(ApiConfig config, Path historyFile) {
        engine = MemoryEngine.start(new RoutingCore(), clock, 1);
        calls = new RecordedCalls(engine);
        put(new Account(new AccountSid(ACCOUNT), "Test", TOKEN, "active", null, START, START));
        history = historyFile == null ? null : History.start(HistoryConfig.sqlite(historyFile), engine, clock);
        BridgeTiming timing = new BridgeTiming(Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(20));
        WebhookTiming webhooks =
                new WebhookTiming(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(20), 3);
        HttpFace.Timing both = new HttpFace.Timing(timing, webhooks);
        face = HttpFace.start(config, engine, history, calls.ports(), List.of(), List.of(), both, clock);
    }

    /// The history, where there is one.
    History history() {
        return Objects.requireNonNull(history);
    }

    public void put(Entity... records) {
        if (engine.submit(new RecordCommand.Put(List.of(records))) instanceof Outcome.Refused refused) {
            throw new AssertionError(refused.message());
        }
    }

    /// An answer; its JSON is read when asked for.
    public record Reply(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public JsonNode json() {
            try {
                return JSON.readTree(http.body());
            } catch (IOException notJson) {
                throw new AssertionError("not JSON: " + http.body(), notJson);
            }
        }

        public String text(String field) {
            return json().path(field).asText();
        }

        public String sid() {
            if (status() >= 300) {
                throw new AssertionError(status() + " " + http.body());
            }
            return text("sid");
        }

        public int code() {
            return json().path("code").asInt();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    public URI url(String path) {
        return URI.create(path.startsWith("http") ? path : face.localAddress() + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", basic(ACCOUNT, TOKEN));
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public Reply send(HttpRequest request) {
        try {
            return new Reply(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Reply get(String path) {
        return send(request(path).GET().build());
    }

    public Reply delete(String path) {
        return send(request(path).DELETE().build());
    }

    /// Names and values in turn, as a form.
    public Reply post(String path, String... form) {
        return send(form(path, form).build());
    }

    public HttpRequest.Builder form(String path, String... form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
    }

    public static String encoded(String... form) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < form.length; i += 2) {
            pairs.add(form[i] + "=" + URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return String.join("&", pairs);
    }

    public Reply postJson(String path, String json, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    public String workspace(String... more) {
        List<String> form = new ArrayList<>(List.of("FriendlyName", "writers"));
        form.addAll(List.of(more));
        return "/v1/Workspaces/"
                + post("/v1/Workspaces", form.toArray(String[]::new)).sid();
    }

    /// SID of the activity of that name.
    public String activity(String workspace, String name) {
        return get(workspace + "/Activities?FriendlyName=" + name)
                .json()
                .path("activities")
                .path(0)
                .path("sid")
                .asText();
    }

    /// A workspace with one task queue for everybody and one workflow into it.
    public Team team(String... workflow) {
        String workspace = workspace();
        String queue =
                post(workspace + "/TaskQueues", "FriendlyName", "support").sid();
        List<String> form = new ArrayList<>(List.of(
                "FriendlyName",
                "support",
                "Configuration",
                "{\"task_routing\":{\"filters\":[],\"default_filter\":{\"queue\":\"" + queue + "\"}}}"));
        form.addAll(List.of(workflow));
        String flow =
                post(workspace + "/Workflows", form.toArray(String[]::new)).sid();
        return new Team(this, workspace, queue, flow);
    }

    /// @param workspace path of the workspace
    public record Team(Centre centre, String workspace, String queue, String workflow) {
        public String worker(String name, String activity) {
            return centre.post(
                            workspace + "/Workers",
                            "FriendlyName",
                            name,
                            "ActivitySid",
                            centre.activity(workspace, activity))
                    .sid();
        }

        public String task(String attributes) {
            return centre.post(workspace + "/Tasks", "WorkflowSid", workflow, "Attributes", attributes)
                    .sid();
        }

        public String workspaceSid() {
            return workspace.substring(workspace.lastIndexOf('/') + 1);
        }

        /// The only reservation of a task.
        public String reservation(String task) {
            return centre.get(workspace + "/Tasks/" + task + "/Reservations")
                    .json()
                    .path("reservations")
                    .path(0)
                    .path("sid")
                    .asText();
        }
    }

    /// The text of one member of a JSON object.
    static String unquoted(String json, String member) {
        try {
            return JSON.readTree(json).path(member).asText();
        } catch (IOException notJson) {
            throw new AssertionError(json, notJson);
        }
    }

    /// Waits, with a limit, for something another thread does.
    public static void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError("waited in vain for " + what);
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        face.close();
        if (history != null) {
            history.close();
        }
        engine.close();
        client.close();
    }

    /// Whether a notification with this code was logged.
    boolean hasAlert(int code) {
        return get("/2010-04-01/Accounts/" + ACCOUNT + "/Notifications.json")
                .http()
                .body()
                .contains("\"error_code\":\"" + code + "\"");
    }
}
