package org.cordboard.voice.leg;

/// An urgent signal cut into what was running.
public final class Cut extends Departure {
    private static final long serialVersionUID = 1L;

    private final transient Signal.Urgent signal;

    Cut(Signal.Urgent signal) {
        super("cut by a signal");
        this.signal = signal;
    }

    public Signal.Urgent signal() {
        return signal;
    }
}
