package org.cordboard.routing.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.EventSid;

/// An event as published by webhook, socket and Events resource (9).
///
/// @param workspace as it is after the event
/// @param subject what the event is about; decides resource type and SID
/// @param details parameters that are not part of a context value, by their webhook name: `TaskCanceledReason`,
///     `WorkerPreviousActivitySid`, `WorkerTimeInPreviousActivityMs` and the like
public record TaskRouterEvent(
        EventSid sid,
        EventType type,
        Instant at,
        Workspace workspace,
        EventContext context,
        Map<String, String> details,
        List<Entity> changed,
        List<Entity> removed)
        implements Event {

    /// A detail for the debugger alone: the code of what is wrong with the known worker of the target just entered.
    public static final String KNOWN_WORKER_WARNING = "KnownWorkerWarning";
}
