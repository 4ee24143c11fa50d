package org.cordboard.voice.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.entity.Account;
import org.jspecify.annotations.Nullable;

/// A page that speaks the protocol word by word. Its tokens are read as `identity`, `identity!` for one that may not be
/// called, `identity+AP…` for one that may call out, or the name of a [SignalError].
final class FakePage implements BrowserSocket {
    private static final ObjectMapper JSON = new ObjectMapper();

    final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final Map<String, Long> told = new ConcurrentHashMap<>();
    final BrowserSession session;
    volatile int heartbeats;
    volatile int closedWith;

    FakePage(BrowserPhones phones, Account account, Instant expires) {
        this(phones, account, expires, "127.0.0.1:8080");
    }

    FakePage(BrowserPhones phones, Account account, Instant expires, String host) {
        session = phones.connected(this, token -> verdict(token, account, expires), host);
    }

    private static BrowserTokens.Verdict verdict(String token, Account account, Instant expires) {
        for (var error : SignalError.values()) {
            if (error.name().equals(token)) {
                return new BrowserTokens.Refused(error, "as the test wants it");
            }
        }
        var parts = token.split("\\+");
        return new BrowserTokens.Admitted(
                account,
                parts[0].replace("!", ""),
                !parts[0].endsWith("!"),
                parts.length > 1 ? parts[1] : null,
                Map.of("Shift", "late"),
                expires);
    }

    @Override
    public void send(String text) {
        if (text.equals("\n")) {
            heartbeats++;
            return;
        }
        try {
            var frame = JSON.readTree(text);
            told.put(frame.path("type").asText(), System.nanoTime());
            frames.add(frame);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the server sent what the SDK cannot read: " + text, e);
        }
    }

    @Override
    public void close(int code, String reason) {
        closedWith = code;
    }

    /// Says a message; its payload is JSON with single quotes.
    void says(String type, String payload) {
        session.received("{\"type\":\"" + type + "\",\"version\":\"1.6\",\"payload\":" + payload.replace('\'', '"') + "}");
    }

    void saysWithSdp(String type, String callsid, String sdp, @Nullable String more) {
        var payload = JSON.createObjectNode().put("callsid", callsid).put("sdp", sdp);
        var text = payload.toString();
        says(type, more == null ? text : text.substring(0, text.length() - 1) + "," + more + "}");
    }

    void listens(String token) {
        says("listen", "{'token':'" + token + "','reconnectTimeout':1}");
    }

    FakePage registered(String token) throws InterruptedException {
        listens(token);
        next("connected");
        says("register", "{'media':{'audio':true}}");
        next("ready");
        return this;
    }

    /// The payload of the next message, which must be of this type.
    JsonNode next(String type) throws InterruptedException {
        var frame = frames.poll(30, TimeUnit.SECONDS);
        if (frame == null || !frame.path("type").asText().equals(type)) {
            throw new AssertionError("waited for " + type + ", got " + frame);
        }
        return frame.path("payload");
    }

    /// When a message of this type came last, by the monotonic clock.
    long toldAt(String type) {
        return told.get(type);
    }

    int nextError(String type) throws InterruptedException {
        return next(type).path("error").path("code").asInt();
    }
}
