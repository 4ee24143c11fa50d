package org.cordboard.apps.amdtaskrouter;

import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.task.Reservation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reservations on their way to a person. Any thread.
class Assignments {
    private static final Logger log = LoggerFactory.getLogger(Assignments.class);

    private static final String DIALLING = "";

    private final TwilioRestClient client;
    private final AmdSetup centre;
    private final OutboundCalls calls;

    /// Task SID to the SID of the agent's call nobody has answered yet.
    private final Map<String, String> pending = new ConcurrentHashMap<>();

    Assignments(TwilioRestClient client, AmdSetup centre, OutboundCalls calls) {
        this.client = client;
        this.centre = centre;
        this.calls = calls;
    }

    void ring(Assignment assignment) {
        pending.put(assignment.taskSid(), DIALLING);
        try {
            var call = calls.ring(assignment);
            if (!pending.replace(assignment.taskSid(), DIALLING, call)) {
                calls.hangUp(call); // the caller left while we dialled
            }
        } catch (ApiException e) {
            pending.remove(assignment.taskSid());
            log.warn("{} cannot be rung: {}", assignment.phone(), e.getMessage());
            reject(assignment.taskSid(), assignment.reservationSid());
        }
    }

    /// Silence counts as a person, for a machine is rarely silent.
    ///
    /// @return whether to connect the phone with the caller
    boolean answered(String task, String reservation, String answeredBy) {
        pending.remove(task);
        log.info("{} answered by {}", reservation, answeredBy);
        var machine = answeredBy.startsWith("machine") || answeredBy.equals("fax");
        if (machine) {
            reject(task, reservation);
        }
        return !machine;
    }

    /// The agent's call is over. One that was answered has had its outcome already.
    void ended(String task, String reservation, String status) {
        switch (status) {
            case "busy", "no-answer", "failed" -> {
                pending.remove(task);
                log.info("{}: {}", reservation, status);
                reject(task, reservation);
            }
            default -> log.debug("{}: {}", reservation, status);
        }
    }

    /// The caller hung up before an agent was found: the agent's phone need not ring on.
    void canceled(String task) {
        var call = pending.remove(task);
        if (call != null && !call.equals(DIALLING)) {
            attempt(call, () -> calls.hangUp(call));
        }
    }

    void complete(String task) {
        attempt(task, () -> Task.updater(centre.workspaceSid(), task)
                .setAssignmentStatus(Task.Status.COMPLETED)
                .setReason("call ended")
                .update(client));
    }

    /// Passes the caller to the next agent and sets this one aside, so that it is not rung again and again.
    void reject(String task, String reservation) {
        attempt(reservation, () -> Reservation.updater(centre.workspaceSid(), task, reservation)
                .setReservationStatus(Reservation.Status.REJECTED)
                .setWorkerActivitySid(centre.temporarilyUnavailableSid())
                .update(client));
    }

    private static void attempt(String what, Runnable act) {
        try {
            act.run();
        } catch (ApiException e) {
            log.info("{} had gone on already: {}", what, e.getMessage());
        }
    }
}
