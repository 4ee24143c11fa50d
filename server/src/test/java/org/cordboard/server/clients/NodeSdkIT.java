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

/// The same breadth as [JavaSdkIT] through the official Node library: programs print a line for each row. One gives the
/// library another HTTP client; the other changes nothing and is redirected by a preload, as the vendor's command line can be.
@Timeout(120)
class NodeSdkIT {
    /// 61 operations of TaskRouter and nine rows of what else applications use.
    private static final int ROWS = 70;

    /// The 19 operations on flows and executions, and what goes around them.
    private static final int STUDIO_ROWS = 22;

    @TempDir
    Path data;

    @TestFactory
    Stream<DynamicTest> everyRow() throws Exception {
        return run(ROWS, "node", "src/rest.js");
    }

    @TestFactory
    Stream<DynamicTest> everyOperationOfStudioByAnUnchangedProgram() throws Exception {
        return run(STUDIO_ROWS, "node", "--require", "../../../../functions-host/src/redirect.cjs", "src/studio.js");
    }

    private Stream<DynamicTest> run(int wanted, String... program) throws Exception {
        var rows = new ArrayList<JsonNode>();
        try (var centre = new Centre(data)) {
            var connection = centre.connection();
            var lines = NodeProject.run(
                    Map.of(
                            "CORDBOARD_URL", connection.url(),
                            "TWILIO_ACCOUNT_SID", connection.accountSid(),
                            "TWILIO_AUTH_TOKEN", connection.authToken()),
                    program);
            for (var line : lines) {
                rows.add(new JsonMapper().readTree(line));
            }
        }
        assertEquals(wanted, rows.size(), "a line for each row");
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.path("row").asText(),
                        () -> assertTrue(row.path("ok").asBoolean(), row.path("why").asText())));
    }
}
