package org.cordboard.voice.leg;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.cordboard.media.Diagnosis;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.media.WebRtcEndpoint;
import org.jspecify.annotations.Nullable;

/// How a leg sounds, as the API shows it and a call record keeps it: JSON of both directions' counters, the addresses
/// between which audio flows, and the doctor's sentence. Figures are at most a second old.
public final class AudioReport {
    /// The name under which the details of an ended call hold it.
    public static final String DETAIL = "audio_report";

    private AudioReport() {}

    /// An opinion that was not good, and when it was formed.
    record Trouble(Diagnosis diagnosis, Instant at) {}

    /// @param worst what was wrong last, also when it is well again
    static String of(MediaEndpoint endpoint, @Nullable Trouble worst, Instant now) {
        var figures = endpoint.figures();
        var report = JsonNodeFactory.instance.objectNode();
        var opinion = endpoint.diagnosis();
        report.put("cause", opinion.cause().name())
                .put("healthy", opinion.healthy())
                .put("diagnosis", opinion.sentence());
        if (worst != null) {
            report.putObject("worst")
                    .put("cause", worst.diagnosis.cause().name())
                    .put("diagnosis", worst.diagnosis.sentence())
                    .put("at", worst.at.toString());
        }
        var codec = figures.codec();
        report.put("codec", codec == null ? null : codec.name())
                .put("transport", endpoint instanceof WebRtcEndpoint ? "webrtc" : "sip");
        report.putObject("inbound")
                .put("packets", figures.packetsReceived())
                .put("lost", figures.packetsLost())
                .put("loss_percent", percent(figures.packetsLost(), figures.packetsReceived()))
                .put("late", figures.packetsLate())
                .put("refused", figures.packetsRefused())
                .put("jitter_ms", rounded(figures.jitterMillis()))
                .put("playout_delay_ms", rounded(figures.playoutDelayMillis()))
                .put("level_dbfs", rounded(figures.inboundLevel()));
        var outbound = report.putObject("outbound")
                .put("packets", figures.packetsSent())
                .put("level_dbfs", rounded(figures.outboundLevel()));
        if (figures.remoteLossPercent() >= 0) {
            outbound.put("loss_percent", rounded(figures.remoteLossPercent()));
        } else {
            outbound.putNull("loss_percent");
        }
        addresses(report.putObject("addresses"), figures.local(), figures.signalled(), figures.observed());
        if (figures.roundTrip().isZero()) {
            report.putNull("round_trip_ms");
        } else {
            report.put("round_trip_ms", rounded(figures.roundTrip().toNanos() / 1e6));
        }
        report.put("measured_at", now.toString());
        return report.toString();
    }

    private static void addresses(
            ObjectNode into,
            InetSocketAddress local,
            @Nullable InetSocketAddress signalled,
            @Nullable InetSocketAddress observed) {
        into.put("local", shown(local)).put("signalled", shown(signalled)).put("observed", shown(observed));
    }

    private static @Nullable String shown(@Nullable InetSocketAddress address) {
        return address == null ? null : address.getHostString() + ":" + address.getPort();
    }

    private static double percent(long lost, long received) {
        return lost <= 0 ? 0 : rounded(100.0 * lost / (lost + received));
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
