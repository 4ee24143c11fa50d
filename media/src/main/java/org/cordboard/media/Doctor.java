package org.cordboard.media;

import java.util.Locale;
import org.cordboard.media.Diagnosis.Cause;
import org.jspecify.annotations.Nullable;

/// Looks at one endpoint once a second and names what is wrong with its audio, in one sentence. Opinions about a path come
/// two to three seconds after it was connected. Owned by the media thread; [#opinion()] may be read by anyone.
final class Doctor {
    private static final long PATIENCE_NANOS = 1_900_000_000L;
    private static final long STOPPED_NANOS = 2_900_000_000L;
    private static final double SILENT_BELOW = -66;
    private static final double HEAVY_LOSS = 0.05;
    private static final Diagnosis TOO_EARLY = new Diagnosis(Cause.TOO_EARLY, "Connected a moment ago; nothing can be said yet.");
    private static final Diagnosis HEALTHY = new Diagnosis(Cause.HEALTHY, "Audio is flowing.");

    private volatile Diagnosis opinion = TOO_EARLY;
    private long lastPackets;
    private long lastLost;
    private long packetsAtStart = -1;
    private long strangeAtStart;

    Diagnosis opinion() {
        return opinion;
    }

    void startOver() {
        opinion = TOO_EARLY;
        packetsAtStart = -1;
    }

    /// The new opinion when it changed, else null.
    @Nullable Diagnosis examine(Inbound inbound, RemoteMedia agreed, Transport transport, long connectedForNanos, long nanos) {
        if (packetsAtStart < 0) {
            packetsAtStart = inbound.packets;
            strangeAtStart = inbound.refusedCodec;
            inbound.loudest = org.cordboard.media.audio.Level.SILENCE;
        }
        var now = look(inbound, agreed, transport, connectedForNanos, nanos);
        lastPackets = inbound.packets;
        lastLost = inbound.reception.lost();
        boolean changed = now.cause() != opinion.cause();
        opinion = now;
        return changed ? now : null;
    }

    /// Before audio can flow, only the path itself can be looked at.
    @Nullable Diagnosis examinePath(Transport transport) {
        var trouble = transport.trouble();
        if (trouble == null || trouble.cause() == opinion.cause()) {
            return null;
        }
        opinion = trouble;
        return trouble;
    }

    private Diagnosis look(Inbound inbound, RemoteMedia agreed, Transport transport, long connectedForNanos, long nanos) {
        if (!agreed.direction().receives()) {
            return new Diagnosis(Cause.HEALTHY, "The leg is on hold: no audio is expected from the far end.");
        }
        boolean nothing = inbound.packets == packetsAtStart;
        var trouble = transport.trouble();
        if (trouble != null && nothing) {
            return trouble;
        }
        if (connectedForNanos < PATIENCE_NANOS) {
            return opinion.cause() == Cause.TOO_EARLY ? TOO_EARLY : opinion;
        }
        if (nothing) {
            return inbound.refusedCodec > strangeAtStart ? codecMismatch(inbound) : noPackets(agreed, transport);
        }
        if (nanos - inbound.lastPacketNanos > STOPPED_NANOS && !inbound.lastWasComfortNoise) {
            return trouble != null ? trouble : stopped(inbound, transport, nanos);
        }
        return listening(inbound, transport);
    }

    private Diagnosis listening(Inbound inbound, Transport transport) {
        var signalled = transport.signalled();
        var observed = transport.observed();
        if (signalled != null && observed != null && !signalled.equals(observed)) {
            return new Diagnosis(
                    Cause.OTHER_ADDRESS,
                    "Packets come from " + Addresses.show(observed) + " but the far end's SDP said " + Addresses.show(signalled)
                            + ": it is behind NAT or configured with a wrong address; we answer to where they come from.");
        }
        if (inbound.loudest < SILENT_BELOW) {
            return new Diagnosis(
                    Cause.ONLY_SILENCE,
                    "Packets arrive from the far end but hold only silence: its microphone is muted or its media is broken.");
        }
        long packets = inbound.packets - lastPackets;
        long lost = inbound.reception.lost() - lastLost;
        if (lost > HEAVY_LOSS * (packets + lost) && lost > 2) {
            return new Diagnosis(
                    Cause.HEAVY_LOSS,
                    String.format(
                            Locale.ROOT, "%.0f %% of the far end's packets were lost in the last second.", 100.0 * lost / (packets + lost)));
        }
        return HEALTHY;
    }

    private static Diagnosis noPackets(RemoteMedia agreed, Transport transport) {
        return new Diagnosis(
                Cause.NO_PACKETS,
                "No packets arrive from the far end at " + Addresses.show(transport.local()) + "; its SDP said it would send from "
                        + Addresses.show(agreed.rtp()) + ". A firewall or a wrong advertised address is likely.");
    }

    private static Diagnosis stopped(Inbound inbound, Transport transport, long nanos) {
        long seconds = Math.round((nanos - inbound.lastPacketNanos) / 1e9);
        var from = transport.observed();
        return new Diagnosis(
                Cause.NO_PACKETS,
                "No packets have arrived for " + seconds + " s" + (from == null ? "" : " from " + Addresses.show(from))
                        + ", though they did before: the far end stopped sending or lost its network.");
    }

    private static Diagnosis codecMismatch(Inbound inbound) {
        return new Diagnosis(
                Cause.CODEC_MISMATCH,
                "The far end sends RTP payload type " + inbound.strangePayloadType
                        + ", a codec that was not agreed; only PCMU (0) and PCMA (8) can be heard.");
    }
}
