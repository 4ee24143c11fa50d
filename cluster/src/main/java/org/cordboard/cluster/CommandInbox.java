package org.cordboard.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.jspecify.annotations.Nullable;

/// Commands that wait for the next log entry. Bounded: a full inbox refuses. Safe from any thread.
final class CommandInbox {
    /// An entry holds at most so many commands and, unless one alone is larger, so many bytes.
    private static final int BATCH_COMMANDS_MAX = 1_024;
    private static final int BATCH_BYTES_MAX = 512 * 1_024;
    /// Ratis takes entries of up to 4 MiB.
    private static final int COMMAND_BYTES_MAX = 3 * 1_024 * 1_024;

    private final ArrayBlockingQueue<Waiting> queue;
    private final int capacity;
    private @Nullable Waiting leftOver;

    /// @param reply completed once the command is committed and applied
    record Waiting(byte[] command, CompletableFuture<Outcome> reply) {}

    CommandInbox(int capacity) {
        this.capacity = capacity;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    CompletableFuture<Outcome> add(byte[] command) {
        if (command.length > COMMAND_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the command has " + command.length + " bytes, the most is " + COMMAND_BYTES_MAX);
        }
        var waiting = new Waiting(command, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            throw new EngineUnavailableException(capacity + " commands are waiting already; try again");
        }
        return waiting.reply();
    }

    int waiting() {
        return queue.size();
    }

    /// All that wait now, at least one; waits for it. One thread takes.
    List<Waiting> take() throws InterruptedException {
        var batch = new ArrayList<Waiting>();
        var first = leftOver != null ? leftOver : queue.take();
        leftOver = null;
        batch.add(first);
        int bytes = first.command().length;
        while (batch.size() < BATCH_COMMANDS_MAX) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            bytes += next.command().length;
            if (bytes > BATCH_BYTES_MAX) {
                leftOver = next;
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    /// Refuses all that wait.
    void refuseAll(String reason) {
        var waiting = new ArrayList<Waiting>();
        queue.drainTo(waiting);
        waiting.forEach(command -> command.reply().completeExceptionally(new EngineUnavailableException(reason)));
    }
}
