package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.WorkspaceSid;

/// A kind of task (2.3).
///
/// @param channelOptimizedRouting idle order counts this channel only (6.4)
public record TaskChannel(
        TaskChannelSid sid,
        WorkspaceSid workspace,
        String friendlyName,
        String uniqueName,
        boolean channelOptimizedRouting,
        Instant dateCreated,
        Instant dateUpdated)
        implements Entity {

    @Override
    public String key() {
        return sid.value();
    }
}
