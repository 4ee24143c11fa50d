package org.cordboard.api.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Values;
import org.cordboard.api.ports.Options;
import org.cordboard.api.ports.WorkerLegs;
import org.cordboard.api.taskrouter.TaskView;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.Refusal;
import org.cordboard.routing.command.TransferCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// What only the newer browser client can ask (11.2): transfers, and changes to the legs of a conference.
final class WorkerActions {
    private static final List<Parameter<?>> HOLD =
            List.of(Parameter.flag("Hold"), Parameter.url("HoldUrl"), Parameter.method("HoldMethod"));
    private static final List<Parameter<?>> LEG =
            List.of(Parameter.flag("EndConferenceOnExit"), Parameter.flag("Mute"), Parameter.flag("BeepOnExit"));
    private final Engine engine;
    private final WorkerLegs legs;

    WorkerActions(Engine engine, WorkerLegs legs) {
        this.engine = engine;
        this.legs = legs;
    }

    /// The payload, or null when this is an ordinary request.
    @Nullable
    JsonNode perform(Tokens.Grant grant, BridgePath path, Values values, Place at) {
        if (path.is("Workers", null, "Transfers")) {
            return start(grant, values, at);
        }
        if (path.is("Workers", null, "Transfers", null)) {
            return cancel(grant, String.valueOf(path.segment(3)), values, at);
        }
        if (path.segments().size() != 3 || !path.segments().getFirst().equals("Workers")) {
            return null;
        }
        return switch (path.segments().get(2)) {
            case "WorkerParticipant" -> {
                Reservation reservation = reservation(grant, values);
                legs.updateWorker(reservation, Options.given(values, LEG, ""));
                yield task(grant, reservation.task(), at);
            }
            case "CustomerParticipant" -> {
                Task task = task(grant, values);
                legs.updateCustomer(task, Options.given(values, HOLD, ""));
                yield task(grant, task.sid(), at);
            }
            case "HoldWorkerParticipant" -> {
                Task task = task(grant, values);
                legs.holdWorker(task, target(values), Options.given(values, HOLD, ""));
                yield task(grant, task.sid(), at);
            }
            case "KickWorkerParticipant" -> {
                Task task = task(grant, values);
                legs.kickWorker(task, target(values));
                yield task(grant, task.sid(), at);
            }
            case String ordinary -> null;
        };
    }

    private JsonNode start(Tokens.Grant grant, Values values, Place at) {
        Reservation reservation = reservation(grant, values);
        String mode = given(values, "Mode", "WARM").toUpperCase(Locale.ROOT);
        if (!mode.equals("WARM") && !mode.equals("COLD")) {
            throw Problem.badRequest("Mode must be one of WARM, COLD");
        }
        return done(
                engine.submit(new TransferCommand.Start(
                        grant.workspace(),
                        reservation.task(),
                        reservation.sid(),
                        need(values, "To"),
                        mode,
                        values.first("Attributes"),
                        priority(values))),
                at);
    }

    private static @Nullable Integer priority(Values values) {
        String given = values.first("Priority");
        try {
            return given == null || given.isEmpty() ? null : Integer.valueOf(given);
        } catch (NumberFormatException notANumber) {
            throw Problem.badRequest("Priority must be a whole number");
        }
    }

    private JsonNode cancel(Tokens.Grant grant, String sid, Values values, Place at) {
        if (!"canceled".equals(values.first("TransferStatus"))) {
            throw Problem.badRequest("TransferStatus can only be set to canceled");
        }
        if (!TransferSid.valid(sid)) {
            throw Problem.notFound("/Transfers/" + sid);
        }
        Task task = task(grant, values);
        return done(engine.submit(new TransferCommand.Cancel(grant.workspace(), task.sid(), new TransferSid(sid))), at);
    }

    private static JsonNode done(Outcome outcome, Place at) {
        return switch (outcome) {
            case Outcome.Done done
            when done.subject() instanceof Transfer transfer -> Payloads.json(BridgeShapes.TRANSFER, transfer, at);
            case Outcome.Done done ->
                throw new IllegalStateException("a transfer command answered with " + done.subject());
            case Outcome.Refused refused ->
                throw new Problem(
                        refused.refusal() == Refusal.NOT_FOUND ? ErrorCode.NOT_FOUND : ErrorCode.BAD_REQUEST,
                        refused.message());
        };
    }

    private JsonNode task(Tokens.Grant grant, TaskSid sid, Place at) {
        TaskView shown = engine.read(view -> {
            Task task = view.task(sid);
            return task == null
                    ? null
                    : TaskView.of(view, task, grant.caller().account().sid());
        });
        if (shown == null) {
            throw Problem.notFound("/Tasks/" + sid);
        }
        return Payloads.json(BridgeShapes.TASK, shown, at);
    }

    private Task task(Tokens.Grant grant, Values values) {
        String sid = need(values, "TaskSid");
        Task task = TaskSid.valid(sid) ? engine.read(view -> view.task(new TaskSid(sid))) : null;
        if (task == null || !task.workspace().equals(grant.workspace())) {
            throw Problem.notFound("/Tasks/" + sid);
        }
        return task;
    }

    private Reservation reservation(Tokens.Grant grant, Values values) {
        String sid = need(values, "ReservationSid");
        Reservation reservation =
                ReservationSid.valid(sid) ? engine.read(view -> view.reservation(new ReservationSid(sid))) : null;
        if (reservation == null
                || !reservation.workspace().equals(grant.workspace())
                || !(grant.supervises() || reservation.worker().equals(grant.worker()))) {
            throw Problem.notFound("/Reservations/" + sid);
        }
        return reservation;
    }

    private static WorkerSid target(Values values) {
        String sid = need(values, "TargetWorkerSid");
        if (!WorkerSid.valid(sid)) {
            throw Problem.badRequest("TargetWorkerSid must be a SID: WK and 32 hex digits");
        }
        return new WorkerSid(sid);
    }

    private static String need(Values values, String name) {
        String value = values.first(name);
        if (value == null || value.isEmpty()) {
            throw Problem.badRequest("Missing required parameter " + name + " in the post body");
        }
        return value;
    }

    private static String given(Values values, String name, String otherwise) {
        String value = values.first(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
