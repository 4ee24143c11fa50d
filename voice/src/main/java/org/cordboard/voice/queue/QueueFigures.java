package org.cordboard.voice.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.voice.webhook.Fields;

/// What a wait document is told of its queue (Voice reference 8.2), from one view of the state.
final class QueueFigures {
    private QueueFigures() {}

    static Fields of(RoutingView view, QueueMember member, Instant now) {
        var queue = view.record(VoiceQueue.class, member.queue().value());
        List<QueueMember> members = view.records(QueueMember.class).stream()
                .filter(m -> m.queue().equals(member.queue()))
                .toList();
        long ahead = members.stream()
                .filter(m -> ahead(m, member))
                .count();
        double average = members.stream()
                .mapToLong(
                        m -> Math.max(0, Duration.between(m.dateEnqueued(), now).toSeconds()))
                .average()
                .orElse(0);
        long waited = Math.max(0, Duration.between(member.dateEnqueued(), now).toSeconds());
        return Fields.of(
                "QueueSid", member.queue().value(),
                "QueueTime", Long.toString(waited),
                "QueuePosition", Long.toString(ahead + 1),
                "AvgQueueTime", Long.toString(Math.round(average)),
                "CurrentQueueSize", Integer.toString(members.size()),
                "MaxQueueSize", Integer.toString(queue == null ? Queues.SIZE_MAX : queue.maxSize()));
    }

    private static boolean ahead(QueueMember other, QueueMember member) {
        int order = other.dateEnqueued().compareTo(member.dateEnqueued());
        return order < 0 || (order == 0 && other.call().compareTo(member.call()) < 0);
    }
}
