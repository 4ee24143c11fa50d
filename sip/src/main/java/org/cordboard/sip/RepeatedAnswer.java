package org.cordboard.sip;

import java.time.Duration;
import org.cordboard.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/// A 2xx of ours to an INVITE, sent again at T1, doubling to T2, until its ACK or 64 × T1 (RFC 3261 section
/// 13.3.1.4): over every transport, because the ACK may be lost behind a proxy. Guarded by the lock of
/// [Core].
final class RepeatedAnswer {
    private final Core core;
    private final ServerTransaction transaction;
    private final long sequence;
    private final boolean offeredByUs;
    private TimerWheel.@Nullable Timeout repeat;
    private final TimerWheel.Timeout giveUp;

    RepeatedAnswer(Core core, ServerTransaction transaction, SipRequest answered, Runnable onSilence) {
        this.core = core;
        this.transaction = transaction;
        this.sequence = answered.cseq().number();
        this.offeredByUs = answered.sdp().isEmpty();
        Duration t1 = core.config.timers().t1();
        giveUp = core.after(t1.multipliedBy(64), () -> {
            stop();
            onSilence.run();
        });
        repeatAfter(t1);
    }

    private void repeatAfter(Duration interval) {
        repeat = core.after(interval, () -> {
            transaction.repeatAnswer();
            Duration doubled = interval.multipliedBy(2);
            Duration t2 = core.config.timers().t2();
            repeatAfter(doubled.compareTo(t2) > 0 ? t2 : doubled);
        });
    }

    boolean isFor(SipRequest ack) {
        return ack.cseq().number() == sequence;
    }

    /// True when the INVITE held no offer, so that the ACK brings the answer to ours.
    boolean offeredByUs() {
        return offeredByUs;
    }

    void stop() {
        transaction.settled();
        core.stop(repeat);
        core.stop(giveUp);
    }
}
