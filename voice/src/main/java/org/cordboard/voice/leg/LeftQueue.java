package org.cordboard.voice.leg;

/// A wait document says that the caller leaves the queue, or cannot go on.
public final class LeftQueue extends Departure {
    private static final long serialVersionUID = 1L;

    private final String result;

    /// @param result as the published QueueResult
    public LeftQueue(String result) {
        super("the caller leaves the queue");
        this.result = result;
    }

    public String result() {
        return result;
    }
}
