package org.cordboard.api.taskrouter;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Instructions;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Value;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkerSid;

/// Reservations (2.9), below their task and below their worker, and what may be done with them (7.4).
final class Reservations {
    private static final String BY_TASK = "/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Reservations";
    private static final String BY_WORKER = "/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Reservations";
    private static final Parameter<List<String>> STATUS_FILTER = Parameter.words(
            "ReservationStatus",
            "pending",
            "accepted",
            "rejected",
            "timeout",
            "canceled",
            "rescinded",
            "wrapping",
            "completed");
    private static final Parameter<WorkerSid> WORKER_FILTER =
            Parameter.sid("WorkerSid", "WK", WorkerSid::valid, WorkerSid::new);
    private final Tenancy tenancy;
    private final Instructions instructions;

    Reservations(Tenancy tenancy, Instructions instructions) {
        this.tenancy = tenancy;
        this.instructions = instructions;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("taskrouter", BY_TASK, "ListTaskReservation")
                        .takes(Paging.with(STATUS_FILTER, WORKER_FILTER))
                        .lists("reservations", Shapes.TASK_RESERVATION)
                        .by(this::listOfTask),
                Endpoint.get("taskrouter", BY_TASK + "/{Sid}", "FetchTaskReservation")
                        .answers(Shapes.TASK_RESERVATION)
                        .by(x -> answer(x, Shapes.TASK_RESERVATION, ofTask(x))),
                Endpoint.post("taskrouter", BY_TASK + "/{Sid}", "UpdateTaskReservation")
                        .takes(InstructionParameters.TASK_VIEW)
                        .answers(Shapes.TASK_RESERVATION)
                        .by(x -> update(x, Shapes.TASK_RESERVATION, ofTask(x))),
                Endpoint.get("taskrouter", BY_WORKER, "ListWorkerReservation")
                        .takes(Paging.with(STATUS_FILTER))
                        .lists("reservations", Shapes.WORKER_RESERVATION)
                        .by(this::listOfWorker),
                Endpoint.get("taskrouter", BY_WORKER + "/{Sid}", "FetchWorkerReservation")
                        .answers(Shapes.WORKER_RESERVATION)
                        .by(x -> answer(x, Shapes.WORKER_RESERVATION, ofWorker(x))),
                Endpoint.post("taskrouter", BY_WORKER + "/{Sid}", "UpdateWorkerReservation")
                        .takes(InstructionParameters.WORKER_VIEW)
                        .answers(Shapes.WORKER_RESERVATION)
                        .by(x -> update(x, Shapes.WORKER_RESERVATION, ofWorker(x))));
    }

    private Answer listOfTask(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Task task = tenancy.task(x, workspace, "TaskSid");
        WorkerSid worker = x.get(WORKER_FILTER);
        List<Reservation> all = tenancy.read(view -> view.reservationsOfTask(task.sid())).stream()
                .filter(r -> worker == null || r.worker().equals(worker))
                .toList();
        return list(x, Shapes.TASK_RESERVATION, all);
    }

    private Answer listOfWorker(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Worker worker = tenancy.worker(x, workspace, "WorkerSid");
        return list(x, Shapes.WORKER_RESERVATION, tenancy.read(view -> view.reservationsOfWorker(worker.sid())));
    }

    private static Answer list(Exchange x, Representation<Owned<Reservation>> shape, List<Reservation> all) {
        List<String> statuses = x.get(STATUS_FILTER);
        List<Owned<Reservation>> owned = all.stream()
                .filter(r -> statuses == null || statuses.contains(r.status().wire()))
                .map(r -> new Owned<>(r, x.account().sid()))
                .toList();
        return Paging.v1(
                x,
                "reservations",
                shape,
                owned,
                Order.newestFirst(r -> r.it().dateCreated(), r -> r.it().sid().value()));
    }

    private Reservation ofTask(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Task task = tenancy.task(x, workspace, "TaskSid");
        Reservation reservation = tenancy.reservation(x, workspace);
        if (!reservation.task().equals(task.sid())) {
            throw x.notFound();
        }
        return reservation;
    }

    private Reservation ofWorker(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Worker worker = tenancy.worker(x, workspace, "WorkerSid");
        Reservation reservation = tenancy.reservation(x, workspace);
        if (!reservation.worker().equals(worker.sid())) {
            throw x.notFound();
        }
        return reservation;
    }

    private Answer update(Exchange x, Representation<Owned<Reservation>> shape, Reservation reservation) {
        String status = x.get(InstructionParameters.RESERVATION_STATUS);
        String instruction = x.get(InstructionParameters.INSTRUCTION);
        if (status != null && instruction != null) {
            throw Problem.badRequest("Give ReservationStatus or Instruction, not both");
        }
        if (status != null) {
            return answer(x, shape, tenancy.submit(x, command(x, reservation, status), Reservation.class));
        }
        if (instruction != null) {
            return instruct(x, shape, reservation, instruction);
        }
        checkVersion(x, reservation);
        return answer(x, shape, reservation);
    }

    private static void checkVersion(Exchange x, Reservation reservation) {
        Long version = x.ifMatch();
        if (version != null && version != reservation.version()) {
            throw new Problem(ErrorCode.PRECONDITION, "Precondition Failed");
        }
    }

    private void checkPostWork(Exchange x, Reservation reservation, String instruction) {
        Parameter<ActivitySid> parameter = InstructionParameters.POST_WORK.get(instruction);
        ActivitySid sid = parameter == null ? null : x.get(parameter);
        if (parameter == null || sid == null) {
            return;
        }
        Activity activity = tenancy.read(view -> view.activity(sid));
        if (activity == null || !activity.workspace().equals(reservation.workspace())) {
            throw Problem.badRequest(parameter.name() + " " + sid + " is no activity of this workspace");
        }
    }

    /// A conference needs a call to take in, or a number to call (7.3.6).
    private void checkCall(Reservation reservation, String instruction) {
        Task task = tenancy.read(view -> view.task(reservation.task()));
        if (!instruction.equals("conference")
                || task == null
                || reservation.status() != ReservationStatus.PENDING) {
            return;
        }
        Value.Object attributes = Attributes.of(task.attributes()).object();
        boolean outbound = !attributes.member("outbound_to").isNull() && !attributes.member("from").isNull();
        if (attributes.member("call_sid").isNull() && !outbound) {
            throw Problem.badRequest("The conference instruction can only be issued on a task that was created using"
                    + " the <Enqueue> TwiML verb.");
        }
    }

    private Answer instruct(
            Exchange x, Representation<Owned<Reservation>> shape, Reservation reservation, String instruction) {
        if (instruction.equals("accept") || instruction.equals("reject")) {
            String status = instruction.equals("accept") ? "accepted" : "rejected";
            return answer(x, shape, tenancy.submit(x, command(x, reservation, status), Reservation.class));
        }
        checkVersion(x, reservation);
        checkPostWork(x, reservation, instruction);
        checkCall(reservation, instruction);
        instructions.start(InstructionParameters.read(x, reservation, instruction));
        Reservation now = tenancy.read(view -> view.reservation(reservation.sid()));
        return answer(x, shape, now == null ? reservation : now);
    }

    private static ReservationCommand command(Exchange x, Reservation reservation, String status) {
        Long version = x.ifMatch();
        return switch (status) {
            case "accepted" -> new ReservationCommand.Accept(reservation.workspace(), reservation.sid(), null, version);
            case "rejected" ->
                new ReservationCommand.Reject(
                        reservation.workspace(),
                        reservation.sid(),
                        x.get(InstructionParameters.WORKER_ACTIVITY_SID),
                        version);
            case "wrapping" -> new ReservationCommand.Wrap(reservation.workspace(), reservation.sid(), version);
            case "completed" -> new ReservationCommand.Complete(reservation.workspace(), reservation.sid(), version);
            case String other ->
                throw Problem.badRequest("ReservationStatus cannot be set to " + other
                        + "; use accepted, rejected, wrapping or completed");
        };
    }

    private static Answer answer(Exchange x, Representation<Owned<Reservation>> shape, Reservation reservation) {
        return x.ok(shape, new Owned<>(reservation, x.account().sid()))
                .with("ETag", "\"" + reservation.version() + "\"");
    }
}
