package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.Entry;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.Snapshot;
import org.cordboard.routing.event.Event;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every replicated type owes, for the real routing behind the real codec.
@Timeout(60)
final class ReplayTest {
    private static final int STEPS = 400;
    private final RecordCodec codec = new RecordCodec();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void replayingAPrefixThenASnapshotThenTheRestEqualsReplayingAll(long seed) throws IOException {
        var log = RoutingLog.random(seed, STEPS);
        var all = new RoutingCore();
        var allEvents = apply(all, log);
        for (int cut : new int[] {1, 50, log.size() / 3, log.size() / 2, log.size() - 1}) {
            var first = new RoutingCore();
            var events = apply(first, log.subList(0, cut));
            var second = new RoutingCore();
            second.restore(throughBytes(first.snapshot()));
            events.addAll(apply(second, log.subList(cut, log.size())));
            var about = "seed " + seed + " cut " + cut;
            assertEquals(allEvents, events, about);
            assertArrayEquals(bytes(all.snapshot()), bytes(second.snapshot()), about);
            assertEquals(all.earliestDeadline(), second.earliestDeadline(), about);
        }
        assertTrue(allEvents.size() > STEPS, "the log does too little: " + allEvents.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void twoReplicasHaveTheSameBytesThoughOneReadTheCommandsFromTheLog(long seed) throws IOException {
        var log = RoutingLog.random(seed, STEPS);
        var leader = new RoutingCore();
        var follower = new RoutingCore();
        for (var entry : log) {
            leader.apply(entry);
            var bytes = codec.encode(entry.command());
            follower.apply(new Entry(
                    entry.now(), entry.seedHigh(), entry.seedLow(), codec.decodeCommand(bytes, 0, bytes.length)));
        }
        assertArrayEquals(bytes(leader.snapshot()), bytes(follower.snapshot()), "seed " + seed);
    }

    private static List<Event> apply(RoutingCore core, List<Entry> entries) {
        var events = new ArrayList<Event>();
        for (var entry : entries) {
            if (core.apply(entry) instanceof Outcome.Done done) {
                events.addAll(done.events());
            }
        }
        return events;
    }

    private Snapshot throughBytes(Snapshot snapshot) throws IOException {
        return StoredState.read(new ByteArrayInputStream(bytes(snapshot)), codec)
                .snapshot();
    }

    private byte[] bytes(Snapshot snapshot) throws IOException {
        var out = new ByteArrayOutputStream();
        new StoredState(snapshot, new LinkedHashMap<>(), Map.of(), List.of()).write(out, codec);
        return out.toByteArray();
    }
}
