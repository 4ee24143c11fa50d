package org.cordboard.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.StateMachine;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.event.Committed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine behind a durable log, on one node or on several (design: "Durability and scale").
///
/// A command travels: caller → [CommandInbox] → [Sender] (one log entry at a time) → Ratis (fsync, majority) →
/// [ReplicatedState] → engine thread → caller. On a follower the sender's entry takes the way over the leader; the
/// answer still comes from the state of this node.
public final class DurableEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(DurableEngine.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final long SUBMIT_SECONDS = 20;

    private final EngineConfig config;
    private final StateMachine machine;
    private final RecordCodec codec = new RecordCodec();
    private final StateLoop loop;
    private final EventTail tail;
    private final ReplicatedState state;
    private final RatisLog log;
    private final CommandInbox inbox;
    private final Sender sender;
    private final DeadlineTimer timer;
    private final SnapshotWriter snapshots;
    private volatile long position;
    private volatile LongConsumer writes = nanos -> {};
    private int commandsSinceSnapshot;
    private boolean closed;

    /// Opens the log, brings the state up to its end, and returns when commands are taken.
    ///
    /// @param machine fresh and empty; belongs to the engine from now on
    /// @param onFatal called once when the node cannot go on, for instance because the disk is full; should end the
    ///     process. Whatever was acknowledged is in the log
    public static DurableEngine start(
            EngineConfig config, StateMachine machine, InstantSource clock, Consumer<Throwable> onFatal)
            throws IOException {
        var engine = new DurableEngine(config, machine, clock, onFatal);
        try {
            engine.open();
            return engine;
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private DurableEngine(EngineConfig config, StateMachine machine, InstantSource clock, Consumer<Throwable> onFatal)
            throws IOException {
        this.config = config;
        this.machine = machine;
        inbox = new CommandInbox(config.inboxCommands());
        sender = new Sender(config.node(), inbox);
        loop = new StateLoop(config.node(), cause -> {
            sender.abort();
            abandon(cause);
            onFatal.accept(cause);
        });
        tail = new EventTail(config.durableConsumers(), EventTail.WINDOW);
        state = new ReplicatedState(machine, loop, tail, codec, clock, new Listener());
        timer = new DeadlineTimer(config.node(), clock, this::expireDue);
        log = new RatisLog(config, state);
        snapshots = new SnapshotWriter(state, codec, log::cutLog);
    }

    private void open() throws IOException {
        log.start();
        long until = System.nanoTime() + START_PATIENCE.toNanos();
        while (config.alone() ? !log.leads() : !log.hasLeader()) {
            loop.requireRunning();
            if (System.nanoTime() > until) {
                throw new IOException("no leader was found within " + START_PATIENCE.toSeconds() + " s");
            }
            pause();
        }
        sender.start(this::written);
        position = loop.call(() -> {
            timer.set(machine.earliestDeadline());
            return machine.position();
        });
    }

    private CompletableFuture<?> written(byte[] entry) {
        long started = System.nanoTime();
        CompletableFuture<?> durable = log.send(entry);
        durable.whenComplete((_, failure) -> {
            if (failure == null) {
                writes.accept(System.nanoTime() - started);
            }
        });
        return durable;
    }

    /// Who hears how many nanoseconds each log entry took until it was durable and applied; short, on any thread.
    public void onWrite(LongConsumer listener) {
        writes = listener;
    }

    /// Commands that wait for the next log entry.
    public int waiting() {
        return inbox.waiting();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", e);
        }
    }

    @Override
    public Outcome submit(Command command) {
        loop.requireRunning();
        tail.requireRoom();
        var reply = inbox.add(codec.encode(command));
        try {
            return reply.get(SUBMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        } catch (TimeoutException e) {
            loop.requireRunning();
            throw new EngineUnavailableException("no answer within " + SUBMIT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while waiting for the log");
        }
    }

    private static RuntimeException unavailable(@Nullable Throwable cause) {
        // A fresh one, so that the trace shows who called.
        return cause instanceof EngineUnavailableException known
                ? new EngineUnavailableException(String.valueOf(known.getMessage()))
                : new EngineUnavailableException(String.valueOf(cause));
    }

    private void abandon(Throwable cause) {
        state.abandon(cause);
    }

    /// Only the leader's clock counts; followers leave it to him.
    private void expireDue() {
        if (log.leads()) {
            submit(new ExpireDue());
        }
    }

    @Override
    public <T> T read(Function<RoutingView, T> view) {
        return loop.call(() -> view.apply(machine.view()));
    }

    @Override
    public Subscription follow(String name, long after, Consumer<Committed> consumer) {
        return tail.follow(name, after, consumer);
    }

    @Override
    public void acknowledge(String name, long number) {
        tail.acknowledge(name, number);
    }

    @Override
    public long position() {
        return position;
    }

    /// Whether this node leads, for metrics and for jobs that one node does for all.
    public boolean leads() {
        return log.leads();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        timer.close();
        sender.close();
        writeLastSnapshot();
        tail.close();
        snapshots.close();
        log.close();
        loop.close();
    }

    /// Makes the next start fast. Not needed for anything else, so that any failure is only a slower start.
    private void writeLastSnapshot() {
        try {
            var copy = loop.call(() -> commandsSinceSnapshot == 0 ? null : state.copy());
            if (copy != null && !snapshots.isBusy()) {
                snapshots.writeNow(copy);
                log.cutLog();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("No snapshot at the end; the next start reads the log: {}", e.toString());
        }
    }

    /// On the engine thread.
    private final class Listener implements ReplicatedState.Listener {
        @Override
        public void applied(Batch batch, @Nullable List<Outcome> outcomes) {
            position = machine.position();
            timer.set(machine.earliestDeadline());
            sender.applied(batch, outcomes);
            commandsSinceSnapshot += batch.commands().size();
        }

        @Override
        public void entryDone() {
            int due = Math.max(config.snapshotCommands(), snapshots.recordsWritten());
            if (commandsSinceSnapshot >= due && !snapshots.isBusy()) {
                commandsSinceSnapshot = 0;
                snapshots.start();
            }
        }

        @Override
        public void restored() {
            position = machine.position();
            timer.set(machine.earliestDeadline());
            commandsSinceSnapshot = 0;
        }
    }
}
