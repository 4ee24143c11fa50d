package org.cordboard.voice.leg;

/// A wait document says that the caller leaves the queue.
public final class LeftQueue extends Departure {
    private static final long serialVersionUID = 1L;

    public LeftQueue() {
        super("the caller leaves the queue");
    }
}
