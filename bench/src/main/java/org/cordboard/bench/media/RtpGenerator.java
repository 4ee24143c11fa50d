package org.cordboard.bench.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.media.audio.G711;

/// Many phones on one thread: each sends a tone every 20 ms and counts the packets and sequence gaps of what it receives.
final class RtpGenerator implements AutoCloseable {
    private static final long TICK_NANOS = 20_000_000L;
    private static final int SPREAD = 4;

    private static final class Phone {
        final DatagramChannel channel;
        final InetSocketAddress there;
        int sequence;
        int lastHeard = -1;

        Phone(DatagramChannel channel, InetSocketAddress there) {
            this.channel = channel;
            this.there = there;
        }
    }

    private final List<Phone> phones = new java.util.ArrayList<>();
    private final ByteBuffer out = ByteBuffer.allocateDirect(172);
    private final ByteBuffer in = ByteBuffer.allocateDirect(512);
    private final Thread thread = Thread.ofPlatform().name("generator").daemon().unstarted(this::run);
    private volatile boolean running = true;
    private volatile long received;
    private volatile long missing;
    private volatile long skippedTicks;

    /// Opens a phone that talks to this address; before [#start()].
    InetSocketAddress phone(InetSocketAddress there) throws IOException {
        var channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        phones.add(new Phone(channel, there));
        return (InetSocketAddress) channel.getLocalAddress();
    }

    void start() {
        for (int i = 0; i < 160; i++) {
            out.put(12 + i, G711.linearToUlaw((short) (6_000 * Math.sin(2 * Math.PI * i / 16))));
        }
        out.put(0, (byte) 0x80).put(1, (byte) 0);
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    long received() {
        return received;
    }

    /// Packets that were sent to a phone and did not come, by their sequence numbers.
    long missing() {
        return missing;
    }

    long skippedTicks() {
        return skippedTicks;
    }

    /// A quarter of the phones every 5 ms, as calls that began at different times would.
    private void run() {
        long next = System.nanoTime();
        for (int slice = 0; running; slice = (slice + 1) % SPREAD) {
            next += TICK_NANOS / SPREAD;
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            } else if (wait < -10 * TICK_NANOS) {
                skippedTicks -= wait / TICK_NANOS;
                next = System.nanoTime();
            }
            for (int i = slice; i < phones.size(); i += SPREAD) {
                exchange(phones.get(i), i);
            }
        }
    }

    private void exchange(Phone phone, int ssrc) {
        try {
            out.clear();
            out.putShort(2, (short) phone.sequence).putInt(4, phone.sequence * 160).putInt(8, ssrc + 1);
            phone.sequence++;
            phone.channel.send(out, phone.there);
            in.clear();
            while (phone.channel.receive(in) != null) {
                count(phone);
                in.clear();
            }
        } catch (IOException e) {
            missing++;
        }
    }

    /// Reports are not counted: a phone's control port may be the next phone's audio port here.
    private void count(Phone phone) {
        if ((in.get(1) & 0x7F) > 64) {
            return;
        }
        int sequence = Short.toUnsignedInt(in.getShort(2));
        int ahead = (short) (sequence - phone.lastHeard);
        if (phone.lastHeard >= 0 && ahead > 0) {
            missing += ahead - 1;
        }
        phone.lastHeard = sequence;
        received++;
    }

    @Override
    public void close() throws IOException {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var phone : phones) {
            phone.channel.close();
        }
    }
}
