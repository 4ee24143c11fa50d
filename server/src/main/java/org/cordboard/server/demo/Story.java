package org.cordboard.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cordboard.server.client.Connection;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.jspecify.annotations.Nullable;

/// One whole call, told line by line: a caller's phone and the worker dave's phone over real SIP and RTP, and dave's
/// clicks as the same requests a page would send. Every line is printed only once what it says has been seen or heard.
public final class Story {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String CALLER = "+16505551111";
    private static final String WORKER = "dave";
    private static final double CALLER_HERTZ = 440;
    private static final double WORKER_HERTZ = 620;

    private final Connection connection;
    private final PublicApi api;
    private final PrintWriter out;
    private final String workspace;

    public Story(Connection connection, PublicApi api, PrintWriter out) {
        this.connection = connection;
        this.api = api;
        this.out = out;
        this.workspace = "/v1/Workspaces/" + connection.workspaceSid();
    }

    /// Plays it.
    ///
    /// @throws IllegalStateException naming the line that did not come true
    public void play() throws IOException {
        var colon = connection.sipAddress().lastIndexOf(':');
        var server = new InetSocketAddress(
                connection.sipAddress().substring(0, colon),
                Integer.parseInt(connection.sipAddress().substring(colon + 1)));
        try (var caller = new ScriptedPhone(CALLER);
                var phone = new ScriptedPhone(WORKER)) {
            phone.register(server, connection.sipDomain(), connection.phonePassword());
            say(WORKER + "'s phone has registered at " + connection.sipAddress() + ".");
            setActivity("Offline");
            var call = caller.call("sip:" + connection.demoNumber() + "@" + connection.sipAddress());
            require(call.awaitAnswer(PATIENCE) == 200, "the call is answered");
            say(CALLER + " calls " + connection.demoNumber() + ": answered.");
            queue(call);
            talk(call, phone);
            end(call);
        }
    }

    private void queue(PhoneCall call) {
        require(call.ears().within(PATIENCE, call.ears()::sound), "the welcome is heard");
        say("The caller hears the welcome, and presses 1.");
        call.press("1");
        var task = await("the task", () -> newestTask("pending"));
        say("The call waits as task " + sid(task) + ", pending in queue "
                + task.path("task_queue_friendly_name").asText() + "; nobody is online.");
        require(call.ears().within(PATIENCE, call.ears()::sound), "hold music is heard");
        say("The caller hears hold music.");
    }

    private void talk(PhoneCall call, ScriptedPhone phone) {
        var worker = setActivity("Available");
        say(WORKER + " goes online.");
        var reservation = await("a reservation", () -> pendingReservation(worker));
        say("Reserved: " + sid(reservation) + ". " + WORKER + " clicks Accept.");
        api.post(
                workspace + "/Workers/" + worker + "/Reservations/" + sid(reservation),
                Map.of("Instruction", "conference", "PostWorkActivitySid", activity("Offline")));
        var ringing = phone.awaitRinging(PATIENCE);
        say(WORKER + "'s phone rings: " + ringing.from() + ".");
        var answered = ringing.answer();
        call.sing(CALLER_HERTZ);
        answered.sing(WORKER_HERTZ);
        require(call.ears().within(PATIENCE, () -> call.ears().tone(WORKER_HERTZ)), "the caller hears the worker");
        require(
                answered.ears().within(PATIENCE, () -> answered.ears().tone(CALLER_HERTZ)),
                "the worker hears the caller");
        say("Both talk: each hears the other's tone, and the music has stopped.");
        var task = await("the assignment", () -> newestTask("assigned"));
        setActivity("Unavailable");
        say("Task " + sid(task) + " is assigned; conference " + conferenceOf(task) + " is named after it.");
    }

    private void end(PhoneCall call) {
        var task = await("the assigned task", () -> newestTask("assigned"));
        api.post(api.accountPath("Conferences/" + conferenceOf(task)), Map.of("Status", "completed"));
        say(WORKER + " clicks End conference.");
        require(call.awaitEnd(PATIENCE), "the caller's call ends");
        say("Both phones are hung up.");
        await("the wrapping task", () -> newestTask("wrapping"));
        api.post(
                workspace + "/Tasks/" + sid(task),
                Map.of("AssignmentStatus", "completed", "Reason", "conference ended"));
        require(
                within(() -> api.get(workspace + "/Tasks/" + sid(task))
                        .path("assignment_status")
                        .asText()
                        .equals("completed")),
                "the task is completed");
        setActivity("Offline");
        say("The task was wrapping and is completed; " + WORKER + " is Offline. The end.");
    }

    private String conferenceOf(JsonNode task) {
        try {
            return JSON.readTree(task.path("attributes").asText())
                    .path("conference")
                    .path("sid")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the task's attributes are not JSON", e);
        }
    }

    private String setActivity(String name) {
        var worker = sid(api.list(workspace + "/Workers?FriendlyName=" + WORKER, "workers").getFirst());
        api.post(workspace + "/Workers/" + worker, Map.of("ActivitySid", activity(name)));
        return worker;
    }

    private String activity(String name) {
        return sid(api.list(workspace + "/Activities?FriendlyName=" + name, "activities").getFirst());
    }

    private @Nullable JsonNode newestTask(String status) {
        var tasks = api.list(workspace + "/Tasks?AssignmentStatus=" + status, "tasks");
        return tasks.isEmpty() ? null : tasks.getLast();
    }

    private @Nullable JsonNode pendingReservation(String worker) {
        var reservations = api.list(
                workspace + "/Workers/" + worker + "/Reservations?ReservationStatus=pending", "reservations");
        return reservations.isEmpty() ? null : reservations.getFirst();
    }

    private JsonNode await(String what, Supplier<@Nullable JsonNode> look) {
        var found = new JsonNode[1];
        require(
                within(() -> {
                    var seen = look.get();
                    if (seen == null) {
                        return false;
                    }
                    found[0] = seen;
                    return true;
                }),
                what + " appears");
        return found[0];
    }

    private static boolean within(BooleanSupplier condition) {
        var limit = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static void require(boolean holds, String line) {
        if (!holds) {
            throw new IllegalStateException("the story stopped: it was not seen that " + line);
        }
    }

    private void say(String line) {
        out.println("> " + line);
        out.flush();
    }

    private static String sid(JsonNode resource) {
        return resource.path("sid").asText();
    }
}
