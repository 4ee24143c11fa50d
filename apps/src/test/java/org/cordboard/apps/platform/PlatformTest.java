package org.cordboard.apps.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.rest.taskrouter.v1.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.cordboard.apps.testing.FakePlatform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
    @TempDir
    Path folder;

    private Path connectionFile() throws IOException {
        return Files.writeString(folder.resolve("connection.env"), """
                CORDBOARD_URL=http://127.0.0.1:8080
                TWILIO_ACCOUNT_SID=ACfile
                TWILIO_AUTH_TOKEN=secret
                WORKSPACE_SID=WSdemo
                """);
    }

    @Test
    void aRunningCordboardIsTheDefault() throws IOException {
        var environment = Environment.of(Map.of(), connectionFile());
        var platform = Platform.of(environment);
        assertEquals("ACfile", platform.accountSid());
        assertEquals("http://127.0.0.1:8080", platform.cordboard().orElseThrow().toString());
        assertEquals("WSdemo", environment.find("WORKSPACE_SID").orElseThrow());
        assertTrue(environment.given("WORKSPACE_SID").isEmpty(), "the file's workspace is another application's");
    }

    @Test
    void credentialsInTheEnvironmentMeanTheCloud() throws IOException {
        var environment = Environment.of(Map.of("ACCOUNT_SID", "ACmine", "AUTH_TOKEN", "mine"), connectionFile());
        var platform = Platform.of(environment);
        assertEquals("ACmine", platform.accountSid());
        assertTrue(platform.cordboard().isEmpty());
        assertEquals("https://event-bridge.twilio.com", platform.bridge().toString());
    }

    @Test
    void aMissingSettingIsNamed() throws IOException {
        var environment = Environment.of(Map.of("PORT", "many"), folder.resolve("none"));
        var missing = assertThrows(MissingSetting.class, () -> Platform.of(environment));
        assertTrue(missing.getMessage().contains("ACCOUNT_SID or TWILIO_ACCOUNT_SID"), missing.getMessage());
        assertThrows(MissingSetting.class, () -> environment.number("PORT", 1));
    }

    @Test
    void theSecretIsNotInTheTextOfAPlatform() throws IOException {
        assertFalse(Platform.of(Environment.of(Map.of(), connectionFile())).toString().contains("secret"));
    }

    @Test
    void theLibrarysRequestsGoToTheOtherHostUnchanged() throws IOException {
        try (var fake = new FakePlatform()) {
            fake.answers("POST /v1/Workspaces", 201, "{\"sid\":\"WS1\",\"friendly_name\":\"a&b\"}");
            var made = Workspace.creator("a&b")
                    .setTemplate("FIFO")
                    .create(fake.platform().client());
            assertEquals("WS1", made.getSid());
            var request = fake.requests().getFirst();
            assertEquals("a&b", request.get("FriendlyName"));
            assertEquals("FIFO", request.get("Template"));
            assertEquals(
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((FakePlatform.ACCOUNT + ":" + FakePlatform.TOKEN)
                                            .getBytes(StandardCharsets.UTF_8)),
                    request.authorization());
        }
    }

    @Test
    void aKeyMakesTheRequestsAndTheTokenStillSigns() throws IOException {
        try (var fake = new FakePlatform()) {
            fake.answers("GET /v1/Workspaces/WS1", 200, "{\"sid\":\"WS1\"}");
            var platform = Platform.of(fake.environment(Map.of("API_KEY", "SK1", "API_SECRET", "s")));
            Workspace.fetcher("WS1").fetch(platform.client());
            var key = Base64.getEncoder().encodeToString("SK1:s".getBytes(StandardCharsets.UTF_8));
            assertEquals("Basic " + key, fake.requests().getFirst().authorization());
            assertEquals(FakePlatform.TOKEN, platform.authToken());
        }
    }
}
