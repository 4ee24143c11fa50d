package org.cordboard.voice.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.media.Playback;
import org.cordboard.media.audio.FrameQueue;
import org.cordboard.media.audio.G711;
import org.cordboard.routing.sid.StreamSid;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.Signature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream: frames of the leg as JSON text towards the application, and in a two-way stream its audio back. The
/// media thread fills a ring of one second; a virtual thread sends.
public final class MediaStream {
    private static final Logger LOG = LoggerFactory.getLogger(MediaStream.class);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private static final int FRAMES_WAITING_MAX = 100;
    /// Marks and digits beside the frames: these must not get lost with an application that is slow for a while.
    private static final int WORDS_WAITING_MAX = 1_000;
    private static final int BACK_SAMPLES_MAX = 10 * 60 * 8_000;
    private static final int OPEN_SECONDS = 10;
    private static final int SEND_SECONDS = 10;
    private static final int GOING_AWAY = 1001;
    private static final int NO_STATUS = 1005;

    /// One thing to send, made when its turn comes, because messages are numbered in that order.
    @FunctionalInterface
    private interface Outgoing {
        ObjectNode as(StreamMessages messages);
    }

    private final StreamSid sid;
    private final Leg leg;
    private final Background.Stream wanted;
    private final boolean twoWay;
    private final CallEvents events;
    private final Alerts alerts;
    private final ArrayBlockingQueue<Outgoing> outgoing = new ArrayBlockingQueue<>(FRAMES_WAITING_MAX + WORDS_WAITING_MAX);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final FrameQueue back = new FrameQueue(BACK_SAMPLES_MAX, VIRTUAL);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile boolean stopping;
    private volatile boolean closedByApp;
    private final AtomicBoolean congested = new AtomicBoolean();
    private long frames;

    MediaStream(StreamSid sid, Leg leg, Background.Stream wanted, boolean twoWay, CallEvents events, Alerts alerts) {
        this.sid = sid;
        this.leg = leg;
        this.wanted = wanted;
        this.twoWay = twoWay;
        this.events = events;
        this.alerts = alerts;
    }

    public StreamSid sid() {
        return sid;
    }

    public @Nullable String name() {
        return wanted.name();
    }

    int tracks() {
        return wanted.track() == Verb.Track.BOTH ? 2 : 1;
    }

    boolean is(String sidOrName) {
        return sid.value().equals(sidOrName) || sidOrName.equals(wanted.name());
    }

    /// Completed when the socket is closed.
    public CompletableFuture<Void> ended() {
        return ended;
    }

    void refused(String why) {
        fail(StreamFault.HANDSHAKE, why);
        tell("stream-error", why);
        ended.complete(null);
    }

