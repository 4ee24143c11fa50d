package org.cordboard.api.ports;

import org.cordboard.routing.entity.QueueMember;

/// Calls waiting in voice queues (Voice reference 8.5).
public interface VoiceQueues {
    /// The call leaves the queue and runs the document at `url`.
    void dequeue(QueueMember member, String url, String method);
}
