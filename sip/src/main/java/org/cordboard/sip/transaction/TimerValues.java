package org.cordboard.sip.transaction;

import java.time.Duration;

/// T1, T2 and T4 with what follows from them, for one transaction.
///
/// @param reliable TCP or TLS: no retransmission, no waiting for stragglers
public record TimerValues(Duration t1, Duration t2, Duration t4, boolean reliable) {

    Duration t1x64() {
        return t1.multipliedBy(64);
    }

    /// Waiting time for stragglers: zero when the transport is reliable.
    Duration unlessReliable(Duration duration) {
        return reliable ? Duration.ZERO : duration;
    }

    /// The next retransmission interval, doubled up to T2.
    Duration doubledToT2(Duration interval) {
        Duration doubled = interval.multipliedBy(2);
        return doubled.compareTo(t2) > 0 ? t2 : doubled;
    }
}
