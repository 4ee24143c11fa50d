package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// A task offered to one worker (2.9, 3.2).
///
/// @param deadline when it times out; does not run while held
/// @param timeout seconds given at creation
/// @param held an instruction is being executed: reads pending, but cannot time out (3.2)
/// @param canceledReasonCode only when a call set-up failed
/// @param round which round of offers of its task it belongs to, counted from 0 (3.4)
/// @param previousActivity the worker's activity before the reservation
/// @param postWorkActivity activity for the worker when the call ends
/// @param transfer the transfer this reservation is for
public record Reservation(
        ReservationSid sid,
        WorkspaceSid workspace,
        TaskSid task,
        WorkerSid worker,
        String workerName,
        TaskChannelSid taskChannel,
        ReservationStatus status,
        Instant deadline,
        int timeout,
        boolean held,
        @Nullable Integer canceledReasonCode,
        int round,
        ActivitySid previousActivity,
        @Nullable ActivitySid postWorkActivity,
        @Nullable TransferSid transfer,
        Instant dateCreated,
        Instant dateUpdated,
        long version)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
