package org.cordboard.voice.control;

import java.util.HashMap;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.voice.conference.LiveConference;
import org.cordboard.voice.conference.Seat;
import org.cordboard.voice.instruction.TaskLegs;
import org.cordboard.voice.script.Stage;

/// What the newer browser client does to the legs of a task's conference (TaskRouter reference 11.2, 8.7).
public final class WorkerLegs {
    private final Stage stage;
    private final LiveConferences conferences;
    private final TaskLegs legs;

    public WorkerLegs(Stage stage, LiveConferences conferences, TaskLegs legs) {
        this.stage = stage;
        this.conferences = conferences;
        this.legs = legs;
    }

    /// Options `EndConferenceOnExit`, `Mute`, `BeepOnExit`.
    public void updateWorker(Reservation reservation, Options options) {
        var live = live(reservation.task());
        var seat = worker(live, reservation.task(), reservation.worker());
        var renamed = new HashMap<>(options.values());
        var mute = renamed.remove("Mute");
        if (mute != null) {
            renamed.put("Muted", mute);
        }
        conferences.update(live.sid(), seat.leg().sid().value(), new Options(renamed));
    }

    /// Options `Hold`, `HoldUrl`, `HoldMethod`.
    public void updateCustomer(Task task, Options options) {
        var live = live(task.sid());
        var call = legs.customer(task.sid()).orElseThrow(WorkerLegs::gone);
        conferences.update(live.sid(), call.value(), options);
    }

    /// Options `Hold`, `HoldUrl`, `HoldMethod`.
    public void holdWorker(Task task, WorkerSid target, Options options) {
        var live = live(task.sid());
        conferences.update(
                live.sid(), worker(live, task.sid(), target).leg().sid().value(), options);
    }

    public void kickWorker(Task task, WorkerSid target) {
        var live = live(task.sid());
        stage.conferences().eject(worker(live, task.sid(), target));
    }

    private LiveConference live(TaskSid task) {
        return stage.conferences().all().stream()
                .filter(conference -> conference.name().equals(task.value()) && !conference.over())
                .findFirst()
                .orElseThrow(WorkerLegs::gone);
    }

    private Seat worker(LiveConference live, TaskSid task, WorkerSid worker) {
        return legs.worker(task, worker)
                .flatMap(call -> live.seat(call.value()))
                .orElseThrow(WorkerLegs::gone);
    }

    private static ControlFailure gone() {
        return new ControlFailure(400, 20001, "The task is not in a conference with that participant");
    }
}
