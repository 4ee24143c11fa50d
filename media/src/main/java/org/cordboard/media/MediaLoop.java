package org.cordboard.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.media.audio.AudioSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A media thread: every 20 ms it takes its commands, empties its sockets, mixes its rooms and sends a packet for each
/// endpoint. It is the only one that touches them.
final class MediaLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);
    private static final long TICK_NANOS = 20_000_000L;
    /// A stall up to this long is made good by ticks in a row; a longer one is left out.
    private static final long CATCH_UP_NANOS = 10 * TICK_NANOS;
    private static final int TICKS_PER_SECOND = 50;
    private static final int PACKET_MAX = 2_048;

    private final Thread thread;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<MixingRoom> rooms = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(PACKET_MAX);
    private final ByteBuffer out = ByteBuffer.allocateDirect(PACKET_MAX);
    private final short[] scratch = new short[AudioSource.FRAME];
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean running = true;
    private volatile int load;
    private volatile long worstTickNanos;
    private volatile long lateTicks;
    private long nanos;
    private long ticks;

    MediaLoop(int number) {
        thread = Thread.ofPlatform().name("media-" + number).daemon().priority(Thread.MAX_PRIORITY).unstarted(this);
    }

    void start() {
        nanos = System.nanoTime();
        thread.start();
    }

    void submit(Runnable command) {
        commands.add(command);
        if (!running && stopped.getCount() == 0) {
            runCommands(); // the thread is gone: nobody else will, and nobody else can be in the way
        }
    }

    @Override
    public void run() {
        long next = System.nanoTime();
        while (running) {
            long now = System.nanoTime();
            if (now < next) {
                LockSupport.parkNanos(next - now);
                continue;
            }
            if (now - next > TICK_NANOS) {
                lateTicks++;
            }
            if (now - next > CATCH_UP_NANOS) {
                LOG.warn("media thread {} stood still for {} ms", thread.getName(), (now - next) / 1_000_000);
                next = now;
            }
            tick(now);
            worstTickNanos = Math.max(worstTickNanos, System.nanoTime() - now);
            next += TICK_NANOS;
        }
        closeAll();
        stopped.countDown();
    }

    void stop() {
        running = false;
        LockSupport.unpark(thread);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Time of the tick in progress, of [System#nanoTime()].
    long nanos() {
        return nanos;
    }

    ByteBuffer outBuffer() {
        return out;
    }

    /// Endpoints here; read by whoever looks for the least busy thread.
    int load() {
        return load;
    }

    /// Ticks that began more than a frame after their time: whoever listened heard a gap.
    long lateTicks() {
        return lateTicks;
    }

    long worstTickNanos() {
        return worstTickNanos;
    }

    Thread thread() {
        return thread;
    }

    void add(Endpoint endpoint) {
        endpoints.add(endpoint);
        load = endpoints.size();
    }

    void remove(Endpoint endpoint) {
        endpoints.remove(endpoint);
        load = endpoints.size();
    }

    void add(MixingRoom room) {
        rooms.add(room);
    }

    void remove(MixingRoom room) {
        rooms.remove(room);
    }

    private void tick(long now) {
        nanos = now;
        ticks++;
        runCommands();
        for (int i = 0; i < endpoints.size(); i++) {
            receive(endpoints.get(i), now);
        }
        for (int i = 0; i < rooms.size(); i++) {
            mix(rooms.get(i));
        }
        for (int i = 0; i < endpoints.size(); i++) {
            send(endpoints.get(i));
        }
        for (int i = (int) (ticks % TICKS_PER_SECOND); i < endpoints.size(); i += TICKS_PER_SECOND) {
            second(endpoints.get(i), now);
        }
    }

    // Sources and taps are other people's code: what they throw ends their endpoint or room, not the thread.

    private void receive(Endpoint endpoint, long now) {
        try {
            endpoint.receive(in, now);
        } catch (RuntimeException e) {
            LOG.error("receiving failed; the endpoint is closed", e);
            endpoint.closeNow();
        }
    }

    private void second(Endpoint endpoint, long now) {
        try {
            endpoint.second(in, now);
        } catch (RuntimeException e) {
            LOG.error("reporting failed; the endpoint is closed", e);
            endpoint.closeNow();
        }
    }

    private void mix(MixingRoom room) {
        try {
            room.mix(scratch);
        } catch (RuntimeException e) {
            LOG.error("mixing failed; the room is closed", e);
            room.closeNow();
        }
    }

    private void send(Endpoint endpoint) {
        try {
            endpoint.send(out, scratch);
        } catch (RuntimeException e) {
            LOG.error("playing or sending failed; the endpoint is closed", e);
            endpoint.closeNow();
        }
    }

    private void runCommands() {
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            try {
                command.run();
            } catch (RuntimeException e) {
                LOG.error("a command of the media plane failed; the others go on", e);
            }
        }
    }

    private void closeAll() {
        runCommands();
        for (var room : List.copyOf(rooms)) {
            room.closeNow();
        }
        for (var endpoint : List.copyOf(endpoints)) {
            endpoint.closeNow();
        }
        runCommands();
    }
}
