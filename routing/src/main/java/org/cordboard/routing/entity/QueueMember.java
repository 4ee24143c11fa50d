package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.jspecify.annotations.Nullable;

/// A call waiting in a voice queue (8.2).
///
/// @param task the task made for it, when it waits for TaskRouter
/// @param claimed it is being connected: nobody else may take it
public record QueueMember(
        CallSid call,
        QueueSid queue,
        AccountSid account,
        @Nullable TaskSid task,
        boolean claimed,
        Instant dateEnqueued) implements VoiceRecord {

    @Override
    public String key() {
        return call.value();
    }
}
