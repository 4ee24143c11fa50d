package org.cordboard.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.DtmfTones;
import org.jspecify.annotations.Nullable;

/// One leg's audio over any [Transport]. Public methods turn into commands for the media thread that owns the endpoint
/// at the time; the rest runs there, in the order receive, mix, send.
final class Endpoint implements RtpEndpoint {
    private final Transport transport;
    private final MediaListener listener;
    private final ListenerCalls calls;
    private final Runnable onClose;
    private volatile MediaLoop loop;

    private final Inbound inbound = new Inbound();
    private final Outbound outbound;
    private final Reports reports;
    private final Patience patience;
    private final Doctor doctor = new Doctor();
    private final Taps taps = new Taps();
    private volatile @Nullable RemoteMedia remote;
    private @Nullable Seat seat;
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
        patience = new Patience(rtpTimeout);
        this.onClose = onClose;
        outbound = new Outbound(random);
        reports = new Reports(transport, inbound, outbound, random);
    }

    /// Runs the command on the thread that owns this endpoint, wherever it has moved meanwhile; not at all once it is closed.
    void run(Runnable command) {
        run(command, () -> {});
    }

    /// @param ifClosed run instead of the command once the endpoint is closed
    private void run(Runnable command, Runnable ifClosed) {
        var now = loop;
        now.submit(() -> {
            if (closed) {
                ifClosed.run();
            } else if (loop != now) {
                run(command, ifClosed);
            } else {
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
            patience.startOver(loop.nanos());
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
        run(() -> outbound.play(playing), () -> playing.end(Playback.End.CLOSED));
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
        run(() -> outbound.digits.add(digits, playing), () -> playing.end(Playback.End.CLOSED));
        return playing;
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
        var placed = new Taps.Placed(tap);
        run(() -> taps.add(placed), placed::ended);
        return placed;
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
                reports.remoteLossPercent(),
                reports.roundTrip(),
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
        taps.end();
        reports.goodbye(loop.outBuffer(), loop.nanos());
        loop.remove(this);
        transport.close();
        onClose.run();
    }

    // ---- the media thread, every 20 ms

    void receive(ByteBuffer scratch, long nanos) {
        var agreed = remote;
        int telephoneEvent = agreed == null ? RemoteMedia.NO_TELEPHONE_EVENT : agreed.telephoneEvent();
        inbound.tick(transport, scratch, telephoneEvent, agreed != null && agreed.direction().receives(), nanos, this);
    }

    void send(ByteBuffer out, short[] scratch) {
        outbound.tick(seat == null ? null : seat.heard(), scratch, remote, transport, out);
        taps.frame(inbound.frame, outbound.frame);
    }

    /// Once a second.
    void second(ByteBuffer scratch, long nanos) {
        inbound.second();
        outbound.second();
        reports.receive(scratch, nanos);
        var agreed = remote;
        if (agreed == null) {
            tell(doctor.examinePath(transport));
            return;
        }
        reports.second(scratch, nanos);
        if (patience.lost(inbound.lastPacketNanos, agreed.direction().receives(), nanos)) {
            calls.call(listener::rtpTimedOut);
        }
        tell(doctor.examine(inbound, agreed, transport, patience.nanos(nanos), nanos));
    }

    /// The path is gone for good. What the doctor says of it comes first, for the leg ends with the second word.
    void lost(String reason) {
        run(() -> {
            tell(doctor.examinePath(transport));
            calls.call(() -> listener.lost(reason));
        });
    }

    private void tell(@Nullable Diagnosis changed) {
        if (changed != null) {
            calls.call(() -> listener.diagnosed(changed));
        }
    }

    void controlReceived(ByteBuffer packet, long nanos) {
        reports.received(packet, nanos);
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
