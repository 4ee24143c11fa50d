package org.cordboard.voice.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Stops two programs that answer each other's texts: at most 15 from one address to another in half a minute. Any thread.
final class Pace {
    private static final int TEXTS_MAX = 15;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final int PAIRS_MAX = 10_000;

    private final Map<String, Deque<Instant>> sent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > PAIRS_MAX;
        }
    };

    synchronized boolean allows(String from, String to, Instant now) {
        var times = sent.computeIfAbsent(from + " " + to, _ -> new ArrayDeque<>());
        var begin = now.minus(WINDOW);
        while (!times.isEmpty() && times.getFirst().isBefore(begin)) {
            times.removeFirst();
        }
        if (times.size() >= TEXTS_MAX) {
            return false;
        }
        times.addLast(now);
        return true;
    }
}
