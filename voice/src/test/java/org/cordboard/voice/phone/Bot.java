package org.cordboard.voice.phone;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// An application at the far end of a media stream: a WebSocket server for one connection, as small as RFC 6455 allows,
/// and as rude as a test wants it.
public final class Bot implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    public volatile String handshake = "";
    private final ServerSocket server;
    private volatile Socket socket;

    private final String scheme;
    private final Semaphore reading = new Semaphore(1);

    public Bot() throws IOException {
        this(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), "ws");
    }

    private Bot(ServerSocket server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        Thread.ofVirtual().start(this::serve);
    }

    /// With TLS.
    public static Bot secure(SSLContext identity) throws IOException {
        var factory = identity.getServerSocketFactory();
        return new Bot(factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress()), "wss");
    }

    /// With so little room for what it has not read that a sender soon notices.
    public static Bot narrow() throws IOException {
        var server = new ServerSocket();
        server.setReceiveBufferSize(2_048);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        return new Bot(server, "ws");
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + "/stream";
    }

    /// Reads nothing until [#goesOnReading()].
    public void stopsReading() {
        reading.acquireUninterruptibly();
    }

    public void goesOnReading() {
        reading.release();
    }

    private void serve() {
        try {
            socket = server.accept();
            var in = new DataInputStream(socket.getInputStream());
            var head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.readUnsignedByte());
            }
            handshake = head.toString();
            var key = handshake
                    .replaceAll("(?is).*sec-websocket-key: *([^\r\n]+).*", "$1")
                    .strip();
            var digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                reading.acquireUninterruptibly();
                reading.release();
                read(in);
            }
        } catch (IOException | GeneralSecurityException _) {
            messages.add("closed");
        }
    }

    private void read(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        var mask = new byte[4];
        in.readFully(mask);
        var data = new byte[length];
        in.readFully(data);
        for (int i = 0; i < length; i++) {
            data[i] ^= mask[i % 4];
        }
        if ((first & 0x0f) == 8) {
            messages.add("close " + ((data[0] & 0xff) << 8 | data[1] & 0xff));
            throw new IOException("closed");
        }
        messages.add(new String(data, StandardCharsets.UTF_8));
    }

    public void send(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param first the frame's first byte: RFC 6455 section 5.2
    public void frame(int first, byte[] data) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (data.length < 126) {
            frame.write(data.length);
        } else if (data.length < 65_536) {
            frame.write(126);
            frame.write(data.length >> 8);
            frame.write(data.length);
        } else {
            frame.write(127);
            frame.write(ByteBuffer.allocate(8).putLong(data.length).array());
        }
        frame.write(data);
        write(frame.toByteArray());
    }

    public void hangUp() throws IOException {
        hangUp(1000);
    }

    public void hangUp(int status) throws IOException {
        frame(0x88, new byte[] {(byte) (status >> 8), (byte) status});
    }

    /// Is gone without a word.
    public void dies() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private synchronized void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /// The next message that holds the text.
    public String next(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
        while (System.nanoTime() < end) {
            var message = messages.poll(1, TimeUnit.SECONDS);
            if (message != null && message.contains(text)) {
                return message;
            }
        }
        throw new IllegalStateException("no message with " + text);
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (socket != null) {
            socket.close();
        }
    }
}
