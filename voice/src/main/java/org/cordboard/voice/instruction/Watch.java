package org.cordboard.voice.instruction;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ReservationSid;

/// Tells the jobs when their reservation goes another way: the task is canceled, another worker was faster.
public final class Watch {
    private final Map<ReservationSid, Runnable> jobs = new ConcurrentHashMap<>();
    private final Consumer<CallSid> dismissed;

    /// @param dismissed told of a waiting call whose task was given up
    public Watch(Consumer<CallSid> dismissed) {
        this.dismissed = dismissed;
    }

    void put(ReservationSid reservation, Runnable lost) {
        jobs.put(reservation, lost);
    }

    void remove(ReservationSid reservation) {
        jobs.remove(reservation);
    }

    /// Takes the engine's events in order.
    public void committed(Committed committed) {
        if (committed.event() instanceof TaskRouterEvent event) {
            var task = event.context().task();
            if (event.type() == EventType.TASK_CANCELED && task != null && task.call() != null) {
                dismissed.accept(task.call());
            }
            var reservation = event.context().reservation();
            if (reservation != null
                    && reservation.status() != ReservationStatus.PENDING
                    && reservation.status() != ReservationStatus.ACCEPTED) {
                var lost = jobs.remove(reservation.sid());
                if (lost != null) {
                    Thread.ofVirtual().start(lost);
                }
            }
        }
    }
}
