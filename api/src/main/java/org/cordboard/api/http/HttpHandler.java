package org.cordboard.api.http;

/// Answers requests; called on a virtual thread of the connection, so it may block. It does not throw.
@FunctionalInterface
public interface HttpHandler {
    Answer answer(Request request);
}
