package org.cordboard.voice.leg;

/// What drives a leg: a document, a flow, a place in a conference, or the mere patience of a called party.
@FunctionalInterface
public interface Program {
    /// Runs on the leg's own virtual thread. When it returns, the leg is hung up.
    void run(Leg leg) throws Departure, InterruptedException;
}
