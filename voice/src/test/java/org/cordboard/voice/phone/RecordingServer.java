package org.cordboard.voice.phone;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.cordboard.media.Codec;
import org.cordboard.media.Direction;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaKeys;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;

/// A session recording server (RFC 7866) on bare sockets, knowing nothing of our SIP and RTP: SIP over UDP and TCP on
/// one port, a UDP port for each stream it takes, and ears on each. Only protected streams it leaves to a media engine.
public final class RecordingServer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 25;
    private static final Pattern LENGTH = Pattern.compile("(?im)^(?:Content-Length|l):\\s*(\\d+)");

    /// A request or response as it came.
    public record Message(String text) {
        public boolean is(String method) {
            return text.startsWith(method + " ");
        }

        public String header(String name) {
            for (var line : text.substring(0, text.indexOf("\r\n\r\n")).split("\r\n")) {
                if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }

        private List<String> headers(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .toList();
        }

        public String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        /// The part of that type with its headers; the whole body when it is of that type.
        public String part(String type) {
            var boundary = Pattern.compile("boundary=\"?([^\";\\s]+)").matcher(header("Content-Type"));
            if (!boundary.find()) {
                return header("Content-Type").startsWith(type) ? body() : "";
            }
            for (var part : body().split("\r?\n?--" + Pattern.quote(boundary.group(1)))) {
                if (part.contains("Content-Type: " + type)) {
                    return part;
                }
            }
            return "";
        }

        public String xml() {
            var part = part("application/rs-metadata+xml");
            return part.substring(Math.max(0, part.indexOf("<?xml")));
        }
    }

    /// One stream that is taken.
    public final class Stream {
        public final String label;
        public final String offer;
        public final Ears ears = new Ears();
        public final AtomicInteger packets = new AtomicInteger();
        private final DatagramSocket socket;
        private final short[] frame = new short[160];

        private Stream(String label, String offer) throws IOException {
            this.label = label;
            this.offer = offer;
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::listen);
        }

        private void listen() {
            var packet = new DatagramPacket(new byte[1_500], 1_500);
            try {
                while (true) {
                    socket.receive(packet);
                    hear(packet.getData(), packet.getLength());
                }
            } catch (IOException e) {
                return; // closed
            }
        }

        /// Version 2, PCMU, no extension: everything else is not what was agreed.
        private void hear(byte[] data, int length) {
            if (length != 172 || (data[0] & 0xFF) != 0x80 || (data[1] & 0x7F) != 0) {
                return;
            }
            for (int i = 0; i < frame.length; i++) {
                frame[i] = linear(data[12 + i]);
            }
            packets.incrementAndGet();
            ears.frame(frame, frame);
        }

        /// G.711 section 3.2, from its definition.
        private static short linear(byte code) {
            int bits = ~code & 0xFF;
            int magnitude = (((bits & 0x0F) << 3) + 0x84 << ((bits & 0x70) >> 4)) - 0x84;
            return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
        }
    }

    /// Where an answer goes.
    private interface Way {
        void send(String text) throws IOException;
    }

    public final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    public final List<Stream> streams = new CopyOnWriteArrayList<>();
    /// Status of the answer to an INVITE; 0 says nothing at all.
    public volatile int answer = 200;
    /// Takes protected streams when set; its endpoints decrypt.
    public volatile MediaEngine media;

    /// What came protected.
    public final Ears secureEars = new Ears();

    /// Media sections refused, by index.
    public volatile int refusedFrom = Integer.MAX_VALUE;

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private volatile Way way;
    private volatile Message invite;
    private int sequence = 100;

    public RecordingServer() throws IOException {
        tcp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::datagrams);
    }

    public String uri(String parameters) {
        return "sip:recorder@127.0.0.1:" + tcp.getLocalPort() + parameters;
    }

    private void accept() {
        try {
            while (true) {
                var socket = tcp.accept();
                Thread.ofVirtual().start(() -> connection(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void connection(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            Way back = text -> {
                synchronized (out) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            };
            for (var text = framed(in); text != null; text = framed(in)) {
                received(new Message(text), back);
            }
        } catch (IOException e) {
            return; // the peer or the test closed it
        }
    }

    private static String framed(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var head = "";
        while (!head.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            if (bytes.size() > 0 || next > ' ') {
                bytes.write(next);
            }
            head = next == '\n' ? bytes.toString(StandardCharsets.UTF_8) : "";
        }
        var length = LENGTH.matcher(head);
        var body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return head + new String(body, StandardCharsets.UTF_8);
    }

    private void datagrams() {
        var packet = new DatagramPacket(new byte[65_000], 65_000);
        try {
            while (true) {
                udp.receive(packet);
                var text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                var from = packet.getSocketAddress();
                received(new Message(text), answer -> {
                    var bytes = answer.getBytes(StandardCharsets.UTF_8);
                    udp.send(new DatagramPacket(bytes, bytes.length, from));
                });
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void received(Message message, Way back) throws IOException {
        if (message.text.isBlank()) {
            return;
        }
        heard.add(message);
        if (message.is("INVITE") && answer > 0) {
            way = back;
            invite = message;
            back.send(answer(message, answer, answer == 200 ? description(message) : ""));
        } else if (message.is("BYE") || message.is("UPDATE") || message.is("CANCEL")) {
            back.send(answer(message, 200, ""));
        } else if (message.text.startsWith("SIP/2.0 200") && message.header("CSeq").endsWith("INVITE")) {
            request("ACK", message.header("CSeq").split(" ")[0], "", "");
        }
    }

    private String description(Message message) throws IOException {
        var answer = new StringBuilder("v=0\r\no=srs 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n");
        var sections = message.part("application/sdp").split("(?m)^m=");
        for (int i = 1; i < sections.length; i++) {
            var label = Pattern.compile("a=label:(\\S+)").matcher(sections[i]);
            if (i > refusedFrom) {
                answer.append("m=audio 0 RTP/AVP 0\r\n");
                continue;
            }
            var theirs = Pattern.compile("inline:([A-Za-z0-9+/]{40})").matcher(sections[i]);
            if (media != null && theirs.find()) {
                answer.append(secured(theirs.group(1)));
                continue;
            }
            var stream = new Stream(label.find() ? label.group(1) : "", sections[i]);
            streams.add(stream);
            answer.append("m=audio ").append(stream.socket.getLocalPort());
            answer.append(" RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=recvonly\r\na=label:").append(stream.label);
            answer.append("\r\n");
        }
        return answer.toString();
    }

    /// Takes a stream that is protected by keys in the description (RFC 4568).
    private String secured(String theirs) throws IOException {
        var endpoint = media.openRtp(new MediaListener() {});
        endpoint.tap(secureEars);
        var own = new byte[30];
        Arrays.fill(own, (byte) 7);
        var key = Base64.getDecoder().decode(theirs);
        endpoint.connect(new RemoteMedia(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                Codec.PCMU,
                RemoteMedia.NO_TELEPHONE_EVENT,
                Direction.RECVONLY,
                new MediaKeys(
                        Arrays.copyOf(own, 16),
                        Arrays.copyOfRange(own, 16, 30),
                        Arrays.copyOf(key, 16),
                        Arrays.copyOfRange(key, 16, 30))));
        return "m=audio " + endpoint.localAddress().getPort() + " RTP/SAVP 0\r\na=recvonly\r\na=crypto:1"
                + " AES_CM_128_HMAC_SHA1_80 inline:" + Base64.getEncoder().encodeToString(own) + "\r\n";
    }

    private String answer(Message request, int status, String body) {
        var text = new StringBuilder("SIP/2.0 " + status + (status == 200 ? " OK\r\n" : " No\r\n"));
        request.headers("Via").forEach(via -> text.append(via).append("\r\n"));
        text.append("From: ").append(request.header("From")).append("\r\nTo: ").append(request.header("To"));
        text.append(request.header("To").contains(";tag=") ? "" : ";tag=srs").append("\r\n");
        text.append("Call-ID: ").append(request.header("Call-ID")).append("\r\nCSeq: ");
        text.append(request.header("CSeq")).append("\r\n").append(contact());
        return text + typed("application/sdp", body);
    }

    private String contact() {
        return "Contact: <sip:recorder@127.0.0.1:" + tcp.getLocalPort() + transport() + ">;+sip.srs\r\n";
    }

    private String transport() {
        return invite != null && invite.header("Via").contains("/TCP") ? ";transport=tcp" : "";
    }

    private static String typed(String type, String body) {
        return (body.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    /// Sends a request within the session.
    public void ask(String method, String type, String body) throws IOException {
        request(method, Integer.toString(++sequence), type, body);
    }

    private void request(String method, String number, String type, String body) throws IOException {
        var target = Pattern.compile("<([^>]+)>").matcher(invite.header("Contact"));
        if (!target.find()) {
            throw new IllegalStateException("a Contact without an address: " + invite.header("Contact"));
        }
        var protocol = invite.header("Via").contains("/TCP") ? "TCP" : "UDP";
        way.send(method + " " + target.group(1) + " SIP/2.0\r\nVia: SIP/2.0/" + protocol + " 127.0.0.1:"
                + tcp.getLocalPort() + ";branch=z9hG4bK" + method + number + "\r\nFrom: " + invite.header("To")
                + ";tag=srs\r\nTo: " + invite.header("From") + "\r\nCall-ID: " + invite.header("Call-ID") + "\r\nCSeq: "
                + number + " " + method + "\r\nMax-Forwards: 70\r\n" + (method.equals("ACK") ? "" : "Require: siprec\r\n")
                + contact() + (method.equals("UPDATE") ? "Content-Disposition: recording-session\r\n" : "")
                + typed(type, body));
    }

    /// Offers again what it receives, with another direction.
    public void reinvite(String direction) throws IOException {
        var offer = new StringBuilder("v=0\r\no=srs 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n");
        for (var stream : streams) {
            offer.append("m=audio ").append(stream.socket.getLocalPort()).append(" RTP/AVP 0\r\na=").append(direction);
            offer.append("\r\na=label:").append(stream.label).append("\r\n");
        }
        ask("INVITE", "application/sdp", offer.toString());
    }

    /// The next message that is so; those before it are dropped.
    public Message next(Predicate<Message> so) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        var passed = new ArrayList<String>();
        while (System.nanoTime() < end) {
            var message = heard.poll(100, TimeUnit.MILLISECONDS);
            if (message != null && so.test(message)) {
                return message;
            }
            if (message != null) {
                passed.add(message.text.lines().findFirst().orElse(""));
            }
        }
        throw new IllegalStateException("the recording server was not told; it heard " + passed);
    }

    public Message next(String method) throws InterruptedException {
        return next(message -> message.is(method));
    }

    public Stream stream(String label) {
        return streams.stream()
                .filter(stream -> stream.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no stream " + label));
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
        streams.forEach(stream -> stream.socket.close());
    }
}
