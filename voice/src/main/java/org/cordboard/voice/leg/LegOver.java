package org.cordboard.voice.leg;

/// The leg has ended; nothing can be done with it any more.
public final class LegOver extends Departure {
    private static final long serialVersionUID = 1L;

    public LegOver() {
        super("the leg is over");
    }
}
