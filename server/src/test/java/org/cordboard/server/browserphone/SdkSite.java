package org.cordboard.server.browserphone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cordboard.server.story.Centre;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/// The application's web server: the page with the SDK, a silent sound, and the voice URL.
final class SdkSite implements AutoCloseable {
    private static final Path PROJECT = Path.of("src/test/voice-sdk");
    private static final Path BUNDLE = Path.of("target/voice-sdk/page.js");

    private final HttpServer server;
    private final BlockingQueue<Map<String, String>> asked = new LinkedBlockingQueue<>();
    private volatile Function<Map<String, String>, String> answers = _ -> "<Response/>";

    SdkSite() throws IOException {
        bundle();
        var script = Files.readAllBytes(BUNDLE);
        var silence = silence();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(
                exchange, "text/html", "<!doctype html><title>Phone</title><script src=page.js></script>".getBytes()));
        server.createContext("/page.js", exchange -> answer(exchange, "text/javascript", script));
        server.createContext("/silence.wav", exchange -> answer(exchange, "audio/wav", silence));
        server.createContext("/voice", this::voice);
        server.start();
    }

    /// The bundle of the pinned SDK, made once for a build.
    private static synchronized void bundle() throws IOException {
        if (Files.exists(BUNDLE)
                && Files.getLastModifiedTime(BUNDLE).compareTo(Files.getLastModifiedTime(PROJECT.resolve("page.js"))) > 0) {
            return;
        }
        if (!Files.isDirectory(PROJECT.resolve("node_modules"))) {
            run("npm", "ci", "--no-audit", "--no-fund");
        }
        run("npm", "run", "-s", "bundle");
    }

    private static void run(String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Files.createDirectories(Path.of("target")).resolve("voice-sdk-npm.log").toFile())
                .start();
        try {
            if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " failed: see target/voice-sdk-npm.log");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static byte[] silence() throws IOException {
        var format = new AudioFormat(8_000, 16, 1, true, false);
        var samples = new byte[1_600];
        var file = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new java.io.ByteArrayInputStream(samples), format, samples.length / 2),
                AudioFileFormat.Type.WAVE,
                file);
        return file.toByteArray();
    }

    private void voice(HttpExchange exchange) throws IOException {
        var fields = new TreeMap<String, String>();
        for (var pair : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        asked.add(fields);
        answer(exchange, "text/xml", answers.apply(fields).getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /// From now on; what was asked before is forgotten.
    void answers(Function<Map<String, String>, String> twiml) {
        asked.clear();
        answers = twiml;
    }

    /// The next request for the voice URL.
    Map<String, String> next() throws InterruptedException {
        var request = asked.poll(Centre.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("the voice URL was not asked");
        }
        return request;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
