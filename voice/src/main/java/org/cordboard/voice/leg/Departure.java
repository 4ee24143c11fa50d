package org.cordboard.voice.leg;

/// Why a program must let go of what it does with a leg. Thrown by [Inbox#take], caught where something has to be
/// put in order, passed on otherwise. Carries no stack trace: it is a way to go, not a fault.
public abstract sealed class Departure extends Exception permits LegOver, Diverted, Cut, LeftQueue, WaitFailed {
    private static final long serialVersionUID = 1L;

    Departure(String message) {
        super(message, null, false, false);
    }
}
