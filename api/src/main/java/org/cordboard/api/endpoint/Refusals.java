package org.cordboard.api.endpoint;

import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.Outcome;

/// Turns what the engine refused into the published error: the one exhaustive place for it.
public final class Refusals {
    private Refusals() {}

    public static Problem problem(Outcome.Refused refused, Exchange exchange) {
        return switch (refused.refusal()) {
            case NOT_FOUND -> exchange.notFound();
            case INVALID, LIMIT, QUEUE_FULL -> new Problem(ErrorCode.BAD_REQUEST, refused.message());
            case VERSION_MISMATCH -> new Problem(ErrorCode.PRECONDITION, "Precondition Failed");
            case NOTHING_WAITING -> exchange.notFound();
        };
    }

    /// What was done, or the refusal as a problem.
    public static Outcome.Done done(Outcome outcome, Exchange exchange) {
        return switch (outcome) {
            case Outcome.Done done -> done;
            case Outcome.Refused refused -> throw problem(refused, exchange);
        };
    }
}
