package org.cordboard.api.ports;

import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.jspecify.annotations.Nullable;

/// Runs of flows that REST starts and ends (Studio reference 3.7, 7.3, 8.6).
public interface FlowRuns {
    /// Starts the given revision with event `incomingRequest`; the stored execution is `active` when this returns.
    ///
    /// @param parameters JSON object text, null for none
    Execution start(
            Account account,
            Flow flow,
            FlowRevision revision,
            String to,
            String from,
            @Nullable String parameters,
            String requestSid);

    /// Ends the run at once; no further transitions.
    Execution end(Execution execution);
}
