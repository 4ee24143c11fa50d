package org.cordboard.voice.phone;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An application at the far end of a media stream: a WebSocket server for one connection, as small as RFC 6455 allows.
public final class Bot implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    public volatile String handshake = "";
    private final ServerSocket server;
    private volatile Socket socket;

    public Bot() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    public String url() {
        return "ws://127.0.0.1:" + server.getLocalPort() + "/stream";
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
            messages.add("close");
            throw new IOException("closed");
        }
        messages.add(new String(data, StandardCharsets.UTF_8));
    }

    public void send(String text) throws IOException {
        var data = text.getBytes(StandardCharsets.UTF_8);
        var frame = new java.io.ByteArrayOutputStream();
        frame.write(0x81);
        if (data.length < 126) {
            frame.write(data.length);
        } else {
            frame.write(126);
            frame.write(data.length >> 8);
            frame.write(data.length);
        }
        frame.write(data);
        write(frame.toByteArray());
    }

    public void hangUp() throws IOException {
        write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
    }

    private synchronized void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /// The next message that holds the text.
    public String next(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
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
