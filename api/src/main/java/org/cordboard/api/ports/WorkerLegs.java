package org.cordboard.api.ports;

import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.sid.WorkerSid;

/// What the newer browser client does to the legs of a task's conference (TaskRouter reference 11.2, 8.7).
public interface WorkerLegs {
    /// Options `EndConferenceOnExit`, `Mute`, `BeepOnExit`.
    void updateWorker(Reservation reservation, Options options);

    /// Options `Hold`, `HoldUrl`, `HoldMethod`.
    void updateCustomer(Task task, Options options);

    /// Options `Hold`, `HoldUrl`, `HoldMethod`.
    void holdWorker(Task task, WorkerSid target, Options options);

    void kickWorker(Task task, WorkerSid target);
}
