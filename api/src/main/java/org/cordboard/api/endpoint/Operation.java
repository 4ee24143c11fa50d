package org.cordboard.api.endpoint;

import org.cordboard.api.http.Answer;

/// What an endpoint does with a validated exchange; a [org.cordboard.api.http.Problem] is an answer too.
@FunctionalInterface
public interface Operation {
    Answer run(Exchange exchange);
}
