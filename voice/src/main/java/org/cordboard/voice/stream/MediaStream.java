package org.cordboard.voice.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final int BACK_SAMPLES_MAX = 10 * 60 * 8_000;
    private static final int CLOSED_BY_APP = 31921;
    private static final int PROTOCOL = 31924;
    private static final int BAD_MESSAGE = 31951;

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
    private final ArrayBlockingQueue<Outgoing> outgoing = new ArrayBlockingQueue<>(FRAMES_WAITING_MAX);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final FrameQueue back = new FrameQueue(BACK_SAMPLES_MAX, VIRTUAL);
    private volatile boolean stopping;
    private volatile boolean closedByApp;
    private boolean warned;
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
        tell("stream-error", why);
        ended.complete(null);
    }

    void open(HttpClient client, Addresses addresses) throws LegOver {
        var endpoint = leg.media();
        Thread.ofVirtual().name("stream-" + sid).start(() -> {
            try {
                addresses.verify(URI.create(wanted.url()).getHost());
                var socket = client.newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(10))
                        .header("X-Twilio-Signature", Signature.of(leg.account().authToken(), wanted.url()))
                        .buildAsync(URI.create(wanted.url()), new FromApplication(this, back))
                        .get(10, TimeUnit.SECONDS);
                var tap = endpoint.tap(this::frame);
                Playback playback = twoWay ? endpoint.play(back) : null;
                try {
                    tell("stream-started", null);
                    pump(socket);
                } finally {
                    tap.close();
                    if (playback != null) {
                        playback.stop();
                    }
                }
            } catch (IOException | IllegalArgumentException | ExecutionException | TimeoutException e) {
                alerts.error(leg, Streams.HANDSHAKE_FAILED, "the stream's socket did not open: " + e.getMessage());
                tell("stream-error", "handshake failed");
            } catch (InterruptedException e) {
                LOG.debug("{} interrupted", sid, e);
            } finally {
                ended.complete(null);
            }
        });
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
        if (!outgoing.offer(messages -> messages.media(track, ulaw, millis))) {
            LOG.debug("{}: the application reads too slowly, a frame is dropped", sid);
        }
    }

    private void pump(WebSocket socket) throws InterruptedException {
        var messages = new StreamMessages(sid, leg, wanted);
        try {
            send(socket, StreamMessages.connected());
            send(socket, messages.start());
            while (!stopping && !socket.isOutputClosed() && !closedByApp) {
                var next = outgoing.poll(500, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(socket, next.as(messages));
                }
            }
            if (closedByApp) {
                if (!twoWay) {
                    alerts.warn(leg, CLOSED_BY_APP, "the application closed the stream");
                }
            } else {
                send(socket, messages.stop());
                socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                        .orTimeout(2, TimeUnit.SECONDS)
                        .join();
            }
        } catch (CompletionException e) {
            LOG.debug("{}: socket lost", sid, e);
        } finally {
            socket.abort();
            tell("stream-stopped", null);
        }
    }

    private static void send(WebSocket socket, JsonNode message) {
        socket.sendText(message.toString(), true).orTimeout(5, TimeUnit.SECONDS).join();
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

    void closedByApplication() {
        closedByApp = true;
    }

    void brokeTheProtocol(String how) {
        alerts.error(leg, PROTOCOL, how);
        stop();
    }

    void notUnderstood() {
        if (!warned) {
            warned = true;
            alerts.warn(leg, BAD_MESSAGE, "the application sent a message that means nothing on a stream");
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
