package org.cordboard.voice.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.Refusal;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.voice.bridge.Bridge;
import org.cordboard.voice.leg.Cut;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.LeftQueue;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
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
    private record Dismissed() implements Signal.Urgent {}

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
    private final Set<Arrivals> watchers = ConcurrentHashMap.newKeySet();

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
                    arrived(member.queue());
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
        Fields figures = figures(member);
        try {
            while (true) {
                figures = figures(member);
                var connection = round(leg, wait.next(figures));
                if (connection != null) {
                    taken.remove(leg.sid());
                    var bridged = figures(member);
                    waiting.remove(leg.sid());
                    return meet(leg, connection, bridged);
                }
            }
        } catch (LeftQueue gone) {
            return left(leg, gone.result(), figures, null);
        } catch (LegOver over) {
            return left(leg, "hangup", figures, over);
        } catch (Diverted diverted) {
            boolean takenOver = diverted.why() == Diverted.Why.TAKEN_OVER;
            return left(leg, takenOver ? "bridged" : "redirected", figures, diverted);
        } catch (Departure other) {
            return left(leg, "system-error", figures, other);
        } finally {
            waiting.remove(leg.sid());
            var lost = taken.remove(leg.sid());
            if (lost != null) {
                lost.bridge.end();
            }
        }
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

    private @Nullable Taken round(Leg leg, Program program) throws Departure, InterruptedException {
        long started = System.nanoTime();
        try {
            leg.inbox().cuttable(() -> {
                program.run(leg);
                var earliest =
                        new Deadline(started + Duration.ofMillis(waitMillisMin).toNanos(), false);
                while (!earliest.passed()) {
                    leg.inbox().take(earliest);
                }
            });
        } catch (Cut cut) {
            if (cut.signal() instanceof Dismissed) {
                throw new LeftQueue("leave");
            }
            return cut.signal() instanceof Taken connection ? connection : null;
        }
        return null;
    }

    private Ending meet(Leg leg, Taken taken, Fields figures) throws InterruptedException {
        try {
            if (taken.before != null) {
                taken.before.run(leg);
            }
            leave(leg, "bridged");
            taken.bridge.stay(leg, false, Deadline.NEVER);
            return new Ending("bridged", figures, null);
        } catch (LegOver over) {
            taken.bridge.end();
            leave(leg, "hangup");
            return new Ending(taken.bridge.wereTogether() ? "bridged" : "hangup", figures, over);
        } catch (Departure departure) {
            taken.bridge.end();
            leave(leg, "redirected-from-bridged");
            return new Ending("redirected-from-bridged", figures, departure);
        }
    }

    private Ending left(Leg leg, String result, Fields figures, @Nullable Departure departure) {
        leave(leg, result);
        return new Ending(result, figures, departure);
    }

    private void leave(Leg leg, String result) {
        submit(new QueueCommand.Leave(leg.sid(), result));
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

    /// Somebody came into a queue.
    private record Arrived() implements Signal {}

    /// A leg that waits for a caller to come.
    public final class Arrivals implements AutoCloseable {
        private final QueueSid queue;
        private final Leg leg;

        private Arrivals(QueueSid queue, Leg leg) {
            this.queue = queue;
            this.leg = leg;
        }

        /// @return false when nobody came in time
        public boolean await(Deadline end) throws Departure, InterruptedException {
            while (true) {
                switch (leg.inbox().take(end)) {
                    case Arrived _ -> {
                        return true;
                    }
                    case Signal.TimeUp _ -> {
                        return false;
                    }
                    default -> {
                        // Keys do not bring callers.
                    }
                }
            }
        }

        @Override
        public void close() {
            watchers.remove(this);
        }
    }

    /// Watches a queue for the leg until closed.
    public Arrivals arrivals(QueueSid queue, Leg leg) {
        var arrivals = new Arrivals(queue, leg);
        watchers.add(arrivals);
        return arrivals;
    }

    private void arrived(QueueSid queue) {
        for (var watcher : watchers) {
            if (watcher.queue.equals(queue)) {
                watcher.leg.inbox().post(new Arrived());
            }
        }
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
        return engine.read(view -> figures(view, member, now));
    }

    private static Fields figures(RoutingView view, QueueMember member, Instant now) {
        var queue = view.record(VoiceQueue.class, member.queue().value());
        List<QueueMember> members = view.records(QueueMember.class).stream()
                .filter(m -> m.queue().equals(member.queue()))
                .toList();
        long ahead = members.stream()
                .filter(m -> ahead(m, member))
                .count();
        double average = members.stream()
                .mapToLong(
                        m -> Math.max(0, Duration.between(m.dateEnqueued(), now).toSeconds()))
                .average()
                .orElse(0);
        long waited = Math.max(0, Duration.between(member.dateEnqueued(), now).toSeconds());
        return Fields.of(
                "QueueSid", member.queue().value(),
                "QueueTime", Long.toString(waited),
                "QueuePosition", Long.toString(ahead + 1),
                "AvgQueueTime", Long.toString(Math.round(average)),
                "CurrentQueueSize", Integer.toString(members.size()),
                "MaxQueueSize", Integer.toString(queue == null ? SIZE_MAX : queue.maxSize()));
    }

    private static boolean ahead(QueueMember other, QueueMember member) {
        int order = other.dateEnqueued().compareTo(member.dateEnqueued());
        return order < 0 || (order == 0 && other.call().compareTo(member.call()) < 0);
    }

    /// Makes the program of each round of waiting.
    @FunctionalInterface
    public interface WaitPrograms {
        Program next(Fields figures) throws Departure, InterruptedException;
    }
}
