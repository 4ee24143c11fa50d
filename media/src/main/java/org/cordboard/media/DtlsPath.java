package org.cordboard.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/// The DTLS packets of one peer, from the port's thread to the handshake's, and the way out. A handshake that still reads
/// from it when we abandon it ends; one that failed has closed it by itself, which is another matter.
final class DtlsPath implements DatagramTransport {
    static final int RECEIVE_MAX = 1_600;
    private static final int SEND_MAX = 1_200;
    private static final int WAITING_MAX = 64;

    private final Consumer<ByteBuffer> out;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private volatile boolean abandoned;
    private volatile boolean closed;

    DtlsPath(Consumer<ByteBuffer> out) {
        this.out = out;
    }

    /// @return false when too many wait
    boolean received(byte[] packet) {
        return waiting.offer(packet);
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    /// Nobody is interested in its peer any more.
    void abandon() {
        abandoned = true;
        closed = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_MAX;
    }

    @Override
    public int getSendLimit() {
        return SEND_MAX;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        if (closed) {
            throw new IOException("the endpoint was closed");
        }
        try {
            var packet = waiting.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (packet == null) {
                return -1;
            }
            int count = Math.min(length, packet.length);
            System.arraycopy(packet, 0, buffer, offset, count);
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        out.accept(ByteBuffer.wrap(buffer, offset, length));
    }

    @Override
    public void close() {
        closed = true;
    }
}
