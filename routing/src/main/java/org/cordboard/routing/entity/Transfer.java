package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// A task handed from one worker to another worker or task queue (8.7).
///
/// @param mode `WARM` or `COLD`
/// @param type `WORKER` or `QUEUE`
/// @param status `initiated`, `complete`, `failed` or `canceled`
public record Transfer(
        TransferSid sid,
        AccountSid account,
        WorkspaceSid workspace,
        TaskSid task,
        ReservationSid initiatingReservation,
        WorkerSid initiatingWorker,
        @Nullable TaskQueueSid initiatingQueue,
        @Nullable WorkflowSid initiatingWorkflow,
        String mode,
        String type,
        String to,
        String status,
        @Nullable String failedReason,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
