package org.cordboard.server.apps;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cordboard.apps.platform.Environment;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.client.Connection;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.config.Setting;
import org.cordboard.server.config.Settings;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.wiring.Cordboard;

/// A server on free ports with the demo centre, and what an application and its phones need to know of it.
final class AppCentre implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Cordboard cordboard;
    private final PublicApi api;

    AppCentre(Path data) throws IOException {
        var settings = new EnumMap<Setting, String>(Map.of(
                Setting.DATA, data.toString(),
                Setting.EPHEMERAL, "true",
                Setting.HTTP_PORT, "0",
                Setting.SIP_PORT, "0",
                Setting.MEDIA_PORTS, "0-0"));
        cordboard = Cordboard.start(ServerConfig.of(Settings.gather(settings, Map.of(), null)), cause -> {
            throw new AssertionError("the engine stopped", cause);
        });
        api = closing(new PublicApi(connection().url(), connection().accountSid(), connection().authToken()));
    }

    <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    Connection connection() {
        return cordboard.connection();
    }

    PublicApi api() {
        return api;
    }

    /// The environment of an application on that port.
    Environment environment(int port, Map<String, String> more) throws IOException {
        var connection = connection();
        var variables = new LinkedHashMap<>(Map.of(
                "CORDBOARD_URL", connection.url(),
                "TWILIO_ACCOUNT_SID", connection.accountSid(),
                "TWILIO_AUTH_TOKEN", connection.authToken(),
                "TOKEN_PASSWORD", connection.tokenPassword(),
                "SIP_DOMAIN", connection.sipDomain(),
                "PHONE_PASSWORD", connection.phonePassword(),
                "PORT", Integer.toString(port)));
        variables.putAll(more);
        return Environment.of(variables, Path.of("no such file"));
    }

    /// A phone that has registered under an agent's name.
    ScriptedPhone phone(String name) throws IOException {
        var phone = closing(new ScriptedPhone(name));
        phone.register(cordboard.sipAddress(), connection().sipDomain(), connection().phonePassword());
        return phone;
    }

    /// A phone somewhere outside that calls a number here.
    PhoneCall call(String from, String number) throws IOException {
        var phone = closing(new ScriptedPhone(from));
        return phone.call("sip:" + number + "@" + connection().sipAddress());
    }

    /// Path of a workspace by its name.
    String workspace(String name) {
        return "/v1/Workspaces/" + api.list("/v1/Workspaces?FriendlyName=" + name, "workspaces")
                .getFirst()
                .path("sid")
                .asText();
    }

    /// The text a worker's activity has.
    String activityOf(String workspace, String worker) {
        return worker(workspace, worker).path("activity_name").asText();
    }

    JsonNode worker(String workspace, String name) {
        return api.list(workspace + "/Workers?FriendlyName=" + name, "workers").getFirst();
    }

    /// The text of the first element, or nothing; in one go, since pages replace their rows.
    static String text(Chromium browser, String css) {
        return String.valueOf(browser.script("return document.querySelector('" + css + "')?.innerText ?? ''"));
    }

    /// Waits until the condition holds.
    static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    static void until(String what, Duration patience, BooleanSupplier condition) {
        var limit = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("not seen in " + patience + ": " + what);
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    static void untilEquals(String wanted, Supplier<String> seen) {
        try {
            until(wanted, () -> wanted.equals(seen.get()));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but " + seen.get(), e);
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new AssertionError("not closed cleanly", e);
            }
        }
        cordboard.close();
    }
}
