package org.cordboard.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.cordboard.media.Diagnosis.Cause;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever part of a second passes between the connection and the first look, a fault is named within three seconds.
class DoctorTimeTest {
    private static final long MILLI = 1_000_000L;
    private static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.1", 4_000);
    private static final RemoteMedia AGREED = new RemoteMedia(THERE, Codec.PCMU, 101);

    /// A path that answers what the test wants.
    private static final class Path implements Transport {
        @Nullable InetSocketAddress observed;
        @Nullable Diagnosis trouble;

        @Override
        public boolean receive(ByteBuffer into) {
            return false;
        }

        @Override
        public boolean accept(long nowNanos) {
            return true;
        }

        @Override
        public boolean receiveControl(ByteBuffer into) {
            return false;
        }

        @Override
        public void send(ByteBuffer packet) {}

        @Override
        public void sendControl(ByteBuffer packet) {}

        @Override
        public void target(InetSocketAddress signalled) {}

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("127.0.0.1", 5_000);
        }

        @Override
        public InetSocketAddress signalled() {
            return THERE;
        }

        @Override
        public @Nullable InetSocketAddress observed() {
            return observed;
        }

        @Override
        public @Nullable Diagnosis trouble() {
            return trouble;
        }

        @Override
        public void close() {}
    }

    private final Path path = new Path();
    private final Inbound inbound = new Inbound();
    private final Doctor doctor = new Doctor();

    /// Looks once a second, `between` ms after the connection for the first time, until the cause is named.
    private long millisUntil(Cause cause, int between, Runnable eachSecond) {
        for (long at = between; at < 10_000; at += 1_000) {
            eachSecond.run();
            var told = doctor.examine(inbound, AGREED, path, at * MILLI, at * MILLI);
            if (told != null && told.cause() == cause) {
                return at;
            }
        }
        throw new AssertionError(cause + " was never named, but " + doctor.opinion());
    }

    private void assertNamed(Cause cause, int between, Runnable eachSecond) {
        long millis = millisUntil(cause, between, eachSecond);
        assertTrue(millis <= 3_000, cause + " after " + millis + " ms");
        assertNotNull(doctor.opinion().sentence());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500, 899, 901, 999})
    void noPackets(int between) {
        assertNamed(Cause.NO_PACKETS, between, () -> {});
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500, 899, 901, 999})
    void anotherCodec(int between) {
        inbound.strangePayloadType = 18;
        assertNamed(Cause.CODEC_MISMATCH, between, () -> inbound.refusedCodec += 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500, 899, 901, 999})
    void anotherAddress(int between) {
        path.observed = new InetSocketAddress("127.0.0.1", 4_010);
        assertNamed(Cause.OTHER_ADDRESS, between, () -> flow(-20));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 399, 500, 899, 999})
    void onlySilence(int between) {
        path.observed = THERE;
        assertNamed(Cause.ONLY_SILENCE, between, () -> flow(-90));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 999})
    void troubleOfThePathAtOnce(int between) {
        path.trouble = new Diagnosis(Cause.PORT_UNREACHABLE, "Nobody listens there.");
        assertEquals(between, millisUntil(Cause.PORT_UNREACHABLE, between, () -> {}));
    }

    private void flow(double level) {
        inbound.packets += 50;
        inbound.loudest = Math.max(inbound.loudest, level);
        inbound.lastPacketNanos = Long.MAX_VALUE / 2;
    }
}
