package org.cordboard.api.http;

import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The listening socket: Helidon for HTTP/1.1 and WebSockets, [Http10] for older clients, one handler behind both.
/// Each connection has a virtual thread of its own.
public final class HttpServer implements AutoCloseable {
    private static final byte[] NO_BODY = new byte[0];
    private final WebServer server;
    private final HttpHandler handler;
    private final List<SocketEndpoint> sockets;
    private final HttpLimits limits;
    private final RequestBase bases;
    private final String host;
    private final String scheme;

    /// @param publicBase what absolute links start with; null to take it from each request
    /// @param tls        null for plain HTTP
    public HttpServer(
            String host,
            int port,
            @Nullable SSLContext tls,
            @Nullable URI publicBase,
            HttpLimits limits,
            HttpHandler handler,
            List<SocketEndpoint> sockets) {
        this.handler = handler;
        this.sockets = sockets;
        this.limits = limits;
        this.host = host;
        this.scheme = tls == null ? "http" : "https";
        this.bases = new RequestBase(publicBase, scheme, scheme + "://" + host + ":" + port);
        WebServerConfig.Builder listener = WebServer.builder();
        if (tls != null) {
            listener.tls(Tls.builder().sslContext(tls).build());
        }
        this.server = listener.host(host)
                .port(port)
                .maxTcpConnections(limits.maxConnections())
                .shutdownGracePeriod(Duration.ofMillis(500))
                .shutdownHook(false)
                .addConnectionSelector(new Http10.Selector(this::answer, this::request, limits))
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(limits.maxTargetBytes())
                        .maxHeadersSize(limits.maxHeaderBytes())
                        .validatePrologue(false)
                        .validatePath(false)
                        .build())
                .addProtocol(WsConfig.builder().maxFrameLength(256 << 10).build())
                .addRouting(HttpRouting.builder().any(this::serve))
                .addRouting(WsRouting.builder().endpoint("/*", () -> new SocketConnection(this::accept)))
                .build();
    }

    public HttpServer start() {
        server.start();
        return this;
    }

    public int port() {
        return server.port();
    }

    /// Where this server listens, for callers on the same machine.
    public URI localAddress() {
        return URI.create(scheme + "://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port());
    }

    @Override
    public void close() {
        server.stop();
    }

    private void serve(ServerRequest from, ServerResponse to) {
        Map<String, String> headers = headersOf(from.headers());
        boolean last = wantsToClose(headers);
        if (last) {
            to.header(HeaderValues.CONNECTION_CLOSE);
        }
        serve(from, to, headers);
        if (last) {
            // RFC 9112 section 9.6: some clients read until the server closes. Helidon says so and leaves it open.
            throw new CloseConnectionException("asked to close");
        }
    }

    private void serve(ServerRequest from, ServerResponse to, Map<String, String> headers) {
        byte[] body;
        try {
            body = from.content().hasEntity() ? read(from.content().inputStream(), limits.maxBodyBytes()) : NO_BODY;
        } catch (Problem tooLarge) {
            send(Errors.answer(tooLarge), to);
            return;
        }
        HttpPrologue prologue = from.prologue();
        String remote = from.remotePeer().host();
        send(
                answer(request(
                        prologue.method().text(),
                        prologue.uriPath().rawPath(),
                        prologue.query().rawValue(),
                        headers,
                        body,
                        remote)),
                to);
    }

    private static boolean wantsToClose(Map<String, String> headers) {
        return List.of(headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .contains("close");
    }

    private Request request(
            String method, String path, String query, Map<String, String> headers, byte[] body, String remote) {
        return new Request(method, path, query, headers, body, remote, bases.of(headers));
    }

    private Answer answer(Request request) {
        if ("websocket".equalsIgnoreCase(request.header("upgrade"))) {
            SocketEndpoint endpoint = owner(request.path());
            if (endpoint != null) {
                return refusal(endpoint, request);
            }
        }
        return handler.answer(request);
    }

    /// An upgrade that was refused arrives here as a plain request; say why.
    private static Answer refusal(SocketEndpoint endpoint, Request request) {
        try {
            endpoint.accept(request);
            return Errors.answer(Problem.badRequest("The WebSocket upgrade was not complete"));
        } catch (Problem refused) {
            return Errors.answer(refused);
        }
    }

    private SocketListener accept(HttpPrologue prologue, Headers headers) {
        String path = prologue.uriPath().rawPath();
        SocketEndpoint endpoint = owner(path);
        if (endpoint == null) {
            throw Problem.notFound(path);
        }
        return endpoint.accept(
                request("GET", path, prologue.query().rawValue(), headersOf(headers), NO_BODY, "websocket"));
    }

    private @Nullable SocketEndpoint owner(String path) {
        for (SocketEndpoint endpoint : sockets) {
            if (endpoint.owns(path)) {
                return endpoint;
            }
        }
        return null;
    }

    private static void send(Answer answer, ServerResponse to) {
        String reason = answer.reason();
        to.status(reason == null ? Status.create(answer.status()) : Status.create(answer.status(), reason));
        answer.headers().forEach((name, value) -> to.header(HeaderNames.create(name), value.split("\n", -1)));
        if (answer.file() != null) {
            sendFile(answer.file(), to);
        } else if (answer.body().length == 0) {
            to.send();
        } else {
            to.send(answer.body());
        }
    }

    private static void sendFile(Answer.Content file, ServerResponse to) {
        try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            to.contentLength(file.length());
            try (OutputStream out = to.outputStream()) {
                copy(in, file, Channels.newChannel(out));
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void copy(FileChannel in, Answer.Content part, WritableByteChannel out) throws IOException {
        long done = 0;
        while (done < part.length()) {
            long moved = in.transferTo(part.from() + done, part.length() - done, out);
            if (moved <= 0) {
                throw new IOException("the file became shorter");
            }
            done += moved;
        }
    }

    private static Map<String, String> headersOf(Headers headers) {
        Map<String, String> read = new LinkedHashMap<>();
        headers.forEach(h -> read.put(h.name().toLowerCase(Locale.ROOT), String.join(", ", h.allValues())));
        return read;
    }

    private static byte[] read(InputStream in, int max) {
        try (in) {
            byte[] body = in.readNBytes(max + 1);
            if (body.length > max) {
                throw new Problem(ErrorCode.BODY_TOO_LARGE, "The request body is larger than " + max + " bytes");
            }
            return body;
        } catch (IOException gone) {
            throw Problem.badRequest("The request body could not be read");
        }
    }
}
