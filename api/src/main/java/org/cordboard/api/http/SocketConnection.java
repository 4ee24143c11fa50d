package org.cordboard.api.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.helidon.websocket.WsUpgradeException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket over Helidon. The connection's thread reads; a second virtual thread owns all writing, because frames
/// from several threads must not mix and a slow peer must not hold up whoever has news for it.
final class SocketConnection implements WsListener, Socket {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    private static final int MAX_WAITING_FRAMES = 1_000;
    private static final int MAX_MESSAGE = 1 << 20;
    private static final int PING_SECONDS = 60;
    private static final int TRY_AGAIN_LATER = 1013;

    private final Door door;
    private final BlockingQueue<Outgoing> outgoing = new ArrayBlockingQueue<>(MAX_WAITING_FRAMES);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable SocketListener listener;
    private volatile @Nullable WsSession session;

    interface Door {
        SocketListener accept(HttpPrologue prologue, Headers headers);
    }

    private sealed interface Outgoing {
        record Text(String text) implements Outgoing {}

        /// Carries what its ping carried (RFC 6455 section 5.5.3).
        record Pong(byte[] echo) implements Outgoing {}

        record Close(int code, String reason) implements Outgoing {}
    }

    SocketConnection(Door door) {
        this.door = door;
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) throws WsUpgradeException {
        try {
            listener = door.accept(prologue, headers);
            return Optional.empty();
        } catch (Problem refused) {
            throw new WsUpgradeException(refused.message());
        }
    }

    @Override
    public void onOpen(WsSession opened) {
        session = opened;
        Thread.ofVirtual().name("socket-writer").start(() -> write(opened));
        Thread reader = Thread.currentThread();
        Thread.ofVirtual().name("socket-watch").start(() -> outlive(reader));
        accepted().opened(this);
    }

    @Override
    public void onMessage(WsSession from, String text, boolean last) {
        if (partial.length() + text.length() > MAX_MESSAGE) {
            close(1009, "message too large");
            return;
        }
        partial.append(text);
        if (last) {
            String whole = partial.toString();
            partial.setLength(0);
            accepted().received(whole);
        }
    }

    @Override
    public void onMessage(WsSession from, BufferData buffer, boolean last) {
        close(1003, "text only");
    }

    @Override
    public void onPing(WsSession from, BufferData buffer) {
        // When the queue is full the peer is not reading, and the pong of a later ping answers this one too.
        if (!closing.get() && !outgoing.offer(new Outgoing.Pong(buffer.readBytes()))) {
            LOG.debug("No room for a pong");
        }
    }

    @Override
    public void onClose(WsSession from, int code, String reason) {
        end(code, reason);
    }

    @Override
    public void onError(WsSession from, Throwable failure) {
        LOG.debug("WebSocket failed", failure);
        end(1011, "failed");
    }

    @Override
    public void send(String text) {
        if (!closing.get() && !outgoing.offer(new Outgoing.Text(text))) {
            LOG.info("A WebSocket peer does not read its frames; closing it");
            outgoing.clear();
            close(TRY_AGAIN_LATER, "too slow");
        }
    }

    @Override
    public void close(int code, String reason) {
        if (closing.compareAndSet(false, true) && !outgoing.offer(new Outgoing.Close(code, reason))) {
            outgoing.clear();
            outgoing.add(new Outgoing.Close(code, reason));
        }
    }

    /// A peer that goes without a closing frame, as a killed browser does, ends the reading thread and tells nobody.
    private void outlive(Thread reader) {
        try {
            reader.join();
            end(1006, "connection lost");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(WsSession to) {
        try {
            while (!ended.get()) {
                switch (outgoing.poll(PING_SECONDS, TimeUnit.SECONDS)) {
                    case null -> to.ping(BufferData.empty());
                    case Outgoing.Text(var text) -> to.send(text, true);
                    case Outgoing.Pong(var echo) -> to.pong(BufferData.create(echo));
                    case Outgoing.Close(var code, var reason) -> {
                        to.close(code, reason);
                        end(code, reason);
                        return;
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            end(1001, "stopping");
        } catch (RuntimeException gone) {
            end(1006, "connection lost");
        }
    }

    /// The connection's thread has left; whatever the reason, the listener hears it once.
    private void end(int code, String reason) {
        if (ended.compareAndSet(false, true)) {
            closing.set(true);
            accepted().closed(code, reason);
        }
    }

    private SocketListener accepted() {
        SocketListener known = listener;
        if (known == null) {
            throw new IllegalStateException("socket used before it was accepted");
        }
        return known;
    }
}
