package org.cordboard.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.DtmfTones;
import org.cordboard.media.rtp.Rtcp;
import org.jspecify.annotations.Nullable;

/// One leg's audio over any [Transport]. Public methods turn into commands for the media thread that owns the endpoint
/// at the time; the rest runs there, in the order receive, mix, send.
final class Endpoint implements RtpEndpoint {
    private static final int REPORT_SECONDS = 5;

    private final Transport transport;
    private final MediaListener listener;
    private final ListenerCalls calls;
    private final Duration rtpTimeout;
    private final Runnable onClose;
    private volatile MediaLoop loop;

    private final Inbound inbound = new Inbound();
    private final Outbound outbound;
    private final Rtcp rtcp;
    private final Doctor doctor = new Doctor();
    private final List<Tap> taps = new ArrayList<>();
    private volatile @Nullable RemoteMedia remote;
    private @Nullable Seat seat;
    private long connectedNanos;
    private boolean timeoutSaid;
    private int seconds;
    private boolean closed;

    Endpoint(
            Transport transport,
            MediaListener listener,
            ListenerCalls calls,
            MediaLoop loop,
            Duration rtpTimeout,
            RandomGenerator random,
            Runnable onClose) {
        this.transport = transport;
        this.listener = listener;
        this.calls = calls;
        this.loop = loop;
        this.rtpTimeout = rtpTimeout;
        this.onClose = onClose;
        outbound = new Outbound(random);
        rtcp = new Rtcp(Integer.toHexString(outbound.ssrc) + "@" + transport.local().getAddress().getHostAddress());
        seconds = random.nextInt(REPORT_SECONDS);
    }

    private final class Tap implements AudioTap.Handle {
        private final AudioTap tap;
        private volatile boolean removed;

        Tap(AudioTap tap) {
            this.tap = tap;
        }

        @Override
        public void close() {
            removed = true;
        }
    }

    /// Runs the command on the thread that owns this endpoint, wherever it has moved meanwhile; not at all once it is closed.
    void run(Runnable command) {
        var now = loop;
        now.submit(() -> {
            if (loop != now) {
                run(command);
            } else if (!closed) {
                command.run();
            }
        });
    }

    /// Hands the endpoint to another media thread, then runs the command there.
    void moveTo(MediaLoop there, Runnable then) {
        run(() -> {
            if (loop == there) {
                then.run();
                return;
            }
            loop.remove(this);
            loop = there;
            there.submit(() -> {
                there.add(this);
                then.run();
            });
        });
    }

    @Override
    public InetSocketAddress localAddress() {
        return transport.local();
    }

    @Override
    public void connect(RemoteMedia to) {
        run(() -> {
            transport.target(to.rtp());
            transport.protect(to.keys());
            connected(to);
        });
    }

    /// The path is up; on the media thread.
    void connected(RemoteMedia to) {
        var before = remote;
        remote = to;
        if (before == null || !before.rtp().equals(to.rtp()) || !before.direction().equals(to.direction())) {
            connectedNanos = loop.nanos();
            timeoutSaid = false;
            doctor.startOver();
        }
    }

    @Override
    public void direction(Direction direction) {
        run(() -> {
            var agreed = remote;
            if (agreed != null) {
                connected(agreed.with(direction));
            }
        });
    }

    @Override
    public Playback play(AudioSource source) {
        var playing = new Playing(source, calls);
        runOrEnd(() -> outbound.play(playing), playing);
        return playing;
    }

    @Override
    public Playback sendDigits(String digits) {
        for (char each : digits.toCharArray()) {
            if (!DtmfTones.isKey(each) && each != 'w' && each != 'W') {
                throw new IllegalArgumentException("cannot be sent as a digit: " + each);
            }
        }
        var playing = DigitSender.playing(calls);
        runOrEnd(() -> outbound.digits.add(digits, playing), playing);
        return playing;
    }

    private void runOrEnd(Runnable command, Playing playing) {
        var now = loop;
        now.submit(() -> {
            if (closed) {
                playing.end(Playback.End.CLOSED);
            } else if (loop != now) {
                runOrEnd(command, playing);
            } else {
                command.run();
            }
        });
    }

    @Override
    public void detectInBandDigits(boolean on) {
        run(() -> inbound.detectInBand(on));
    }

    @Override
    public void jitterBuffer(JitterBufferSize size) {
        run(() -> inbound.jitter.configure(size.targetMillis(), size.maxMillis()));
    }

    @Override
    public AudioTap.Handle tap(AudioTap tap) {
        var placed = new Tap(tap);
        var now = loop;
        now.submit(() -> place(placed, now));
        return placed;
    }

    private void place(Tap tap, MediaLoop at) {
        if (closed) {
            tap.tap.ended();
        } else if (loop != at) {
            var now = loop;
            now.submit(() -> place(tap, now));
        } else {
            taps.add(tap);
        }
    }

