package org.cordboard.voice.queue;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.Refusal;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.voice.bridge.Bridge;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// The queues as legs see them. Any thread; the waiting itself happens on the leg's own.
public final class Queues {
    /// Queues made on demand hold this many.
    public static final int SIZE_MAX = 1_000;

    /// Somebody takes the waiting call.
    ///
    /// @param before what the caller hears first, when there is something
    public record Taken(Bridge bridge, @Nullable Program before) implements Signal.Urgent {}

    /// The waiting has become pointless: the caller leaves.
    record Dismissed() implements Signal.Urgent {}

    /// Whether a call came into a queue.
    public sealed interface Entry {
        record Waiting(QueueMember member) implements Entry {}

        /// @param result as the published QueueResult
        record Refused(String result, String why) implements Entry {}
    }

    /// How the waiting ended.
    ///
    /// @param result the published QueueResult
    /// @param departure what the leg is on its way to, if anything
    public record Ending(
            String result, Fields figures, @Nullable Departure departure) {}

    private final Engine engine;
    private final InstantSource clock;
    private final int waitMillisMin;
    private final Map<CallSid, Leg> waiting = new ConcurrentHashMap<>();
    private final Map<CallSid, Taken> taken = new ConcurrentHashMap<>();
    private final Arrivals arrivals = new Arrivals();

    public Queues(Engine engine, InstantSource clock, int waitMillisMin) {
        this.engine = engine;
        this.clock = clock;
        this.waitMillisMin = waitMillisMin;
    }

    /// @param maxSize how many may wait for this caller to come in too; 0 for what the queue allows
    public Entry enter(Leg leg, String name, int maxSize) {
        return enter(leg, new QueueCommand.Join(leg.account().sid(), leg.sid(), name, maxSize));
    }

    /// @param attributes of the task, as JSON
    public Entry enter(
            Leg leg, WorkflowSid workflow, String attributes, @Nullable Integer priority, @Nullable Integer timeout) {
        return enter(
                leg,
                new QueueCommand.JoinWorkflow(leg.account().sid(), leg.sid(), workflow, attributes, priority, timeout));
    }

    private Entry enter(Leg leg, QueueCommand command) {
        // Findable before the task exists: an instruction may come as soon as it does.
        waiting.put(leg.sid(), leg);
        try {
            return switch (engine.submit(command)) {
                case Outcome.Done _ -> {
                    var member = engine.read(
                            view -> view.record(QueueMember.class, leg.sid().value()));
                    if (member == null) {
                        yield refused(leg, "system-error", "the call left at once");
                    }
                    arrivals.arrived(member.queue());
                    yield new Entry.Waiting(member);
                }
                case Outcome.Refused(var refusal, var message) ->
                    refused(leg, refusal == Refusal.QUEUE_FULL ? "queue-full" : "error", message);
            };
        } catch (EngineUnavailableException e) {
            return refused(leg, "system-error", String.valueOf(e.getMessage()));
        }
    }

    private Entry refused(Leg leg, String result, String why) {
        waiting.remove(leg.sid());
        return new Entry.Refused(result, why);
    }

    /// Waits on the leg's own thread: runs the wait program again and again until somebody takes the call or it leaves.
    ///
    /// @param wait makes the next round, from fresh figures
    public Ending await(Leg leg, QueueMember member, WaitPrograms wait) throws InterruptedException {
        try {
            return new QueueStay(this, leg, member, wait, waitMillisMin).run();
        } finally {
            waiting.remove(leg.sid());
            var lost = taken.remove(leg.sid());
            if (lost != null) {
                lost.bridge.end();
            }
        }
    }

    /// The connection has reached its caller, who waits no more.
    void met(Leg leg) {
        taken.remove(leg.sid());
        waiting.remove(leg.sid());
    }

    void leave(Leg leg, String result) {
        submit(new QueueCommand.Leave(leg.sid(), result));
    }

    /// Connects a claimed call; when it departs first, the bridge ends.
    public void connect(Leg leg, Taken connection) {
        taken.put(leg.sid(), connection);
        if (waiting.containsKey(leg.sid())) {
            leg.inbox().post(connection);
        } else if (taken.remove(leg.sid(), connection)) {
            connection.bridge.end();
        }
    }

    /// Takes a waiting call for a connection; nobody else can take it then.
    ///
    /// @param call null for the longest waiting one
    public Optional<Leg> claim(QueueSid queue, @Nullable CallSid call) {
        if (!(engine.submit(new QueueCommand.Claim(queue, call)) instanceof Outcome.Done done)) {
            return Optional.empty();
        }
        var claimed = done.subject() instanceof QueueMember member ? member.call() : call;
        return claimed == null ? Optional.empty() : Optional.ofNullable(waiting.get(claimed));
    }

    /// Sends a waiting caller on with his document, as if he had left by himself.
    public void dismiss(CallSid call) {
        waiting(call).ifPresent(leg -> leg.inbox().post(new Dismissed()));
    }

    /// The connection failed: the call waits on.
    public void unclaim(Leg leg) {
        submit(new QueueCommand.Unclaim(leg.sid()));
    }

    private void submit(QueueCommand command) {
        try {
            engine.submit(command);
        } catch (EngineUnavailableException _) {
            // The engine hears of the call's end by its record, or closes it when this node is gone.
            return;
        }
    }

    /// A leg that waits for a caller to come, until closed.
    public interface Watch extends AutoCloseable {
        /// @return false when nobody came in time
        boolean await(Deadline end) throws Departure, InterruptedException;

        @Override
        void close();
    }

    /// Watches a queue for the leg.
    public Watch watch(QueueSid queue, Leg leg) {
        return arrivals.watch(queue, leg);
    }

    /// The leg of a call that waits here.
    public Optional<Leg> waiting(CallSid call) {
        return Optional.ofNullable(waiting.get(call));
    }

    public Optional<QueueMember> member(CallSid call) {
        return Optional.ofNullable(engine.read(view -> view.record(QueueMember.class, call.value())));
    }

    /// A queue by SID or name.
    public Optional<VoiceQueue> find(AccountSid account, String sidOrName) {
        return engine.read(view -> view.records(VoiceQueue.class).stream()
                .filter(queue -> queue.account().equals(account))
                .filter(queue -> queue.sid().value().equals(sidOrName)
                        || queue.friendlyName().equals(sidOrName))
                .findFirst());
    }

    /// What a wait document is told of the queue.
    public Fields figures(QueueMember member) {
        var now = clock.instant();
        return engine.read(view -> QueueFigures.of(view, member, now));
    }

    /// Makes the program of each round of waiting.
    @FunctionalInterface
    public interface WaitPrograms {
        Program next(Fields figures) throws Departure, InterruptedException;
    }
}
