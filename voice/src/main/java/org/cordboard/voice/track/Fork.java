package org.cordboard.voice.track;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One thing that runs beside a call. Methods may be called from any thread and return at once.
public interface Fork {
    String sid();

    /// As the application named it, so that it can be stopped by that.
    @Nullable
    String name();

    /// How many tracks it hears.
    int tracks();

    boolean running();

    /// Harmless when repeated.
    void stop();

    /// Completed when nothing of it runs any more.
    CompletableFuture<Void> ended();

    default boolean is(String sidOrName) {
        return sidOrName.equals(sid()) || sidOrName.equals(name());
    }
}
