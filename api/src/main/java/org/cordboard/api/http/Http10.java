package org.cordboard.api.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// HTTP/1.0 of RFC 1945 with the keep-alive its clients use; Helidon itself speaks only 1.1.
final class Http10 implements ServerConnection {
    private static final int MAX_HEADERS = 200;
    private final ConnectionContext connection;
    private final HttpHandler handler;
    private final RequestFactory requests;
    private final HttpLimits limits;
    private volatile boolean running = true;
    private volatile Instant lastUse = Instant.now();
    private volatile @Nullable Thread owner;

    interface RequestFactory {
        Request make(String method, String path, String query, Map<String, String> headers, byte[] body, String remote);
    }

    record Selector(HttpHandler handler, RequestFactory requests, HttpLimits limits)
            implements ServerConnectionSelector {
        @Override
        public int bytesToIdentifyConnection() {
            return 0;
        }

        @Override
        public Support supports(BufferData data) {
            int end = data.indexOf((byte) '\n');
            if (end < 0) {
                return Support.UNKNOWN;
            }
            String line = data.readString(end, StandardCharsets.US_ASCII);
            return line.endsWith(" HTTP/1.0\r") ? Support.SUPPORTED : Support.UNSUPPORTED;
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return Set.of("http/1.0");
        }

        @Override
        public ServerConnection connection(ConnectionContext context) {
            return new Http10(context, handler, requests, limits);
        }
    }

    private Http10(ConnectionContext connection, HttpHandler handler, RequestFactory requests, HttpLimits limits) {
        this.connection = connection;
        this.handler = handler;
        this.requests = requests;
        this.limits = limits;
    }

    @Override
    public void handle(Limit limit) {
        owner = Thread.currentThread();
        DataReader reader = connection.dataReader();
        try {
            while (running) {
                String[] line = readLine(reader, limits.maxTargetBytes()).split(" ", 3);
                lastUse = Instant.now();
                if (line.length < 2) {
                    throw new CloseConnectionException("Malformed request line");
                }
                Map<String, String> headers = readHeaders(reader);
                boolean keepAlive = "keep-alive".equalsIgnoreCase(headers.get("connection"));
                write(answer(line[0], line[1], headers, reader), line[0], keepAlive);
                if (!keepAlive) {
                    return;
                }
            }
        } catch (DataReader.InsufficientDataAvailableException | DataReader.IncorrectNewLineException gone) {
            throw new CloseConnectionException("Connection ended", gone);
        }
    }

    private Answer answer(String method, String target, Map<String, String> headers, DataReader reader) {
        int length = contentLength(headers);
        if (length > limits.maxBodyBytes()) {
            return Errors.answer(new Problem(
                    ErrorCode.BODY_TOO_LARGE, "The request body is larger than " + limits.maxBodyBytes() + " bytes"));
        }
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = reader.read();
        }
        int question = target.indexOf('?');
        return handler.answer(requests.make(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers,
                body,
                connection.remotePeer().host()));
    }

    private Map<String, String> readHeaders(DataReader reader) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < MAX_HEADERS; i++) {
            String line = readLine(reader, limits.maxHeaderBytes());
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (a, b) -> a + ", " + b);
            }
        }
        throw new CloseConnectionException("Too many header lines");
    }

    private static String readLine(DataReader reader, int max) {
        int length = reader.findNewLine(max);
        if (length == max) {
            throw new CloseConnectionException("Line too long");
        }
        String line = reader.readAsciiString(length);
        reader.skip(2);
        return line;
    }

    private static int contentLength(Map<String, String> headers) {
        String length = headers.get("content-length");
        if (length == null) {
            return 0;
        }
        try {
            return Math.max(0, Integer.parseInt(length));
        } catch (NumberFormatException malformed) {
            throw new CloseConnectionException("Malformed Content-Length");
        }
    }

    private void write(Answer answer, String method, boolean keepAlive) {
        StringBuilder head = new StringBuilder("HTTP/1.0 ")
                .append(answer.status())
                .append(' ')
                .append(answer.reason() == null ? "" : answer.reason())
                .append("\r\n");
        answer.headers().forEach((name, value) -> {
            for (String one : value.split("\n", -1)) {
                head.append(name).append(": ").append(one).append("\r\n");
            }
        });
        byte[] content = answer.file() == null ? answer.body() : read(answer.file());
        head.append("Content-Length: ").append(content.length).append("\r\n");
        head.append("Connection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = "HEAD".equals(method) ? new byte[0] : content;
        BufferData whole = BufferData.create(start.length + body.length);
        whole.write(start);
        whole.write(body);
        connection.dataWriter().writeNow(whole);
    }

    private static byte[] read(Answer.Content file) {
        try (InputStream in = Files.newInputStream(file.path())) {
            in.skipNBytes(file.from());
            return in.readNBytes((int) Math.min(Integer.MAX_VALUE, file.length()));
        } catch (IOException gone) {
            throw new CloseConnectionException("File gone", gone);
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.between(lastUse, Instant.now());
    }

    @Override
    public void close(boolean interrupt) {
        running = false;
        Thread thread = owner;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
