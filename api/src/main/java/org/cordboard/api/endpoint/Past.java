package org.cordboard.api.endpoint;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.jspecify.annotations.Nullable;

/// The history as of now: callers read what they wrote. A server may run without one; then only the present is known.
public record Past(Engine engine, @Nullable History history) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    public History known() {
        if (history == null) {
            throw new Problem(ErrorCode.UNAVAILABLE, "This server keeps no history");
        }
        try {
            history.await(engine.position(), PATIENCE);
            return history;
        } catch (TimeoutException behind) {
            throw new Problem(ErrorCode.UNAVAILABLE, "The history is behind; try again");
        }
    }
}
