package org.cordboard.server.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cordboard.server.client.Connection;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.config.Setting;
import org.cordboard.server.config.Settings;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.wiring.Cordboard;

/// The demo centre of a server of the test's own, and the words its stories are told in.
public final class Centre implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(30);
    public static final String CALLER = "+16505551111";

    private final Cordboard server;
    private final Connection connection;
    private final PublicApi api;

    public Centre(Path data) throws IOException {
        this(data, Map.of());
    }

    public Centre(Path data, Map<Setting, String> more) throws IOException {
        var settings = new EnumMap<Setting, String>(Map.of(
                Setting.DATA, data.toString(),
                Setting.HTTP_PORT, "0",
                Setting.SIP_PORT, "0",
                Setting.MEDIA_PORTS, "0-0"));
        settings.putAll(more);
        server = Cordboard.start(ServerConfig.of(Settings.gather(settings, Map.of(), null)), cause -> {
            throw new AssertionError("the engine stopped", cause);
        });
        connection = server.connection();
        api = PublicApi.of(connection);
    }

    public Cordboard server() {
        return server;
    }

    public Connection connection() {
        return connection;
    }

    public PublicApi api() {
        return api;
    }

    public String workspace() {
        return "/v1/Workspaces/" + connection.workspaceSid();
    }

    /// A phone registered under a worker's name.
    public ScriptedPhone phoneOf(String worker) throws IOException {
        var phone = new ScriptedPhone(worker);
        phone.register(sip(), connection.sipDomain(), connection.phonePassword());
        return phone;
    }

    public InetSocketAddress sip() {
        return server.sipAddress();
    }

    /// Calls the demo number and waits for the welcome: from then on a key is listened to.
    public PhoneCall callIn(ScriptedPhone caller) {
        var call = caller.call("sip:" + connection.demoNumber() + "@" + connection.sipAddress());
        if (call.awaitAnswer(PATIENCE) != 200) {
            throw new AssertionError("the call was not answered");
        }
        if (!call.ears().within(PATIENCE, call.ears()::sound)) {
            throw new AssertionError("the welcome was not heard");
        }
        return call;
    }

    public List<JsonNode> tasks() {
        return api.list(workspace() + "/Tasks", "tasks");
    }

    public String taskStatus() {
        var tasks = tasks();
        return tasks.isEmpty() ? "" : tasks.getLast().path("assignment_status").asText();
    }

    public List<JsonNode> reservations() {
        var tasks = tasks();
        return tasks.isEmpty()
                ? List.of()
                : api.list(
                        workspace() + "/Tasks/" + tasks.getLast().path("sid").asText() + "/Reservations",
                        "reservations");
    }

    public JsonNode worker(String name) {
        return api.list(workspace() + "/Workers?FriendlyName=" + name, "workers").getFirst();
    }

    public String activityOf(String worker) {
        return worker(worker).path("activity_name").asText();
    }

    public String activity(String name) {
        return api.list(workspace() + "/Activities?FriendlyName=" + name, "activities")
                .getFirst()
                .path("sid")
                .asText();
    }

    public void setActivity(String worker, String name) {
        api.post(workspace() + "/Workers/" + worker(worker).path("sid").asText(), Map.of("ActivitySid", activity(name)));
    }

    /// Waits until it holds, looking again and again.
    public static void until(String what, BooleanSupplier condition) {
        var limit = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + what, e);
            }
        }
    }

    public static <T> void untilIs(T wanted, Supplier<T> seen) {
        until("'" + wanted + "'", () -> wanted.equals(seen.get()));
    }

    @Override
    public void close() {
        api.close();
        server.close();
    }
}
