package org.cordboard.server.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same breadth as [JavaSdkIT] through the official Node library: a program prints a line for each row.
@Timeout(120)
class NodeSdkIT {
    /// 61 operations of TaskRouter and nine rows of what else applications use.
    private static final int ROWS = 70;

    @TempDir
    Path data;

    @TestFactory
    Stream<DynamicTest> everyRow() throws Exception {
        var rows = new ArrayList<JsonNode>();
        try (var centre = new Centre(data)) {
            var connection = centre.connection();
            var lines = NodeProject.run(
                    Map.of(
                            "CORDBOARD_URL", connection.url(),
                            "TWILIO_ACCOUNT_SID", connection.accountSid(),
                            "TWILIO_AUTH_TOKEN", connection.authToken()),
                    "node",
                    "src/rest.js");
            for (var line : lines) {
                rows.add(new JsonMapper().readTree(line));
            }
        }
        assertEquals(ROWS, rows.size(), "a line for each row");
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.path("row").asText(),
                        () -> assertTrue(row.path("ok").asBoolean(), row.path("why").asText())));
    }
}
