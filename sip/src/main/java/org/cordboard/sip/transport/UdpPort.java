package org.cordboard.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.cordboard.sip.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One UDP socket and the platform thread that reads it. Sending is allowed from any thread.
final class UdpPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);
    private static final int BUFFER_BYTES = 4 * 1024 * 1024;

    private final DatagramChannel channel;
    private final Wire.Receiver receiver;
    private final Thread reader;

    UdpPort(InetSocketAddress address, Wire.Receiver receiver) throws IOException {
        this.receiver = receiver;
        channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        reader = Thread.ofPlatform().daemon().name("sip-udp").unstarted(this::read);
    }

    void start() {
        reader.start();
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    void send(InetSocketAddress to, byte[] bytes) throws IOException {
        channel.send(ByteBuffer.wrap(bytes), to);
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                var from = (InetSocketAddress) channel.receive(buffer);
                if (from != null && buffer.position() > 0) {
                    receiver.received(Flow.udp(from), buffer.array(), 0, buffer.position());
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.debug("UDP receive failed: {}", e.getMessage()); // an ICMP error of an earlier send
            } catch (RuntimeException e) {
                LOG.error("A message could not be handled; this is a defect", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
