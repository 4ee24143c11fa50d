package org.cordboard.voice.script;

import java.util.Optional;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Target;
import org.jspecify.annotations.Nullable;

/// The reservation that a dialled queue names: whose caller it is, and what happens to it.
record Reserved(
        Engine engine,
        Reservation reservation,
        CallSid call,
        VoiceQueue queue,
        @Nullable ActivitySid postWork) {
    static Optional<Reserved> find(Stage stage, Target.Queue wanted) {
        var named = wanted.reservationSid();
        if (named == null || !ReservationSid.valid(named)) {
            return Optional.empty();
        }
        return Optional.ofNullable(stage.engine().read(view -> {
            var reservation = view.reservation(new ReservationSid(named));
            if (reservation == null || reservation.status() != ReservationStatus.PENDING) {
                return null;
            }
            var task = view.task(reservation.task());
            var call = task == null ? null : task.call();
            var member = call == null ? null : view.record(QueueMember.class, call.value());
            var queue = member == null
                    ? null
                    : view.record(VoiceQueue.class, member.queue().value());
            if (call == null || queue == null) {
                return null;
            }
            var postWork = view.activities(reservation.workspace()).stream()
                    .map(Activity::sid)
                    .filter(sid -> sid.value().equals(wanted.postWorkActivitySid()))
                    .findFirst()
                    .orElse(null);
            return new Reserved(stage.engine(), reservation, call, queue, postWork);
        }));
    }

    /// @param worker the leg of the worker who takes the call
    boolean accept(Leg worker) {
        var attributes = "{\"worker_call_sid\":\"" + worker.sid() + "\"}";
        var accept = new ReservationCommand.Accept(reservation.workspace(), reservation.sid(), attributes, null);
        return engine.submit(accept) instanceof Outcome.Done;
    }

    void bridgeEnded() {
        engine.submit(new ReservationCommand.CallEnded(reservation.workspace(), reservation.sid(), postWork));
    }
}
