package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.TaskRouterGrant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official Node SDK in a process of its own. Its packages are installed from the lock file beside the script, once
/// per build folder.
@Timeout(300)
class NodeSdkTest {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path INSTALLED = Path.of("target/node-sdk");

    @TempDir
    private Path folder;

    @Test
    void aDayOfAContactCentreRunsThroughTheNodeSdk() throws IOException, InterruptedException {
        install();
        try (Centre centre = new Centre()) {
            String base = centre.face.localAddress().toString();
            String said = run(60, "node", "story.js", base, Centre.ACCOUNT, Centre.TOKEN);
            assertTrue(said.strip().endsWith("all is well"), said);
        }
    }

    @Test
    void aWorkersPageRunsOnTheBrowserPackage() throws IOException, InterruptedException {
        install();
        try (Centre centre = new Centre()) {
            // The token carries the time of this machine.
            centre.clock.moveTo(Instant.now());
            Centre.Team team = centre.team();
            String worker = team.worker("dave", "Offline");
            Centre.Reply key = centre.post("/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Keys.json");
            byte[] secret = key.text("secret").getBytes(StandardCharsets.UTF_8);
            String token = new AccessToken.Builder(Centre.ACCOUNT, key.sid(), secret)
                    .identity("dave")
                    .grant(new TaskRouterGrant()
                            .setWorkspaceSid(team.workspaceSid())
                            .setWorkerSid(worker)
                            .setRole("worker"))
                    .build()
                    .toJwt();
            String said = run(
                    100,
                    "node",
                    "worker.js",
                    centre.face.localAddress().toString(),
                    Centre.ACCOUNT,
                    Centre.TOKEN,
                    team.workspaceSid(),
                    team.workflow(),
                    token);
            assertTrue(said.strip().endsWith("all is well"), said);
        }
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        boolean same = Files.isDirectory(INSTALLED.resolve("node_modules/twilio-taskrouter"));
        for (String file : List.of("package.json", "package-lock.json", "story.js", "worker.js")) {
            Path target = INSTALLED.resolve(file);
            byte[] wanted = Files.readAllBytes(SOURCES.resolve(file));
            boolean known = Files.exists(target) && Arrays.equals(wanted, Files.readAllBytes(target));
            same &= known || file.endsWith(".js");
            if (!known) {
                Files.write(target, wanted);
            }
        }
        if (!same) {
            run(240, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
    }

    /// Everything the command prints; fails unless it ends well and in time.
    private String run(int seconds, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(seconds, TimeUnit.SECONDS), () -> String.join(" ", command) + " takes too long");
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertEquals(0, process.exitValue(), said);
            return said;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
