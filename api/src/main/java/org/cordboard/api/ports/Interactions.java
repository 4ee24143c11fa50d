package org.cordboard.api.ports;

import java.time.Instant;
import java.util.List;
import org.cordboard.routing.sid.CallSid;

/// The record of requests about calls, for their developers. Any thread; nothing fails because it cannot be kept.
public interface Interactions {
    void add(CallSid call, Interaction interaction);

    /// Oldest first.
    ///
    /// @param created when the call was made, which tells where to look
    List<Interaction> of(CallSid call, Instant created);

    /// Keeps nothing.
    static Interactions none() {
        return new Interactions() {
            @Override
            public void add(CallSid call, Interaction interaction) {
                // Nowhere to keep it.
            }

            @Override
            public List<Interaction> of(CallSid call, Instant created) {
                return List.of();
            }
        };
    }
}
