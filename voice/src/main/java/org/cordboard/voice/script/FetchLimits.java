package org.cordboard.voice.script;

import java.util.ArrayDeque;

/// How many documents one script may fetch, in all and in a second, so that one that leads to itself comes to an end (Voice
/// reference 4.1). On the leg's own thread.
final class FetchLimits {
    static final int MAX = 500;
    static final int PER_SECOND_MAX = 20;
    private static final int RETRIEVAL_LIMIT = 14106;
    private static final long SECOND = 1_000_000_000L;

    private final ArrayDeque<Long> latest = new ArrayDeque<>();
    private int fetched;

    /// @param now in nanoseconds, of any clock that only goes on
    void count(String url, long now) throws PageFailure {
        fetched++;
        latest.addLast(now);
        while (latest.size() > PER_SECOND_MAX) {
            if (now - latest.removeFirst() < SECOND) {
                throw new PageFailure(RETRIEVAL_LIMIT, url, "documents are fetched too fast");
            }
        }
        if (fetched > MAX) {
            throw new PageFailure(RETRIEVAL_LIMIT, url, "more than " + MAX + " documents");
        }
    }
}
