package org.cordboard.cluster;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cordboard.routing.EngineUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the state, and its bounded inbox. Work runs strictly in the order it came.
///
/// A change that throws means a bug or a damaged log: the loop stops and tells `onFatal`; nothing is skipped. A read
/// that throws concerns its caller only.
final class StateLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLoop.class);
    private static final int INBOX_MAX = 8_192;
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(INBOX_MAX);
    private final Consumer<Throwable> onFatal;
    private final Thread thread;
    private volatile @Nullable String stopped;

    StateLoop(String name, Consumer<Throwable> onFatal) {
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name("engine-" + name).daemon().start(this::run);
    }

    /// Adds a change of the state; waits while the inbox is full.
    void change(Runnable change) throws InterruptedException {
        while (!inbox.offer(change, 1, TimeUnit.SECONDS)) {
            requireRunning();
        }
        requireRunning();
    }

    /// Runs the function on the owner thread and answers with its result or exception.
    <T> T call(Supplier<T> function) {
        if (Thread.currentThread() == thread) {
            return function.get();
        }
        var result = new CompletableFuture<T>();
        Runnable work = () -> {
            try {
                result.complete(function.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        };
        try {
            requireRunning();
            if (!inbox.offer(work, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new EngineUnavailableException("the engine has " + INBOX_MAX
                        + " jobs waiting and took no more for " + PATIENCE_SECONDS + " s");
            }
            while (true) {
                try {
                    return result.get(1, TimeUnit.SECONDS);
                } catch (java.util.concurrent.TimeoutException e) {
                    requireRunning();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while waiting for the engine");
        } catch (java.util.concurrent.ExecutionException e) {
            throw rethrow(e.getCause());
        }
    }

    private static RuntimeException rethrow(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new CompletionException(cause);
        };
    }

    void requireRunning() {
        var reason = stopped;
        if (reason != null) {
            throw new EngineUnavailableException(reason);
        }
    }

    /// Stops taking work, for good.
    void fail(Throwable cause) {
        if (stopped == null) {
            stopped = "the engine stopped: " + cause;
            LOG.error("The engine stops; nothing more is accepted on this node", cause);
            onFatal.accept(cause);
        }
    }

    private void run() {
        try {
            while (stopped == null) {
                inbox.take().run();
            }
        } catch (InterruptedException e) {
            // close() ends the loop this way
        } catch (Throwable e) {
            fail(e);
        }
    }

    @Override
    public void close() {
        if (stopped == null) {
            stopped = "the engine is closed";
        }
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
