package org.cordboard.voice;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.cordboard.voice.dial.Peering;

/// What voice is told at start.
///
/// @param node name of this node, kept with every call it holds
/// @param domains SIP domains and addresses that are ours, lower case: phones register there, calls to their users go
///     to registered phones
/// @param outboundHosts SIP hosts outside that documents may dial; `*` for any. Numbers go by the configured routes
/// only
/// @param publicUrl where applications reach our REST API, without a trailing slash; used in RecordingUrl; asked
///     each time, because the port may be known only after voice has started
/// @param recordings folder of the recorded files
/// @param strictCallerId refuse to show numbers that are not ours to number targets
/// @param ringGraceSeconds added to each ring time, 0 to 5
/// @param callsPerSecond calls made by REST that are placed in a second, by account; 0 for any number
/// @param playFailureFatal whether a Play that cannot be fetched ends the document instead of being skipped
/// @param waitMillisMin shortest time between two requests of a waitUrl
/// @param peering trunks, and whose calls are taken
public record VoiceConfig(
        String node,
        Set<String> domains,
        Set<String> outboundHosts,
        Supplier<String> publicUrl,
        Path recordings,
        boolean strictCallerId,
        int ringGraceSeconds,
        int callsPerSecond,
        boolean playFailureFatal,
        int waitMillisMin,
        Peering peering) {
    public static final int CALLS_PER_SECOND_MAX = 1_000;

    public VoiceConfig {
        domains = Set.copyOf(domains);
        outboundHosts = Set.copyOf(outboundHosts);
        if (ringGraceSeconds < 0 || ringGraceSeconds > 5) {
            throw new IllegalArgumentException("calls.ring-grace must be 0 to 5 s, was " + ringGraceSeconds);
        }
        if (callsPerSecond < 0 || callsPerSecond > CALLS_PER_SECOND_MAX) {
            throw new IllegalArgumentException(
                    "calls.per-second must be 0 to " + CALLS_PER_SECOND_MAX + ", was " + callsPerSecond);
        }
        if (waitMillisMin < 10) {
            throw new IllegalArgumentException("voice.wait-min must be at least 10 ms, was " + waitMillisMin);
        }
    }

    /// With calls from this machine only and no trunks.
    public VoiceConfig(
            String node,
            Set<String> domains,
            Set<String> outboundHosts,
            Supplier<String> publicUrl,
            Path recordings,
            boolean strictCallerId,
            int ringGraceSeconds,
            boolean playFailureFatal,
            int waitMillisMin) {
        this(
                node,
                domains,
                outboundHosts,
                publicUrl,
                recordings,
                strictCallerId,
                ringGraceSeconds,
                0,
                playFailureFatal,
                waitMillisMin,
                Peering.LOOPBACK);
    }

    public VoiceConfig with(Peering other) {
        return new VoiceConfig(
                node,
                domains,
                outboundHosts,
                publicUrl,
                recordings,
                strictCallerId,
                ringGraceSeconds,
                callsPerSecond,
                playFailureFatal,
                waitMillisMin,
                other);
    }

    /// With another rate of calls by REST and another grace of ring times.
    public VoiceConfig with(int perSecond, int graceSeconds) {
        return new VoiceConfig(
                node,
                domains,
                outboundHosts,
                publicUrl,
                recordings,
                strictCallerId,
                graceSeconds,
                perSecond,
                playFailureFatal,
                waitMillisMin,
                peering);
    }

    /// A node on loopback with everything else as usual.
    public static VoiceConfig loopback(Supplier<String> publicUrl, Path recordings) {
        return new VoiceConfig(
                "local", Set.of("127.0.0.1", "localhost"), Set.of(), publicUrl, recordings, false, 0, false, 1_000);
    }
}