    void open(HttpClient client, Addresses addresses) throws LegOver {
        var endpoint = leg.media();
        Thread.ofVirtual().name("stream-" + sid).start(() -> {
            try {
                var url = SocketUrl.of(wanted.url());
                addresses.verify(url.getHost());
                var listener = new FromApplication(this, back);
                var socket = client.newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(OPEN_SECONDS))
                        .header("X-Twilio-Signature", Signature.of(leg.account().authToken(), url.toString()))
                        .buildAsync(url, listener)
                        .get(OPEN_SECONDS, TimeUnit.SECONDS);
                talk(endpoint, socket, listener);
            } catch (IOException | IllegalArgumentException | ExecutionException | TimeoutException e) {
                notOpened(e);
            } catch (InterruptedException e) {
                LOG.debug("{} interrupted", sid, e);
            } finally {
                ended.complete(null);
            }
        });
    }

    private void notOpened(Exception e) {
        var cause = e instanceof ExecutionException wrapped && wrapped.getCause() != null ? wrapped.getCause() : e;
        var fault =
                switch (cause) {
                    case SSLException _ -> StreamFault.TLS;
                    case WebSocketHandshakeException _, IllegalArgumentException _ -> StreamFault.HANDSHAKE;
                    default -> StreamFault.UNREACHABLE;
                };
        var why = "the stream's socket did not open: "
                + (cause instanceof WebSocketHandshakeException refused
                        ? "the answer was HTTP " + refused.getResponse().statusCode()
                        : cause);
        fail(fault, why);
        tell("stream-error", why);
    }

    private void talk(MediaEndpoint endpoint, WebSocket socket, FromApplication listener) throws InterruptedException {
        var tap = endpoint.tap(this::frame);
        Playback playback = twoWay ? endpoint.play(back) : null;
        try {
            tell("stream-started", null);
            pump(socket);
            listener.awaitClosed();
        } catch (CompletionException e) {
            // Sending may fail a moment before the listener hears why.
            listener.awaitClosed();
            if (!closedByApp) {
                fail(StreamFault.CLOSED, "the application reads nothing any more");
            }
        } finally {
            tap.close();
            if (playback != null) {
                playback.stop();
            }
            socket.abort();
            var why = failure.get();
            tell(why == null ? "stream-stopped" : "stream-error", why);
        }
    }

    /// On the media thread: two small copies per frame, dropped when the application is too slow.
    private void frame(short[] inbound, short[] outbound) {
        long millis = 20 * ++frames;
        if (wanted.track() != Verb.Track.OUTBOUND) {
            offer(StreamMessages.INBOUND, inbound, millis);
        }
        if (wanted.track() != Verb.Track.INBOUND) {
            offer(StreamMessages.OUTBOUND, outbound, millis);
        }
    }

    private void offer(String track, short[] samples, long millis) {
        var ulaw = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            ulaw[i] = G711.linearToUlaw(samples[i]);
        }
        if (outgoing.size() >= FRAMES_WAITING_MAX || !outgoing.offer(messages -> messages.media(track, ulaw, millis))) {
            congested();
        }
    }

    private void congested() {
        if (congested.compareAndSet(false, true)) {
            VIRTUAL.execute(() -> alerts.warn(
                    leg, StreamFault.CONGESTED.code(), "the application reads too slowly and misses audio"));
        }
    }

    private void pump(WebSocket socket) throws InterruptedException {
        var messages = new StreamMessages(sid, leg, wanted);
        send(socket, StreamMessages.connected());
        send(socket, messages.start());
        while (!stopping && !closedByApp) {
            var next = outgoing.poll(500, TimeUnit.MILLISECONDS);
            if (next != null) {
                send(socket, next.as(messages));
            }
        }
        if (!closedByApp) {
            send(socket, messages.stop());
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(SEND_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    private static void send(WebSocket socket, JsonNode message) {
        socket.sendText(message.toString(), true).orTimeout(SEND_SECONDS, TimeUnit.SECONDS).join();
    }

    void digit(char key) {
        post(messages -> messages.digit(key));
    }

    void mark(String name) {
        post(messages -> messages.mark(name));
    }

    private void post(Outgoing words) {
        if (!outgoing.offer(words)) {
            LOG.debug("{}: the application reads too slowly, a message is dropped", sid);
        }
    }

    public void stop() {
        stopping = true;
    }

    boolean isTwoWay() {
        return twoWay;
    }

    /// A bot ends the talk this way, so only of a copy is it an error; or when the bot died rather than said farewell.
    void closedByApplication(int status) {
        boolean orderly = status == WebSocket.NORMAL_CLOSURE || status == GOING_AWAY || status == NO_STATUS;
        if (!orderly) {
            fail(StreamFault.CLOSED, "the application's socket closed with " + status);
        } else if (!twoWay && !stopping) {
            alerts.error(leg, StreamFault.CLOSED.code(), "the application closed the stream", wanted.url());
        }
        closedByApp = true;
    }

    /// The stream ends before its time; the first reason counts.
    void fail(StreamFault fault, String why) {
        if (!stopping && failure.compareAndSet(null, why)) {
            alerts.error(leg, fault.code(), why, wanted.url());
        }
        stop();
    }

    /// Told once for a stream.
    void notUnderstood(String why) {
        if (warned.compareAndSet(false, true)) {
            alerts.warn(leg, StreamFault.BAD_MESSAGE.code(), why);
        }
    }

    private void tell(String event, @Nullable String error) {
        var callback = wanted.statusCallback();
        if (callback == null) {
            return;
        }
        var fields = Fields.of(
                        "AccountSid", leg.account().sid().value(),
                        "CallSid", leg.sid().value(),
                        "StreamSid", sid.value(),
                        "StreamName", wanted.name() == null ? sid.value() : wanted.name(),
                        "StreamEvent", event,
                        "Timestamp", DateTimeFormatter.ISO_INSTANT.format(events.now()))
                .plus("StreamError", error);
        events.sendLater(leg, callback, fields);
    }
}
