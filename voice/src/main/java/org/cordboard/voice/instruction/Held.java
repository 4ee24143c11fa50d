package org.cordboard.voice.instruction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A reservation that an instruction works on, with everything around it.
record Held(
        Engine engine,
        Reservation reservation,
        Task task,
        Worker worker,
        Account account,
        JsonNode taskAttributes,
        JsonNode workerAttributes) {
    private static final Logger LOG = LoggerFactory.getLogger(Held.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Looks around the reservation without touching it.
    static Held of(Engine engine, Reservation given) {
        return engine.read(view -> {
            var reservation = view.reservation(given.sid());
            var task = reservation == null ? null : view.task(reservation.task());
            var worker = reservation == null ? null : view.worker(reservation.worker());
            var workspace = reservation == null ? null : view.workspace(reservation.workspace());
            var account = workspace == null ? null : view.account(workspace.account());
            if (reservation == null || task == null || worker == null || account == null) {
                throw new ControlFailure(404, 20404, "The reservation " + given.sid() + " was not found");
            }
            return new Held(
                    engine, reservation, task, worker, account, json(task.attributes()), json(worker.attributes()));
        });
    }

    /// Stops the reservation's timer, or refuses as published.
    void hold(String instruction, Options options) {
        var activity = options.text("PostWorkActivitySid");
        var postWork = activity != null && ActivitySid.valid(activity) ? new ActivitySid(activity) : null;
        var hold = new ReservationCommand.Hold(reservation.workspace(), reservation.sid(), instruction, postWork, null);
        if (engine.submit(hold) instanceof Outcome.Refused(var refusal, var message)) {
            LOG.debug("{} not held: {}", reservation.sid(), refusal);
            throw new ControlFailure(400, 20001, message);
        }
    }

    /// @param merged top-level attributes that the task gets before it is accepted
    boolean accept(@Nullable String merged) {
        return submit(new ReservationCommand.Accept(reservation.workspace(), reservation.sid(), merged, null));
    }

    void cancel(@Nullable Integer code) {
        submit(new ReservationCommand.CancelHeld(reservation.workspace(), reservation.sid(), code, false));
    }

    /// The worker's phone rang in vain.
    void cancelUnanswered() {
        submit(new ReservationCommand.CancelHeld(reservation.workspace(), reservation.sid(), null, true));
    }

    void release() {
        submit(new ReservationCommand.Release(reservation.workspace(), reservation.sid()));
    }

    void callEnded() {
        submit(new ReservationCommand.CallEnded(reservation.workspace(), reservation.sid(), null));
    }

    private boolean submit(ReservationCommand command) {
        try {
            return switch (engine.submit(command)) {
                case Outcome.Done _ -> true;
                case Outcome.Refused(var refusal, var message) -> {
                    LOG.info(
                            "{} of {} refused: {} {}",
                            command.getClass().getSimpleName(),
                            reservation.sid(),
                            refusal,
                            message);
                    yield false;
                }
            };
        } catch (EngineUnavailableException e) {
            LOG.warn("{} of {} not taken", command.getClass().getSimpleName(), reservation.sid(), e);
            return false;
        }
    }

    /// A text attribute of the task.
    @Nullable
    String attribute(String name) {
        return text(taskAttributes, name);
    }

    /// Where the worker is reached.
    @Nullable
    String contact(@Nullable String given) {
        return given != null && !given.isBlank() ? given : text(workerAttributes, "contact_uri");
    }

    static @Nullable String contactOf(Worker worker) {
        return text(json(worker.attributes()), "contact_uri");
    }

    private static @Nullable String text(JsonNode node, String name) {
        var value = node.path(name).asText("");
        return value.isBlank() ? null : value;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException _) {
            return JSON.createObjectNode();
        }
    }
}
