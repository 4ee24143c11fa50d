package org.cordboard.server.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FunctionsHostIT {
    private static final Path HOST = Path.of("../functions-host").toAbsolutePath().normalize();

    @TempDir
    Path project;

    @Test
    @Timeout(120)
    void theProcessIsStartedAgainOnTheSamePortWhenItDies() throws Exception {
        Files.createDirectory(project.resolve("functions"));
        Files.writeString(
                project.resolve("functions/who.js"),
                "exports.handler = (context, event, callback) => callback(null, String(process.pid));");
        var settings = new FunctionsHost.Settings(HOST, project, "127.0.0.1", 0, Map.of());
        try (var http = HttpClient.newHttpClient();
                var host = FunctionsHost.start(settings)) {
            var first = ask(http, host.port());
            ProcessHandle.of(Long.parseLong(first)).orElseThrow().destroyForcibly();
            var second = askUntilItAnswers(http, host.port());
            assertTrue(!second.equals(first), "a new process answers");
        }
    }

    private static String ask(HttpClient http, int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/who"))
                .timeout(Duration.ofSeconds(20))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    private static String askUntilItAnswers(HttpClient http, int port) throws Exception {
        var limit = Instant.now().plusSeconds(60);
        while (true) {
            try {
                return ask(http, port);
            } catch (IOException e) {
                if (Instant.now().isAfter(limit)) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }
}