    @Override
    public MediaFigures figures() {
        var reception = inbound.reception;
        var agreed = remote;
        return new MediaFigures(
                inbound.packets,
                reception.lost(),
                inbound.jitter.late(),
                inbound.refusedCodec + inbound.refusedForm + inbound.refusedSource,
                outbound.packets,
                reception.jitterMillis(),
                inbound.jitter.delayMillis(),
                inbound.level(),
                outbound.level(),
                rtcp.remoteLossPercent(),
                Duration.ofNanos(rtcp.roundTripNanos()),
                transport.local(),
                transport.signalled(),
                transport.observed(),
                agreed == null ? null : agreed.codec());
    }

    @Override
    public Diagnosis diagnosis() {
        return doctor.opinion();
    }

    @Override
    public void close() {
        run(this::closeNow);
    }

    /// On the media thread.
    void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        if (seat != null) {
            seat.vacate();
        }
        outbound.end(Playback.End.CLOSED);
        outbound.digits.close();
        for (var each : taps) {
            each.tap.ended();
        }
        taps.clear();
        sayGoodbye();
        loop.remove(this);
        transport.close();
        onClose.run();
    }

    private void sayGoodbye() {
        if (outbound.packets > 0) {
            var buffer = loop.outBuffer();
            report(buffer, loop.nanos());
            rtcp.writeBye(buffer, outbound.ssrc);
            transport.sendControl(buffer);
        }
    }

    // ---- the media thread, every 20 ms

    void receive(ByteBuffer scratch, long nanos) {
        var agreed = remote;
        int telephoneEvent = agreed == null ? RemoteMedia.NO_TELEPHONE_EVENT : agreed.telephoneEvent();
        inbound.tick(transport, scratch, telephoneEvent, agreed != null && agreed.direction().receives(), nanos, this);
    }

    void send(ByteBuffer out, short[] scratch) {
        outbound.tick(seat == null ? null : seat.heard(), scratch, remote, transport, out);
        for (int i = taps.size() - 1; i >= 0; i--) {
            var each = taps.get(i);
            if (each.removed || each.tap.satisfied()) {
                taps.remove(i);
                each.tap.ended();
            } else {
                each.tap.frame(inbound.frame, outbound.frame);
            }
        }
    }

    /// Once a second.
    void second(ByteBuffer scratch, long nanos) {
        inbound.second();
        outbound.second();
        while (transport.receiveControl(scratch)) {
            controlReceived(scratch, nanos);
        }
        var agreed = remote;
        if (agreed == null) {
            tell(doctor.examinePath(transport));
            return;
        }
        if (++seconds % REPORT_SECONDS == 0 && outbound.packets + inbound.packets > 0) {
            report(scratch, nanos);
            transport.sendControl(scratch);
        }
        watchTimeout(agreed, nanos);
        tell(doctor.examine(inbound, agreed, transport, nanos - connectedNanos, nanos));
    }

    private void tell(@Nullable Diagnosis changed) {
        if (changed != null) {
            calls.call(() -> listener.diagnosed(changed));
        }
    }

    private void report(ByteBuffer into, long nanos) {
        rtcp.write(
                into, outbound.ssrc, outbound.packets, outbound.packets * 160, outbound.timestamp(), inbound.reception, Instant.now(), nanos);
    }

    void controlReceived(ByteBuffer packet, long nanos) {
        rtcp.read(packet, outbound.ssrc, Instant.now(), nanos);
        if (inbound.packets > 0) {
            inbound.lastPacketNanos = nanos;
        }
    }

    private void watchTimeout(RemoteMedia agreed, long nanos) {
        long quietNanos = nanos - Math.max(inbound.lastPacketNanos, connectedNanos);
        if (rtpTimeout.isZero() || !agreed.direction().receives() || quietNanos < rtpTimeout.toNanos()) {
            timeoutSaid = false;
        } else if (!timeoutSaid) {
            timeoutSaid = true;
            calls.call(listener::rtpTimedOut);
        }
    }

    void spoke(boolean speaking) {
        calls.call(() -> listener.speaking(speaking));
        if (seat != null) {
            seat.spoke(speaking);
        }
    }

    void keyHeard(char key) {
        calls.call(() -> listener.digit(key));
        if (seat != null) {
            seat.keyHeard(key);
        }
    }

    /// A key pressed by someone else in the room.
    void relay(char key) {
        outbound.digits.add(String.valueOf(key), DigitSender.playing(calls));
    }

    /// Unsigned, as SDP writes it.
    String ssrc() {
        return Integer.toUnsignedString(outbound.ssrc);
    }

    short[] inboundFrame() {
        return inbound.frame;
    }

    boolean heardSomething() {
        return inbound.heard;
    }

    boolean speaking() {
        return inbound.speaking();
    }

    @Nullable Seat seat() {
        return seat;
    }

    void seat(@Nullable Seat now) {
        seat = now;
    }

    MediaListener listener() {
        return listener;
    }

    ListenerCalls calls() {
        return calls;
    }
}
