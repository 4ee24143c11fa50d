package org.cordboard.sip.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cordboard.sip.Flow;
import org.cordboard.sip.Transport;
import org.cordboard.sip.message.StreamFramer;
import org.cordboard.sip.message.StreamFramer.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One TCP or TLS connection: a virtual thread reads and frames, another writes what is queued. Closed
/// after ten minutes without a byte from the peer (keep-alives count), or when more than [#QUEUE_MAX]
/// messages wait.
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int QUEUE_MAX = 2_000;
    private static final int IDLE_MILLIS = 600_000;
    private static final int LINGER_MILLIS = 1_000;
    private static final int LINGER_BYTES_MAX = 256 * 1024;
    private static final byte[] PONG = {'\r', '\n'};

    /// Opens the socket; runs on the writing thread, so that dialling and the TLS handshake block no one
    /// else.
    @FunctionalInterface
    interface Opening {
        Socket open() throws IOException;
    }

    private record Outgoing(byte[] bytes, Runnable onError) {}

    private static final Runnable NOTHING = () -> {};
    private static final Outgoing END = new Outgoing(new byte[0], NOTHING);

    private final Flow flow;
    private final Opening opening;
    private final int messageBytesMax;
    private final Wire.Receiver receiver;
    private final Runnable onClosed;
    private final LinkedBlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean lingering;
    private volatile Socket socket = new Socket();

    Connection(Flow flow, Opening opening, int messageBytesMax, Wire.Receiver receiver, Runnable onClosed) {
        this.flow = flow;
        this.opening = opening;
        this.messageBytesMax = messageBytesMax;
        this.receiver = receiver;
        this.onClosed = onClosed;
    }

    static Flow flow(Transport transport, InetSocketAddress remote, long number) {
        return new Flow(transport, remote, number);
    }

    Flow flow() {
        return flow;
    }

    void start() {
        Thread.ofVirtual().name("sip-write-" + flow.connection()).start(this::write);
    }

    boolean isClosed() {
        return closed.get();
    }

    void send(byte[] bytes, Runnable onError) {
        if (closed.get() || !queue.offer(new Outgoing(bytes, onError))) {
            onError.run();
            close();
        } else if (closed.get()) {
            failQueued(); // it closed while we queued
        }
    }

    private void write() {
        List<Outgoing> inHand = new ArrayList<>();
        try {
            socket = opening.open();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            Thread.ofVirtual().name("sip-read-" + flow.connection()).start(this::read);
            OutputStream out = socket.getOutputStream();
            while (!closed.get()) {
                inHand.clear();
                inHand.add(queue.take());
                if (inHand.getFirst() == END) {
                    socket.shutdownOutput();
                    return;
                }
                out.write(inHand.getFirst().bytes);
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("{} to {} closed: {}", flow.transport(), flow.remote(), e.getMessage());
            inHand.forEach(outgoing -> outgoing.onError.run());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (!lingering) {
                close();
            }
        }
    }

    private void read() {
        var framer = new StreamFramer(messageBytesMax);
        byte[] chunk = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            int count = in.read(chunk);
            while (count >= 0 && !closed.get()) {
                framer.feed(chunk, 0, count);
                if (!deliver(framer)) {
                    linger(in, chunk);
                    return;
                }
                count = in.read(chunk);
            }
        } catch (SocketTimeoutException _) {
            LOG.debug("{} from {} was idle", flow.transport(), flow.remote());
        } catch (IOException e) {
            LOG.debug("{} from {} broke: {}", flow.transport(), flow.remote(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A message could not be handled; this is a defect", e);
        } finally {
            close();
        }
    }

    private boolean deliver(StreamFramer framer) {
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            switch (frame) {
                case Frame.Message(byte[] bytes) -> receiver.received(flow, bytes, 0, bytes.length);
                case Frame.Ping _ -> send(PONG, NOTHING);
                case Frame.Broken(byte[] head, String problem) -> {
                    receiver.unframeable(flow, head, problem);
                    return false;
                }
            }
        }
        return true;
    }

    /// Lets what is queued go out and the peer read it: closing with bytes unread would reset the connection.
    private void linger(InputStream in, byte[] chunk) throws IOException {
        lingering = true;
        queue.offer(END);
        socket.setSoTimeout(LINGER_MILLIS);
        int left = LINGER_BYTES_MAX;
        for (int count = in.read(chunk); count >= 0 && left > 0; count = in.read(chunk)) {
            left -= count;
        }
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            onClosed.run();
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("closing a connection: {}", e.getMessage());
            }
            failQueued();
            queue.offer(END);
        }
    }

    private void failQueued() {
        for (Outgoing outgoing = queue.poll(); outgoing != null; outgoing = queue.poll()) {
            outgoing.onError.run();
        }
        queue.offer(END);
    }
}
