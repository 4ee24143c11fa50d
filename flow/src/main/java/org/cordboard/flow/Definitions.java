package org.cordboard.flow;

import java.util.Optional;

/// The flows an execution may meet: its own and the sub-flows it names. A snapshot in memory, not a database query: the
/// interpreter asks it in the middle of a step.
public interface Definitions {

    String LATEST_PUBLISHED = "LatestPublished";
    String LATEST_DRAFT = "LatestDraft";

    /// @param revision a number as text, [#LATEST_PUBLISHED] or [#LATEST_DRAFT]
    Optional<Revision> find(String flowSid, String revision);

    /// One saved state of a flow; the number is fixed for the life of the execution that runs it.
    record Revision(String flowSid, int number, FlowDefinition definition) {}

    /// A single flow and nothing else.
    static Definitions of(String flowSid, int number, FlowDefinition definition) {
        var revision = new Revision(flowSid, number, definition);
        return (sid, wanted) -> sid.equals(flowSid) ? Optional.of(revision) : Optional.empty();
    }
}
