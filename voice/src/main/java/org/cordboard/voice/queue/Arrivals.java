package org.cordboard.voice.queue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;

/// Legs that wait for somebody to come into a queue. Any thread.
final class Arrivals {
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /// Somebody came into a queue.
    private record Arrived() implements Signal {}

    Queues.Watch watch(QueueSid queue, Leg leg) {
        var watch = new Watch(queue, leg);
        watches.add(watch);
        return watch;
    }

    void arrived(QueueSid queue) {
        for (var watch : watches) {
            if (watch.queue.equals(queue)) {
                watch.leg.inbox().post(new Arrived());
            }
        }
    }

    private final class Watch implements Queues.Watch {
        private final QueueSid queue;
        private final Leg leg;

        Watch(QueueSid queue, Leg leg) {
            this.queue = queue;
            this.leg = leg;
        }

        @Override
        public boolean await(Deadline end) throws Departure, InterruptedException {
            while (true) {
                switch (leg.inbox().take(end)) {
                    case Arrived _ -> {
                        return true;
                    }
                    case Signal.TimeUp _ -> {
                        return false;
                    }
                    default -> {
                        // Keys do not bring callers.
                    }
                }
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
