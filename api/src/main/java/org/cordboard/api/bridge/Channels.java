package org.cordboard.api.bridge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.cordboard.api.http.Socket;

/// The open sockets by channel: a worker, a workspace or a task queue. One timer thread sends the heartbeats and waits
/// out the grace after a worker's last socket; everything else runs on the threads of the connections.
final class Channels implements AutoCloseable {
    private static final String HEARTBEAT = " ";
    /// Clients connect again by themselves about a second after they were closed.
    private static final Duration RECONNECT = Duration.ofSeconds(3);
    private final Map<String, Set<Entry>> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bridge-heartbeat").factory());
    private final Set<String> displaced = ConcurrentHashMap.newKeySet();
    private final HeldFrames held = new HeldFrames(timer);

    /// Which of the two protocols a socket speaks.
    enum Protocol {
        CAPABILITY,
        ACCESS
    }

    /// @param session the same for each connection a client makes with one token
    /// @param whenLast what to do when the channel stays without sockets; runs after `grace`
    record Entry(Socket socket, Protocol protocol, String session, Duration grace, Runnable whenLast) {}

    Channels(Duration heartbeat) {
        ScheduledFuture<?> beats = timer.scheduleAtFixedRate(
                this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        if (beats.isCancelled()) {
            throw new IllegalStateException("no heartbeats");
        }
    }

    private void beat() {
        open.values().forEach(entries -> entries.forEach(entry -> entry.socket().send(HEARTBEAT)));
    }

    /// @param closeOthers closes the other sessions of the channel; but a client that was closed so and now connects
    ///     again by itself does not, or two pages would go on closing each other
    void add(String channel, Entry entry, boolean closeOthers) {
        Set<Entry> entries = open.compute(channel, (c, known) -> {
            Set<Entry> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(entry);
            return all;
        });
        if (closeOthers && !displaced.contains(entry.session())) {
            for (Entry other : entries) {
                if (other != entry) {
                    displaced(other.session());
                    other.socket().close(1000, "Another session of this worker was opened");
                }
            }
        }
    }

    private void displaced(String session) {
        if (displaced.add(session)) {
            var _ = timer.schedule(() -> displaced.remove(session), RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void remove(String channel, Entry entry) {
        open.computeIfPresent(channel, (c, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
        });
        if (!open.containsKey(channel) && !timer.isShutdown()) {
            ScheduledFuture<?> check = timer.schedule(
                    () -> ifStillAlone(channel, entry), entry.grace().toMillis(), TimeUnit.MILLISECONDS);
            if (check.isCancelled()) {
                throw new IllegalStateException("timer stopped");
            }
        }
    }

    private void ifStillAlone(String channel, Entry entry) {
        if (!open.containsKey(channel)) {
            Thread.ofVirtual().name("bridge-disconnect").start(entry.whenLast());
        }
    }

    boolean isEmpty(String channel) {
        return !open.containsKey(channel);
    }

    /// A change that the channel's worker asks for: what it causes follows its answer.
    HeldFrames.Hold hold(String channel) {
        return held.hold(channel);
    }

    /// To the sockets that are open now, even where the frame waits: one that opens later has fetched a newer state.
    void send(String channel, Protocol protocol, String frame) {
        List<Socket> sockets = open.getOrDefault(channel, Set.of()).stream()
                .filter(entry -> entry.protocol() == protocol)
                .map(Entry::socket)
                .toList();
        if (!sockets.isEmpty()) {
            held.send(channel, () -> sockets.forEach(socket -> socket.send(frame)));
        }
    }

    /// How many sockets are open, for the metrics.
    int size() {
        return open.values().stream().mapToInt(Set::size).sum();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        open.values().forEach(entries -> entries.forEach(e -> e.socket().close(1001, "The server stops")));
    }
}
