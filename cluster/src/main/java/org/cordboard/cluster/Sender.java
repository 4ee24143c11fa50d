package org.cordboard.cluster;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings commands into the log, one entry after the other: what arrives while an entry is being written and applied
/// shares the next one.
///
/// A batch that gets no answer is sent again, to whoever leads by then, under the same sequence; the state recognises
/// the repeat. Replies come from the state of this node, so that a caller who was answered reads its own write here.
final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long ATTEMPT_SECONDS = 3;
    private static final long PAUSE_MILLIS = 50;

    private final UUID id = UUID.randomUUID();
    private final CommandInbox inbox;
    private final String name;
    private volatile @Nullable Thread thread;
    private volatile @Nullable InFlight inFlight;
    private volatile boolean closed;
    private long sequence;

    private record InFlight(long sequence, List<CommandInbox.Waiting> commands, CompletableFuture<Boolean> applied) {}

    Sender(String name, CommandInbox inbox) {
        this.name = name;
        this.inbox = inbox;
    }

    /// @param log sends the bytes of a batch to the leader; the future fails when that did not work
    void start(Function<byte[], CompletableFuture<?>> log) {
        thread = Thread.ofPlatform().name("log-" + name).daemon().start(() -> run(log));
    }

    /// A batch was applied here; on the engine thread. Outcomes are null when it had been applied before.
    void applied(Batch batch, @Nullable List<Outcome> outcomes) {
        var mine = inFlight;
        if (mine == null || !batch.sender().equals(id) || batch.sequence() != mine.sequence()) {
            return;
        }
        if (outcomes != null) {
            for (int i = 0; i < outcomes.size(); i++) {
                mine.commands().get(i).reply().complete(outcomes.get(i));
            }
        }
        mine.applied().complete(true);
    }

    private void run(Function<byte[], CompletableFuture<?>> log) {
        try {
            while (!closed) {
                send(inbox.take(), log);
            }
        } catch (InterruptedException e) {
            // close() ends the thread this way
        }
    }

    private void send(List<CommandInbox.Waiting> commands, Function<byte[], CompletableFuture<?>> log)
            throws InterruptedException {
        sequence++;
        var mine = new InFlight(sequence, commands, new CompletableFuture<>());
        inFlight = mine;
        var bytes = Batch.encode(
                id,
                sequence,
                commands.stream().map(CommandInbox.Waiting::command).toList());
        long until = System.nanoTime() + PATIENCE_NANOS;
        String problem = "no answer";
        try {
            while (!closed && System.nanoTime() < until) {
                problem = attempt(() -> log.apply(bytes), mine.applied());
                if (mine.applied().isDone()) {
                    return;
                }
                LOG.debug("Batch {} goes out again: {}", sequence, problem);
                Thread.sleep(PAUSE_MILLIS);
            }
        } finally {
            refuse(commands, "the log could not take the command (" + problem + "); whether it will is not known");
        }
    }

    /// @return what went wrong, when `applied` is not done
    private static String attempt(Supplier<CompletableFuture<?>> send, CompletableFuture<Boolean> applied)
            throws InterruptedException {
        try {
            var sent = send.get();
            CompletableFuture.anyOf(applied, sent).get(ATTEMPT_SECONDS, TimeUnit.SECONDS);
            // Committed; a follower applies it a moment later.
            applied.get(ATTEMPT_SECONDS, TimeUnit.SECONDS);
            return "";
        } catch (TimeoutException e) {
            return "no answer";
        } catch (ExecutionException | EngineUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void refuse(List<CommandInbox.Waiting> commands, String reason) {
        for (var command : commands) {
            if (!command.reply().isDone()) {
                command.reply().completeExceptionally(new EngineUnavailableException(reason));
            }
        }
    }

    /// Refuses everything that waits; does not wait for the thread.
    void abort() {
        closed = true;
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
        inbox.refuseAll("the engine is closed");
    }

    @Override
    public void close() {
        abort();
        var running = thread;
        if (running != null) {
            try {
                running.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
