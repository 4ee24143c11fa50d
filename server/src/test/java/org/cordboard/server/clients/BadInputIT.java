package org.cordboard.server.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cordboard.server.client.ApiException;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Filters, orders, windows and references that are wrong get the published code from the whole server, and nothing is
/// made or changed by them. The parameters of single resources are covered where they are served.
@Timeout(60)
class BadInputIT {
    private static final String BOGUS = "0123456789abcdef0123456789abcdef";

    @TempDir
    static Path data;

    private static Centre centre;

    @BeforeAll
    static void start() throws Exception {
        centre = new Centre(data);
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                get("/Tasks", 20001, "Ordering", "Nonsense:asc"),
                get("/Tasks", 20001, "Ordering", "DateCreated:asc,VirtualStartTime:asc"),
                get("/Tasks", 20001, "WorkflowSid", "WW1"),
                get("/Tasks", 20001, "EvaluateTaskAttributes", "a HASS 1"),
                get("/Tasks", 20001, "Page", "3"),
                get("/Workers", 20001, "ActivitySid", "nope"),
                get("/Workers", 20001, "TargetWorkersExpression", "a HASS 1"),
                get("/Workers", 20001, "Ordering", "FriendlyName:asc"),
                get("/TaskQueues", 20001, "WorkerSid", "WK1"),
                get("/Statistics", 20001, "Minutes", "5", "StartDate", "2026-01-01T00:00:00Z"),
                get("/Statistics", 20001, "Minutes", "soon"),
                get("/Statistics", 14241, "StartDate", "2020-01-01T00:00:00Z"),
                get("/Events", 20001, "StartDate", "yesterday"),
                post("/Tasks", 20001, "RoutingTarget", "dave"),
                post("/Tasks", 20001, "RoutingTarget", "WQ" + BOGUS),
                post("/Tasks", 20001, "RoutingTarget", "WW" + BOGUS),
                post("/Tasks", 20001, "RoutingTarget", "WK" + BOGUS, "TaskQueueSid", "WQ" + BOGUS),
                post("/Tasks", 20001, "VirtualStartTime", "2999-01-01T00:00:00Z"),
                post("/TaskChannels", 20001, "FriendlyName", "x", "UniqueName", "9bad"),
                post("/TaskChannels", 20001, "FriendlyName", "x", "UniqueName", "with space"),
                post("/Workers", 20001, "FriendlyName", ""),
                post("/Workers", 20001, "FriendlyName", "DAVE"),
                post("/Workflows", 20001, "FriendlyName", "w", "Configuration", "{\"task_routing\":{\"default_filter\":"
                        + "{\"queue\":\"WQ" + BOGUS + "\"}}}"));
    }

    private static Arguments get(String path, int code, String... parameters) {
        return Arguments.of("GET", path, code, List.of(parameters));
    }

    private static Arguments post(String path, int code, String... parameters) {
        return Arguments.of("POST", path, code, List.of(parameters));
    }

    @ParameterizedTest(name = "{0} {1} {3}")
    @MethodSource("inputs")
    void isRefusedWithItsCode(String method, String path, int code, List<String> parameters) {
        var form = new LinkedHashMap<String, String>();
        for (int i = 0; i < parameters.size(); i += 2) {
            form.put(parameters.get(i), parameters.get(i + 1));
        }
        var target = centre.workspace() + path;
        var before = everything();
        var refusal = assertThrows(ApiException.class, () -> {
            if (method.equals("GET")) {
                centre.api().get(target + "?" + query(form));
            } else {
                centre.api().post(target, form);
            }
        });
        assertEquals(400, refusal.status(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("code " + code + ":"), refusal.getMessage());
        assertEquals(before, everything(), "no trace");
    }

    private static String query(Map<String, String> form) {
        return form.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String everything() {
        return Stream.of(
                        "Activities activities",
                        "TaskChannels channels",
                        "TaskQueues task_queues",
                        "Workflows workflows",
                        "Workers workers",
                        "Tasks tasks")
                .map(names -> names.split(" "))
                .map(names -> centre.api().list(centre.workspace() + "/" + names[0], names[1]).toString())
                .collect(Collectors.joining("\n"));
    }
}
