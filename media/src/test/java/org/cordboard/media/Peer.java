package org.cordboard.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.G711;
import org.cordboard.media.audio.Sounds;
import org.cordboard.media.detection.Goertzel;
import org.cordboard.media.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// A phone of our own for tests: sends what it is told every 20 ms from its own clock, with faults on demand, and keeps all it receives.
final class Peer implements AutoCloseable {
    record Received(long nanos, int payloadType, boolean marker, int sequence, int timestamp, int ssrc, byte[] payload) {
        short[] samples() {
            var samples = new short[payload.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = payloadType == 8 ? G711.alawToLinear(payload[i]) : G711.ulawToLinear(payload[i]);
            }
            return samples;
        }
    }

    private final DatagramChannel channel;
    private final Thread receiver;
    private final Thread sender;
    private final List<Received> received = new ArrayList<>();
    private volatile @Nullable InetSocketAddress there;
    private volatile AudioSource source = Sounds.silence();
    private volatile boolean sending = true;
    private volatile boolean open = true;
    volatile double loss;
    volatile double reorder;
    volatile double duplicate;
    volatile Codec codec = Codec.PCMU;
    volatile int payloadType = -1;
    volatile int ssrc = 0x1234;
    private final Random random;
    private int sequence = 65_500;
    private int timestamp = -3_000;

    Peer() throws IOException {
        this(1);
    }

    Peer(long seed) throws IOException {
        random = new Random(seed);
        channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        receiver = Thread.ofPlatform().daemon().name("peer-receiver").start(this::receive);
        sender = Thread.ofPlatform().daemon().name("peer-sender").start(this::send);
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Connects the endpoint to this peer and begins to send.
    Peer talkTo(MediaEndpoint endpoint) {
        endpoint.connect(new RemoteMedia(address(), codec, 101));
        there = endpoint.localAddress();
        return this;
    }

    void sendTo(InetSocketAddress address) {
        there = address;
    }

    Peer says(AudioSource what) {
        source = what;
        return this;
    }

    Peer tone(double hertz) {
        return says(Sounds.tone(hertz, Duration.ofMinutes(5)));
    }

    void quiet(boolean quiet) {
        sending = !quiet;
    }

    private void send() {
        var frame = new short[160];
        var buffer = ByteBuffer.allocate(400);
        @Nullable ByteBuffer held = null;
        long next = System.nanoTime();
        while (open) {
            next += 20_000_000;
            LockSupport.parkNanos(next - System.nanoTime());
            timestamp += 160;
            if (there == null || !sending) {
                continue;
            }
            java.util.Arrays.fill(frame, (short) 0);
            source.read(frame);
            RtpPacket.writeHeader(buffer, false, payloadType >= 0 ? payloadType : codec.payloadType(), sequence++, timestamp, ssrc);
            for (short sample : frame) {
                buffer.put(codec == Codec.PCMA ? G711.linearToAlaw(sample) : G711.linearToUlaw(sample));
            }
            buffer.flip();
            if (random.nextDouble() < loss) {
                continue;
            }
            if (held == null && random.nextDouble() < reorder) {
                held = ByteBuffer.allocate(400).put(buffer).flip();
                continue;
            }
            raw(buffer);
            if (random.nextDouble() < duplicate) {
                raw(buffer.rewind());
            }
            if (held != null) {
                raw(held);
                held = null;
            }
        }
    }

    void raw(ByteBuffer packet) {
        try {
            channel.send(packet, there);
        } catch (IOException e) {
            // closing
        }
    }

    /// A key as RFC 4733 packets, all at once: `copies` of each, so that repeats are seen.
    void key(int code, int eventTimestamp, int copies) {
        var buffer = ByteBuffer.allocate(100);
        for (int i = 1; i <= 5; i++) {
            for (int c = 0; c < copies; c++) {
                RtpPacket.writeHeader(buffer, i == 1, 101, sequence++, eventTimestamp, ssrc);
                buffer.put((byte) code).put((byte) (i == 5 ? 0x8A : 0x0A)).putShort((short) (160 * i)).flip();
                raw(buffer);
            }
        }
    }

    private void receive() {
        var buffer = ByteBuffer.allocate(2_048);
        var packet = new RtpPacket();
        while (open) {
            try {
                buffer.clear();
                channel.receive(buffer);
                buffer.flip();
                if (packet.parse(buffer)) {
                    keep(packet);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private synchronized void keep(RtpPacket packet) {
        var payload = new byte[packet.payloadLength()];
        packet.buffer().get(packet.payloadOffset(), payload);
        received.add(new Received(
                System.nanoTime(), packet.payloadType(), packet.marker(), packet.sequence(), packet.timestamp(), packet.ssrc(), payload));
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    synchronized void forget() {
        received.clear();
    }

    /// Waits until this many more packets came, then answers what was in the last ones.
    short[] hear(int packets) {
        int from = received().size();
        await("to hear " + packets + " packets", () -> received().size() >= from + packets);
        return samples(received().subList(from, from + packets));
    }

    static short[] samples(List<Received> packets) {
        var samples = new short[packets.size() * 160];
        int at = 0;
        for (var each : packets) {
            if (each.payload().length == 160) {
                System.arraycopy(each.samples(), 0, samples, at, 160);
            }
            at += 160;
        }
        return samples;
    }

    /// The share of the energy at one frequency, 0 to 1.
    static double share(double hertz, short[] samples) {
        return new Goertzel(hertz).share(samples, 0, samples.length);
    }

    static double loudness(short[] samples) {
        return Math.sqrt((double) org.cordboard.media.audio.Level.energy(samples, samples.length) / samples.length);
    }

    static void await(String what, BooleanSupplier condition) {
        long limit = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("waited in vain " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        open = false;
        channel.close();
        await("for the peer's threads to end", () -> !sender.isAlive() && !receiver.isAlive());
    }
}
