package org.cordboard.apps.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.Platform;
import org.cordboard.apps.web.Site;

/// A public API with scripted answers that remembers what it was asked.
public final class FakePlatform implements AutoCloseable {
    public static final String ACCOUNT = "AC00000000000000000000000000000001";
    public static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    /// @param line method and path, as in `POST /v1/Workspaces`
    public record Request(String line, Map<String, String> parameters, String authorization) {
        public String get(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    public FakePlatform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// Whatever ends like the pattern's path, where `*` is one path segment.
    public FakePlatform answers(String line, int status, String body) {
        answers.put(line, new Answer(status, body));
        return this;
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Platform platform() throws IOException {
        return Platform.of(environment(Map.of()));
    }

    public Environment environment(Map<String, String> more) throws IOException {
        var variables = new LinkedHashMap<>(Map.of(
                "CORDBOARD_URL", base().toString(), "TWILIO_ACCOUNT_SID", ACCOUNT, "TWILIO_AUTH_TOKEN", TOKEN));
        variables.putAll(more);
        return Environment.of(variables, Path.of("missing"));
    }

    public Site site(Map<String, String> more) throws IOException {
        var environment = environment(more);
        return new Site(environment, Platform.of(environment), "127.0.0.1", 0, Webhooks.PUBLIC);
    }

    public List<Request> requests() {
        return requests;
    }

    public List<Request> requests(String line) {
        return requests.stream()
                .filter(request -> request.line().matches(pattern(line)))
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var parameters = new LinkedHashMap<String, String>();
        read(exchange.getRequestURI().getRawQuery(), parameters);
        read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), parameters);
        var line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(new Request(line, parameters, exchange.getRequestHeaders().getFirst("Authorization")));
        var answer = answers.entrySet().stream()
                .filter(entry -> line.matches(pattern(entry.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new Answer(404, "{\"code\":20404,\"message\":\"not scripted: " + line + "\",\"status\":404}"));
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String pattern(String line) {
        return line.replace(".", "\\.").replace("*", "[^/]+");
    }

    private static void read(String text, Map<String, String> into) {
        if (text == null || text.isEmpty()) {
            return;
        }
        for (var pair : text.split("&")) {
            var equals = pair.indexOf('=');
            into.merge(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8),
                    (one, other) -> one + " " + other);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
