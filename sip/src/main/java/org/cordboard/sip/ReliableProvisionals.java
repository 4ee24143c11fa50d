package org.cordboard.sip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/// Provisional responses a caller wants acknowledged: RFC 3262 section 3. One at a time; the next, and a
/// 2xx, wait for the PRACK. Guarded by the lock of [Core].
final class ReliableProvisionals {
    private static final int WAITING_MAX = 8;

    private final Core core;
    private final ServerTransaction transaction;
    private final long invite;
    private final Runnable onSilence;
    private final Queue<SipResponse> waiting = new ArrayDeque<>();
    private long sequence = ThreadLocalRandom.current().nextInt(1, 1 << 20);
    private boolean unacknowledged;
    private @Nullable Runnable last;
    private TimerWheel.@Nullable Timeout repeat;
    private TimerWheel.@Nullable Timeout giveUp;

    /// @param onSilence run when no PRACK came for 64 × T1
    ReliableProvisionals(Core core, ServerTransaction transaction, Runnable onSilence) {
        this.core = core;
        this.transaction = transaction;
        this.invite = transaction.request().cseq().number();
        this.onSilence = onSilence;
    }

    void send(SipResponse response) {
        if (unacknowledged) {
            if (waiting.size() < WAITING_MAX) {
                waiting.add(response);
            }
            return;
        }
        unacknowledged = true;
        sequence++;
        transaction.answer(response.with("Require", "100rel").with("RSeq", Long.toString(sequence)));
        Duration t1 = core.config.timers().t1();
        repeatAfter(t1);
        giveUp = core.after(t1.multipliedBy(64), () -> {
            stop();
            onSilence.run();
        });
    }

    private void repeatAfter(Duration interval) {
        repeat = core.after(interval, () -> {
            if (transaction.unanswered()) {
                transaction.repeatAnswer();
                repeatAfter(interval.multipliedBy(2));
            }
        });
    }

    private void stop() {
        core.stop(repeat);
        core.stop(giveUp);
        unacknowledged = false;
    }

    /// True when this PRACK acknowledges what is outstanding.
    boolean prack(SipRequest prack) {
        String expected = sequence + " " + invite + " INVITE";
        String given = prack.headers().first("RAck").orElse("").strip().replaceAll("[ \t]+", " ");
        if (!unacknowledged || !given.equals(expected)) {
            return false;
        }
        stop();
        if (last != null) {
            core.execute(last); // after the 200 to the PRACK
            last = null;
        } else if (!waiting.isEmpty()) {
            SipResponse next = waiting.remove();
            core.execute(() -> send(next));
        }
        return true;
    }

    /// Runs the final 2xx now, or after the PRACK that is due.
    void whenAcknowledged(Runnable answer) {
        if (unacknowledged) {
            waiting.clear();
            last = answer;
        } else {
            answer.run();
        }
    }
}
