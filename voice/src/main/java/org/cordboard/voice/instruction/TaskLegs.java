package org.cordboard.voice.instruction;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.voice.leg.Leg;

/// Which legs belong to whom in the conferences of tasks.
public final class TaskLegs {
    private record Key(TaskSid task, WorkerSid worker) {}

    private final Map<Key, CallSid> workers = new ConcurrentHashMap<>();
    private final Map<TaskSid, CallSid> customers = new ConcurrentHashMap<>();

    void worker(TaskSid task, WorkerSid worker, Leg leg) {
        var key = new Key(task, worker);
        workers.put(key, leg.sid());
        leg.atEnd(_ -> workers.remove(key, leg.sid()));
    }

    void customer(TaskSid task, Leg leg) {
        customers.put(task, leg.sid());
        leg.atEnd(_ -> customers.remove(task, leg.sid()));
    }

    public Optional<CallSid> worker(TaskSid task, WorkerSid worker) {
        return Optional.ofNullable(workers.get(new Key(task, worker)));
    }

    public Optional<CallSid> customer(TaskSid task) {
        return Optional.ofNullable(customers.get(task));
    }
}
