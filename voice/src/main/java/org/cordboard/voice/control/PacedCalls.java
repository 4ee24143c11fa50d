package org.cordboard.voice.control;

import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.dial.Pace;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.script.Stage;

/// Calls by REST, placed no faster than the account's rate (Voice reference 1.8): until its turn a call stays `queued`,
/// on the thread of its own leg. Any thread.
final class PacedCalls {
    private static final int TOO_MANY_REQUESTS = 20429;
    private static final String QUEUE_TIME = "queue_time";

    private final Stage stage;
    private final Pace pace;

    PacedCalls(Stage stage) {
        this.stage = stage;
        this.pace = new Pace(stage.config().callsPerSecond(), System::nanoTime);
    }

    Leg dial(Dialer.Order order, Dialer.Prepared prepared, Program program) {
        if (stage.config().callsPerSecond() == 0) {
            return stage.dialer().dial(order, prepared, program);
        }
        var place = pace.join(order.account().sid())
                .orElseThrow(() -> new ControlFailure(
                        429,
                        TOO_MANY_REQUESTS,
                        Pace.LONGEST_LINE + " calls of this account wait to be placed; create calls more slowly, cancel"
                                + " some, or raise the setting calls.per-second"));
        try {
            return stage.dialer()
                    .dial(order, self -> await(self, place), leg -> {
                        leg.atEnd(_ -> place.leave());
                        if (place.estimate().isPositive()) {
                            leg.detail(QUEUE_TIME, Long.toString(place.estimate().toMillis()));
                        }
                        prepared.with(leg);
                    }, program);
        } catch (RuntimeException e) {
            place.leave();
            throw e;
        }
    }

    private static void await(Leg leg, Pace.Place place) throws Departure, InterruptedException {
        leg.inbox().tell(place.first(), place);
        LiveCalls.await(leg, place);
        for (var left = place.turn(); left.isPositive(); left = place.turn()) {
            leg.inbox().take(Deadline.in(left));
        }
        leg.inbox().check();
        if (place.estimate().isPositive()) {
            leg.detail(QUEUE_TIME, Long.toString(place.waited().toMillis()));
        }
    }
}
