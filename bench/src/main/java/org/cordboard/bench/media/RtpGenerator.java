package org.cordboard.bench.media;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.media.audio.G711;

/// Many phones on one thread: each sends a tone every 20 ms and counts the packets, sequence gaps and pauses of what it
/// receives. Lean, so that the server is the limit: connected sockets of one family, one look at each socket per tick.
final class RtpGenerator implements AutoCloseable {
    static final String THREAD = "generator";
    private static final long TICK_NANOS = 20_000_000L;
    private static final int SPREAD = 4;
    private static final int READS_MAX = 4;

    private static final class Phone {
        final DatagramChannel channel;
        int sequence;
        int lastHeard = -1;
        long lastNanos;

        Phone(DatagramChannel channel) {
            this.channel = channel;
        }
    }

    private final List<Phone> phones = new java.util.ArrayList<>();
    private final ByteBuffer out = ByteBuffer.allocateDirect(172);
    private final ByteBuffer in = ByteBuffer.allocateDirect(512);
    private final Thread thread = Thread.ofPlatform().name(THREAD).daemon().unstarted(this::run);
    private volatile boolean running = true;
    private volatile long received;
    private volatile long missing;
    private volatile long lateTicks;
    private volatile long longestPauseNanos;

    /// Opens a phone that talks to this address; before [#start()].
    InetSocketAddress phone(InetSocketAddress there) throws IOException {
        var family = there.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        var channel = DatagramChannel.open(family).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        channel.connect(there);
        phones.add(new Phone(channel));
        return (InetSocketAddress) channel.getLocalAddress();
    }

    void start() {
        for (int i = 0; i < 160; i++) {
            out.put(12 + i, G711.linearToUlaw((short) (6_000 * Math.sin(2 * Math.PI * i / 16))));
        }
        out.put(0, (byte) 0x80).put(1, (byte) 0);
        thread.start();
    }

    long received() {
        return received;
    }

    /// Packets that were sent to a phone and did not come, by their sequence numbers.
    long missing() {
        return missing;
    }

    /// How often the generator itself was more than a tick behind: then its phones hurt the server, not the other way round.
    long lateTicks() {
        return lateTicks;
    }

    /// The longest time any phone waited for its next packet.
    long longestPauseNanos() {
        return longestPauseNanos;
    }

    void forgetPauses() {
        longestPauseNanos = 0;
        lateTicks = 0;
    }

    /// A quarter of the phones every 5 ms, as calls that began at different times would.
    private void run() {
        long next = System.nanoTime();
        for (int slice = 0; running; slice = (slice + 1) % SPREAD) {
            next += TICK_NANOS / SPREAD;
            long now = System.nanoTime();
            if (next > now) {
                LockSupport.parkNanos(next - now);
            } else if (now - next > TICK_NANOS) {
                lateTicks++;
                next = now - next > 10 * TICK_NANOS ? now : next;
            }
            for (int i = slice; i < phones.size(); i += SPREAD) {
                exchange(phones.get(i), i, now);
            }
        }
    }

    private void exchange(Phone phone, int ssrc, long nanos) {
        try {
            out.clear();
            out.putShort(2, (short) phone.sequence).putInt(4, phone.sequence * 160).putInt(8, ssrc + 1);
            phone.sequence++;
            phone.channel.write(out);
            int reads = 0;
            do {
                in.clear();
            } while (phone.channel.read(in) > 0 && count(phone, nanos) && ++reads < READS_MAX);
        } catch (IOException e) {
            missing++;
        }
    }

    /// True when another packet may wait: this one was not the newest that could have come.
    private boolean count(Phone phone, long nanos) {
        if ((in.get(1) & 0x7F) > 64) {
            return true; // a report
        }
        int sequence = Short.toUnsignedInt(in.getShort(2));
        int ahead = (short) (sequence - phone.lastHeard);
        if (phone.lastHeard >= 0 && ahead > 0) {
            missing += ahead - 1;
            longestPauseNanos = Math.max(longestPauseNanos, nanos - phone.lastNanos);
        }
        boolean behind = phone.lastHeard < 0 || nanos - phone.lastNanos > TICK_NANOS * 3 / 2 || phone.sequence % 16 == 0;
        phone.lastHeard = sequence;
        phone.lastNanos = nanos;
        received++;
        return behind;
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
