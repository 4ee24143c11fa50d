package org.cordboard.voice.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An application's web server on loopback: keeps what it is asked, answers as each test says.
final class Site implements AutoCloseable {
    final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private final String scheme;

    record Seen(String method, String target, String body, Headers headers) {
        @Nullable String header(String name) {
            return headers.getFirst(name);
        }

        @Nullable String signature() {
            return header("X-Twilio-Signature");
        }

        @Nullable String cookie() {
            return header("Cookie");
        }

        @Nullable String authorization() {
            return header("Authorization");
        }

        @Nullable String idempotency() {
            return header("I-Twilio-Idempotency-Token");
        }
    }

    private Site(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    static Site plain() throws IOException {
        return new Site(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
    }

    static Site secure(SSLContext context) throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new Site(server, "https");
    }

    String base() {
        return scheme + "://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    void on(String path, Answer answer) {
        server.createContext(path, exchange -> {
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders()));
            answer.to(exchange);
        });
    }

    static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        answer(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static void answer(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    static void redirect(HttpExchange exchange, int status, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        answer(exchange, status, "text/plain", "");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
