package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.cordboard.media.audio.Level;
import org.cordboard.media.detection.DtmfDetector;
import org.cordboard.media.detection.VoiceActivity;
import org.cordboard.media.rtp.JitterBuffer;
import org.cordboard.media.rtp.Reception;
import org.cordboard.media.rtp.RtpPacket;
import org.cordboard.media.rtp.TelephoneEvents;
import org.jspecify.annotations.Nullable;

/// What comes from the far end: packets into frames, keys and counters. Owned by the endpoint's media thread; counters
/// are read by others without a lock and may be a tick old.
final class Inbound {
    private static final int PACKETS_PER_TICK_MAX = 32;
    private static final int COMFORT_NOISE = 13;
    private static final int CALM_TICKS_MAX = 8;
    private static final int RESTLESS_TICKS = 50;

    final short[] frame = new short[FRAME];
    final Reception reception = new Reception();
    final JitterBuffer jitter = new JitterBuffer(JitterBufferSize.SMALL.targetMillis(), JitterBufferSize.SMALL.maxMillis());
    private final VoiceActivity voice = new VoiceActivity();
    private final TelephoneEvents events = new TelephoneEvents();
    private final RtpPacket packet = new RtpPacket();
    private @Nullable DtmfDetector inBand;
    private long inBandMutedUntilNanos;
    private int calmTicks;
    private int restless = RESTLESS_TICKS;

    boolean heard;
    long packets;
    long audioPackets;
    long refusedForm;
    long refusedSource;
    long refusedCodec;
    int strangePayloadType;
    long lastPacketNanos;
    boolean lastWasComfortNoise;
    private long energy;
    private long energySamples;
    private double level = Level.SILENCE;
    double loudest = Level.SILENCE;

    /// Empties the socket, then takes the next 20 ms out of the jitter buffer.
    void tick(Transport transport, ByteBuffer scratch, int telephoneEvent, boolean wanted, long nanos, Endpoint owner) {
        receive(transport, scratch, telephoneEvent, wanted, nanos, owner);
        heard = jitter.read(frame);
        if (!wanted) {
            Arrays.fill(frame, (short) 0);
            heard = false;
        }
        if (voice.hear(frame)) {
            owner.spoke(voice.speaking());
        }
        long frameEnergy = Level.energy(frame, FRAME);
        energy += frameEnergy;
        energySamples += FRAME;
        var tones = inBand;
        if (tones != null) {
            char key = tones.hear(frame);
            if (key != 0 && nanos > inBandMutedUntilNanos) {
                owner.keyHeard(key);
            }
        }
    }

    /// On a calm stream one packet comes every tick, and asking the socket for another one costs a system call for nothing. So
    /// it is emptied only now and then, and for a second after more or less than one packet was found.
    private void receive(
            Transport transport, ByteBuffer scratch, int telephoneEvent, boolean wanted, long nanos, Endpoint owner) {
        boolean thorough = restless > 0 || ++calmTicks % CALM_TICKS_MAX == 0;
        int most = thorough ? PACKETS_PER_TICK_MAX : 1;
        int count = 0;
        while (count < most && transport.receive(scratch)) {
            count++;
            take(transport, scratch, telephoneEvent, wanted, nanos, owner);
        }
        restless = count == 1 ? Math.max(0, restless - 1) : RESTLESS_TICKS;
    }

    void detectInBand(boolean on) {
        inBand = on ? new DtmfDetector() : null;
    }

    boolean speaking() {
        return voice.speaking();
    }

    double level() {
        return level;
    }

    /// Once a second.
    void second() {
        level = Level.decibels(energy, energySamples);
        loudest = Math.max(loudest, level);
        energy = 0;
        energySamples = 0;
    }

    private void take(
            Transport transport, ByteBuffer bytes, int telephoneEvent, boolean wanted, long nanos, Endpoint owner) {
        if (RtpPacket.looksLikeRtcp(bytes)) {
            owner.controlReceived(bytes, nanos);
            return;
        }
        if (!packet.parse(bytes)) {
            refusedForm++;
            return;
        }
        int type = packet.payloadType();
        boolean audio = type == Codec.PCMU.payloadType() || type == Codec.PCMA.payloadType();
        boolean event = type == telephoneEvent;
        if (!audio && !event && type != COMFORT_NOISE) {
            refusedCodec++;
            strangePayloadType = type;
            return;
        }
        if (!transport.accept(nanos)) {
            refusedSource++;
            return;
        }
        packets++;
        lastPacketNanos = nanos;
        lastWasComfortNoise = type == COMFORT_NOISE;
        if (reception.count(packet, nanos, audio)) {
            jitter.reset();
            events.newSource();
        }
        if (event) {
            char key = events.receive(packet);
            if (key != 0 && wanted) {
                // A phone that sends both ways would press each key twice.
                inBandMutedUntilNanos = nanos + 500_000_000L;
                owner.keyHeard(key);
            }
        } else if (audio && wanted) {
            audioPackets++;
            jitter.put(packet, type == Codec.PCMA.payloadType());
        }
    }
}
