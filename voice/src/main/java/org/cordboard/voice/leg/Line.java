package org.cordboard.voice.leg;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The signalling side of a leg. Methods return at once, are safe on any thread and harmless when it is too late.
public interface Line {
    /// Tells an inbound caller that we are at it.
    void ring();

    /// Answers an inbound call.
    ///
    /// @return false when the caller is gone already
    boolean answer();

    /// Ends whatever there is: BYE when answered, a refusal towards a caller, CANCEL towards a callee.
    ///
    /// @param status SIP status of a refusal
    /// @param headers extra headers of a BYE
    void close(int status, Map<String, String> headers);

    /// Whether the far end can be asked to call someone else.
    default boolean refers() {
        return false;
    }

    /// Asks the far end to call someone else.
    ///
    /// @return answer to REFER, and the status that the last NOTIFY reported
    default CompletableFuture<Referred> refer(String target) {
        return CompletableFuture.completedFuture(new Referred(501, 0));
    }

    /// @param answer SIP status of the answer to REFER
    /// @param outcome SIP status of the new call, 0 when never told
    record Referred(int answer, int outcome) {}

    /// A line that leads nowhere, until the real one is in place.
    Line NONE = new Line() {
        @Override
        public void ring() {}

        @Override
        public boolean answer() {
            return false;
        }

        @Override
        public void close(int status, Map<String, String> headers) {}
    };
}
