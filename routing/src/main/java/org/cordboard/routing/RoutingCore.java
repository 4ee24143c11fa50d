package org.cordboard.routing;

import java.time.Instant;
import java.util.Optional;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskChannelCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.TransferCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Entity;
import org.jspecify.annotations.Nullable;

/// The routing state machine. One thread owns it; it has no clock, no randomness and does no I/O.
public final class RoutingCore implements StateMachine {
    private final RoutingSettings settings;
    private State state;
    private StateView view;

    public RoutingCore() {
        this(RoutingSettings.DEFAULT);
    }

    public RoutingCore(RoutingSettings settings) {
        this.settings = settings;
        this.state = new State(settings);
        this.view = new StateView(state);
    }

    @Override
    public Outcome apply(Entry entry) {
        var before = state.now;
        if (entry.now().isBefore(before)) {
            throw new IllegalStateException("time went back from " + before + " to " + entry.now());
        }
        state.now = entry.now();
        var turn = new Turn(state, entry);
        Entity subject;
        try {
            subject = decide(turn, entry.command());
        } catch (Refused refused) {
            if (!turn.isUntouched()) {
                throw new IllegalStateException("refused after the first event: " + refused.text(), refused);
            }
            return new Outcome.Refused(refused.refusal, refused.text());
        }
        if (!sameMinute(before, entry.now())) {
            state.taskIndex.demands.unsettleTimeReaders();
        }
        Matching.settle(turn);
        return new Outcome.Done(subject, turn.events(), state.position);
    }

    private static boolean sameMinute(Instant one, Instant other) {
        return Math.floorDiv(one.getEpochSecond(), 60) == Math.floorDiv(other.getEpochSecond(), 60);
    }

    private static @Nullable Entity decide(Turn turn, Command command) {
        return switch (command) {
            case WorkspaceCommand workspace -> Workspaces.decide(turn, workspace);
            case ActivityCommand activity -> Activities.decide(turn, activity);
            case TaskChannelCommand channel -> TaskChannels.decide(turn, channel);
            case TaskQueueCommand queue -> TaskQueues.decide(turn, queue);
            case WorkflowCommand workflow -> Workflows.decide(turn, workflow);
            case WorkerCommand worker -> Workers.decide(turn, worker);
            case TaskCommand task -> Tasks.decide(turn, task);
            case ReservationCommand reservation -> Reservations.decide(turn, reservation);
            case TransferCommand transfer -> Transfers.decide(turn, transfer);
            case RecordCommand records -> Records.decide(turn, records);
            case QueueCommand queue -> VoiceQueues.decide(turn, queue);
            case ExpireDue _ -> {
                Expiry.expire(turn);
                yield null;
            }
        };
    }

    @Override
    public Optional<Instant> earliestDeadline() {
        return state.earliestDeadline();
    }

    @Override
    public long position() {
        return state.position;
    }

    @Override
    public RoutingView view() {
        return view;
    }

    /// For checks that look inside.
    State state() {
        return state;
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot(state.position, state.now, state.entities());
    }

    @Override
    public void restore(Snapshot snapshot) {
        var restored = new State(settings);
        snapshot.entities().forEach(restored::put);
        restored.agenda.clear();
        restored.position = snapshot.position();
        restored.now = snapshot.now();
        state = restored;
        view = new StateView(restored);
    }
}
