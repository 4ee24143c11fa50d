package org.cordboard.api.endpoint;

/// Hears of every answered request; called on the request's own thread.
@FunctionalInterface
public interface RequestWatch {
    /// @param operation id of the endpoint, of which there are a few hundred; `none` where nothing owns the path
    void answered(String operation, int status, long nanos);

    static RequestWatch none() {
        return (operation, status, nanos) -> {};
    }
}
