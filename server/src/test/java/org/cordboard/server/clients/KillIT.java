package org.cordboard.server.clients;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cordboard.server.client.ApiException;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.phone.ScriptedPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged server is killed at random moments while clients write: whatever it has acknowledged is there after the
/// next start, under the same SIDs and log-ins, and calls that died with it have their tasks closed.
@Timeout(600)
class KillIT {
    private static final int KILLS = 3;
    private static final int WRITERS = 3;

    @TempDir
    Path data;

    /// Path of each acknowledged resource, and what its last acknowledged answer said.
    private final Map<String, Map<String, String>> acknowledged = new ConcurrentHashMap<>();

    /// Paths with a request under way when the server died: such a change may stand or not.
    private final Map<String, Boolean> uncertain = new ConcurrentHashMap<>();

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        var seed = System.nanoTime();
        System.out.println("KillIT seed " + seed);
        var random = new Random(seed);
        var secrets = new ArrayList<List<String>>();
        for (int round = 0; round <= KILLS; round++) {
            try (var server = Child.start(data);
                    var api = server.api()) {
                var connection = server.connection();
                secrets.add(List.of(
                        connection.accountSid(),
                        connection.authToken(),
                        connection.workspaceSid(),
                        connection.tokenPassword(),
                        connection.phonePassword()));
                assertEquals(secrets.getFirst(), secrets.getLast(), "the same SIDs and log-ins");
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("connection.env"))));
                verify(api);
                if (round < KILLS) {
                    writeUntilKilled(server, random, round);
                } else {
                    api.get("/v1/Workspaces/" + connection.workspaceSid());
                }
            }
        }
        System.out.println("KillIT: " + acknowledged.size() + " resources acknowledged, " + uncertain.size()
                + " changes under way at a kill");
        assertTrue(acknowledged.size() > KILLS * WRITERS, "something was written between the kills");
    }

    private void writeUntilKilled(Child server, Random random, int round) throws Exception {
        var dead = new AtomicBoolean();
        var failures = new ArrayList<Throwable>();
        var writers = new ArrayList<Thread>();
        for (int n = 0; n < WRITERS; n++) {
            var name = "round " + round + " writer " + n;
            var own = new Random(random.nextLong());
            writers.add(Thread.ofVirtual().unstarted(() -> {
                try (var api = server.api()) {
                    write(api, "/v1/Workspaces/" + server.connection().workspaceSid(), name, own);
                } catch (UncheckedIOException e) {
                    if (!dead.get()) {
                        note(failures, e);
                    }
                } catch (RuntimeException | AssertionError e) {
                    note(failures, e);
                }
            }));
        }
        writers.forEach(Thread::start);
        int before = acknowledged.size();
        until("each writer to have written something", () -> acknowledged.size() > before + 3 * WRITERS);
        Thread.sleep(random.nextLong(100, 1_500)); // any moment will do: this is where chance comes in
        dead.set(true);
        server.kill();
        for (var writer : writers) {
            writer.join();
        }
        assertEquals(List.of(), failures, "writers fail only because the server is dead");
    }

    private static void note(List<Throwable> failures, Throwable failure) {
        synchronized (failures) {
            failures.add(failure);
        }
    }

    /// Creates and changes for ever; ends by the exception of the killed server.
    private void write(PublicApi api, String workspace, String name, Random random) {
        for (int n = 0; ; n++) {
            var worker = create(api, workspace + "/Workers", Map.of("FriendlyName", name + " no " + n), "friendly_name");
            var queue = create(
                    api,
                    workspace + "/TaskQueues",
                    Map.of("FriendlyName", name + " no " + n, "TargetWorkers", "nobody == 1"),
                    "friendly_name",
                    "target_workers");
            var task = create(api, workspace + "/Tasks", Map.of("Attributes", "{\"n\":" + n + "}"), "attributes");
            change(api, task, Map.of("Priority", Integer.toString(random.nextInt(1_000))), "priority");
            change(api, worker, Map.of("Attributes", "{\"n\":" + random.nextInt() + "}"), "attributes");
            change(api, queue, Map.of("MaxReservedWorkers", Integer.toString(1 + random.nextInt(50))), "max_reserved_workers");
            if (random.nextInt(3) == 0) {
                change(api, task, Map.of("AssignmentStatus", "canceled", "Reason", "enough"), "assignment_status", "reason");
            }
        }
    }

    private String create(PublicApi api, String path, Map<String, String> form, String... fields) {
        var answer = api.post(path, form);
        var own = path + "/" + answer.path("sid").asText();
        remember(own, answer, fields);
        return own;
    }

    private void change(PublicApi api, String path, Map<String, String> form, String... fields) {
        uncertain.put(path, true);
        remember(path, api.post(path, form), fields);
        uncertain.remove(path);
    }

    private void remember(String path, JsonNode answer, String... fields) {
        var known = acknowledged.computeIfAbsent(path, any -> new ConcurrentHashMap<>());
        for (var field : fields) {
            known.put(field, answer.path(field).asText());
        }
    }

    private void verify(PublicApi api) {
        acknowledged.forEach((path, fields) -> {
            JsonNode found;
            try {
                found = api.get(path);
            } catch (ApiException e) {
                throw new AssertionError("acknowledged and lost: " + path + " " + fields, e);
            }
            if (!uncertain.containsKey(path)) {
                fields.forEach((field, value) -> assertEquals(value, found.path(field).asText(), path + " " + field));
            }
        });
    }

    @Test
    void tasksOfCallsThatDiedAreClosed() throws Exception {
        try (var caller = new ScriptedPhone(CALLER)) {
            String workspace;
            String task;
            try (var server = Child.start(data);
                    var api = server.api()) {
                var connection = server.connection();
                workspace = "/v1/Workspaces/" + connection.workspaceSid();
                var call = caller.call("sip:" + connection.demoNumber() + "@" + connection.sipAddress());
                assertEquals(200, call.awaitAnswer(PATIENCE));
                assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the welcome is spoken");
                call.press("1");
                until("the task of the call", () -> !api.list(workspace + "/Tasks", "tasks").isEmpty());
                var made = api.list(workspace + "/Tasks", "tasks").getFirst();
                assertEquals("pending", made.path("assignment_status").asText());
                task = workspace + "/Tasks/" + made.path("sid").asText();
                server.kill();
            }
            try (var server = Child.start(data);
                    var api = server.api()) {
                until("the dead call's task is canceled", () -> api.get(task)
                        .path("assignment_status")
                        .asText()
                        .equals("canceled"));
                var calls = api.accountList("Calls", "calls");
                assertTrue(
                        calls.stream().noneMatch(one -> one.path("status").asText().equals("in-progress")),
                        "no call of the dead server reads as in progress: " + calls);
                assertTrue(
                        api.accountList("Queues", "queues").stream()
                                .allMatch(one -> one.path("current_size").asInt() == 0),
                        "nobody waits in a queue");
            }
        }
    }
}
