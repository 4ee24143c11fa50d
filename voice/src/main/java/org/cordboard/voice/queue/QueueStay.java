package org.cordboard.voice.queue;

import java.time.Duration;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.voice.leg.Cut;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.LeftQueue;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.queue.Queues.Dismissed;
import org.cordboard.voice.queue.Queues.Ending;
import org.cordboard.voice.queue.Queues.Taken;
import org.cordboard.voice.queue.Queues.WaitPrograms;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// One caller's time in a queue, from the first round of waiting to the end of the talk, and the published word for how
/// it ended (Voice reference 8.3). On the leg's own thread.
final class QueueStay {
    /// He was taken, but somebody let go before both were together.
    private static final String BRIDGING = "bridging-in-process";

    private final Queues queues;
    private final Leg leg;
    private final QueueMember member;
    private final WaitPrograms wait;
    private final int roundMillisMin;
    private Fields figures;

    QueueStay(Queues queues, Leg leg, QueueMember member, WaitPrograms wait, int roundMillisMin) {
        this.queues = queues;
        this.leg = leg;
        this.member = member;
        this.wait = wait;
        this.roundMillisMin = roundMillisMin;
        this.figures = queues.figures(member);
    }

    Ending run() throws InterruptedException {
        try {
            while (true) {
                figures = queues.figures(member);
                var connection = round(wait.next(figures));
                if (connection != null) {
                    figures = queues.figures(member);
                    queues.met(leg);
                    return meet(connection);
                }
            }
        } catch (LeftQueue gone) {
            return left(gone.result(), null);
        } catch (LegOver over) {
            return left("hangup", over);
        } catch (Diverted diverted) {
            return left(diverted.why() == Diverted.Why.TAKEN_OVER ? "bridged" : "redirected", diverted);
        } catch (Departure other) {
            return left("system-error", other);
        }
    }

    /// One run of the wait document, stretched to the shortest time that a round may take.
    private @Nullable Taken round(Program program) throws Departure, InterruptedException {
        long started = System.nanoTime();
        try {
            leg.inbox().cuttable(() -> {
                program.run(leg);
                var earliest = new Deadline(started + Duration.ofMillis(roundMillisMin).toNanos(), false);
                while (!earliest.passed()) {
                    leg.inbox().take(earliest);
                }
            });
        } catch (Cut cut) {
            if (cut.signal() instanceof Dismissed) {
                throw new LeftQueue("leave");
            }
            return cut.signal() instanceof Taken connection ? connection : null;
        }
        return null;
    }

    private Ending meet(Taken taken) throws InterruptedException {
        try {
            if (taken.before() != null) {
                taken.before().run(leg);
            }
            queues.leave(leg, "bridged");
            taken.bridge().stay(leg, false, Deadline.NEVER);
            return new Ending(taken.bridge().wereTogether() ? "bridged" : BRIDGING, figures, null);
        } catch (LegOver over) {
            taken.bridge().end();
            queues.leave(leg, "hangup");
            return new Ending(taken.bridge().wereTogether() ? "bridged" : "hangup", figures, over);
        } catch (Departure departure) {
            taken.bridge().end();
            var result = taken.bridge().wereTogether() ? "redirected-from-bridged" : BRIDGING;
            queues.leave(leg, result);
            return new Ending(result, figures, departure);
        }
    }

    private Ending left(String result, @Nullable Departure departure) {
        queues.leave(leg, result);
        return new Ending(result, figures, departure);
    }
}
