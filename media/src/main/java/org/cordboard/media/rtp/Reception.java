package org.cordboard.media.rtp;

/// What RFC 3550 counts about one source: extended sequence numbers, losses and interarrival jitter (appendix A.1, A.3, A.8).
/// Owned by one media thread.
public final class Reception {
    private static final double CLOCK_RATE = 8_000;

    private boolean started;
    private int ssrc;
    private long firstSequence;
    private long highestSequence;
    private long received;
    private long lostBefore;
    private long expectedAtReport;
    private long receivedAtReport;
    private double jitter;
    private long lastArrivalNanos;
    private int lastTimestamp;

    /// Counts a packet; true when it is the first of a new source.
    public boolean count(RtpPacket packet, long nowNanos, boolean audio) {
        boolean fresh = !started || packet.ssrc() != ssrc;
        if (fresh) {
            begin(packet);
        } else {
            int ahead = RtpPacket.distance((int) highestSequence & 0xFFFF, packet.sequence());
            if (Math.abs(ahead) > 3_000) {
                begin(packet);
            } else if (ahead > 0) {
                highestSequence += ahead;
            }
        }
        received++;
        if (audio) {
            estimateJitter(packet, nowNanos, fresh);
        }
        return fresh;
    }

    public int ssrc() {
        return ssrc;
    }

    public boolean started() {
        return started;
    }

    public long lost() {
        return lostBefore + lostNow();
    }

    public double jitterMillis() {
        return jitter * 1_000 / CLOCK_RATE;
    }

    long highestSequence() {
        return highestSequence;
    }

    int jitterUnits() {
        return (int) jitter;
    }

    /// Share lost since the last call, in 256ths, as a report block carries it.
    int fractionLost() {
        long expected = highestSequence - firstSequence + 1;
        long expectedNow = expected - expectedAtReport;
        long lost = expectedNow - (received - receivedAtReport);
        expectedAtReport = expected;
        receivedAtReport = received;
        return expectedNow <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expectedNow);
    }

    private long lostNow() {
        return started ? Math.max(0, highestSequence - firstSequence + 1 - received) : 0;
    }

    private void begin(RtpPacket packet) {
        lostBefore += lostNow();
        started = true;
        ssrc = packet.ssrc();
        firstSequence = packet.sequence();
        highestSequence = firstSequence;
        received = 0;
        expectedAtReport = 0;
        receivedAtReport = 0;
    }

    private void estimateJitter(RtpPacket packet, long nowNanos, boolean fresh) {
        int step = packet.timestamp() - lastTimestamp;
        double apart = (nowNanos - lastArrivalNanos) / 1e9 * CLOCK_RATE;
        // A jump of the timestamp is a new talk spurt or a new clock, not jitter.
        if (!fresh && lastArrivalNanos != 0 && Math.abs(step) < CLOCK_RATE) {
            jitter += (Math.abs(apart - step) - jitter) / 16;
        }
        lastArrivalNanos = nowNanos;
        lastTimestamp = packet.timestamp();
    }
}
