package org.cordboard.server.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cordboard.server.browser.Chromium;
import org.openqa.selenium.WindowType;

/// The npm project beside the tests: the official packages, pinned, and the programs that use them.
final class NodeProject {
    private static final Path FOLDER = Path.of("src/test/node").toAbsolutePath();

    private NodeProject() {}

    /// Runs a program to its end and answers the lines it printed; its errors go to the test's output.
    static List<String> run(Map<String, String> environment, String... command) throws Exception {
        assertTrue(
                Files.isDirectory(FOLDER.resolve("node_modules")), "run 'npm ci' in " + FOLDER + ", as ./dev test does");
        var builder = new ProcessBuilder(command).directory(FOLDER.toFile());
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        var process = builder.start();
        try {
            var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertTrue(process.waitFor(180, TimeUnit.SECONDS), "still runs: " + List.of(command));
            assertEquals(0, process.exitValue(), String.join("\n", lines));
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    /// Serves a page that loads one script, on another origin than the server's, as applications do.
    static HttpServer page(Path script) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var page = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Client</title>"
                + "<link rel=\"icon\" href=\"data:,\"><script src=\"client.js\"></script></head><body></body></html>";
        serve(server, "/", "text/html", page.getBytes(StandardCharsets.UTF_8));
        serve(server, "/client.js", "text/javascript", Files.readAllBytes(script));
        server.start();
        return server;
    }

    /// Opens the page in a tab of its own; answers the tab to come back to.
    static String openTab(Chromium browser, HttpServer page) {
        var before = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open(address(page));
        return before;
    }

    /// Closes the tab as a user does: its page cannot come back, unlike one that was only navigated away from.
    static void closeTab(Chromium browser, String before) {
        browser.driver().close();
        browser.driver().switchTo().window(before);
    }

    static String address(HttpServer page) {
        return "http://127.0.0.1:" + page.getAddress().getPort() + "/";
    }

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    private static void serve(HttpServer server, String path, String type, byte[] body) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
