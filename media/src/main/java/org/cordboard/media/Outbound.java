package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cordboard.media.audio.G711;
import org.cordboard.media.audio.Level;
import org.cordboard.media.rtp.RtpPacket;
import org.cordboard.media.rtp.TelephoneEvents;
import org.jspecify.annotations.Nullable;

/// What goes to the far end: the room's mix plus what is played, or keys, in a packet every 20 ms. Owned by the media thread.
final class Outbound {
    private static final int EVENT_VOLUME = 10;
    private static final int END_REPEATS = 3;

    final short[] frame = new short[FRAME];
    final DigitSender digits = new DigitSender();
    final int ssrc;
    private final byte[] payload = new byte[FRAME];
    private @Nullable Playing playing;
    private int sequence;
    private int timestamp;
    private int eventTimestamp;
    private boolean marker = true;
    long packets;
    private long energy;
    private long energySamples;
    private double level = Level.SILENCE;

    Outbound(RandomGenerator random) {
        ssrc = random.nextInt();
        sequence = random.nextInt(1 << 15);
        timestamp = random.nextInt();
    }

    void play(Playing next) {
        end(Playback.End.STOPPED);
        playing = next;
    }

    void end(Playback.End how) {
        if (playing != null) {
            playing.end(how);
            playing = null;
        }
    }

    /// Composes the frame and, where `remote` wants it, sends it.
    void tick(short @Nullable [] room, short[] scratch, @Nullable RemoteMedia remote, Transport transport, ByteBuffer out) {
        if (room != null) {
            System.arraycopy(room, 0, frame, 0, FRAME);
        } else {
            Arrays.fill(frame, (short) 0);
        }
        if (remote == null) {
            return;
        }
        if (playing != null) {
            playing.addTo(frame, scratch);
            if (playing.over()) {
                playing = null;
            }
        }
        boolean events = remote.telephoneEvent() != RemoteMedia.NO_TELEPHONE_EVENT;
        var tick = digits.advance(events);
        if (tick == DigitSender.Tick.TONE) {
            digits.tone(frame);
        }
        energy += Level.energy(frame, FRAME);
        energySamples += FRAME;
        if (remote.direction().sends()) {
            if (tick == DigitSender.Tick.EVENT) {
                sendEvent(remote.telephoneEvent(), transport, out);
            } else {
                sendAudio(remote.codec(), transport, out);
            }
        }
        timestamp += FRAME;
    }

    int timestamp() {
        return timestamp;
    }

    double level() {
        return level;
    }

    /// Once a second.
    void second() {
        level = Level.decibels(energy, energySamples);
        energy = 0;
        energySamples = 0;
    }

    private void sendAudio(Codec codec, Transport transport, ByteBuffer out) {
        if (codec == Codec.PCMU) {
            for (int i = 0; i < FRAME; i++) {
                payload[i] = G711.linearToUlaw(frame[i]);
            }
        } else {
            for (int i = 0; i < FRAME; i++) {
                payload[i] = G711.linearToAlaw(frame[i]);
            }
        }
        RtpPacket.writeHeader(out, marker, codec.payloadType(), sequence++, timestamp, ssrc);
        marker = false;
        out.put(payload);
        out.flip();
        transport.send(out);
        packets++;
    }

    /// RFC 4733 section 2.5: one timestamp for the whole key, the last packet three times.
    private void sendEvent(int payloadType, Transport transport, ByteBuffer out) {
        boolean first = digits.keyTick() == 1;
        boolean last = digits.keyTick() == DigitSender.KEY_TICKS;
        if (first) {
            eventTimestamp = timestamp;
        }
        for (int i = 0; i < (last ? END_REPEATS : 1); i++) {
            RtpPacket.writeHeader(out, first, payloadType, sequence++, eventTimestamp, ssrc);
            out.put((byte) TelephoneEvents.code(digits.key()));
            out.put((byte) ((last ? 0x80 : 0) | EVENT_VOLUME));
            out.putShort((short) (digits.keyTick() * FRAME));
            out.flip();
            transport.send(out);
            packets++;
        }
        marker = last;
    }
}
