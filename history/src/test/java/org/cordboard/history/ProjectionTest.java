package org.cordboard.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.event.Committed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ProjectionTest {
    private static final List<String> TABLES = List.of(
            "SELECT * FROM record ORDER BY kind, id",
            "SELECT * FROM event ORDER BY number",
            "SELECT * FROM activity_period ORDER BY worker, began",
            "SELECT * FROM position ORDER BY name");

    @TempDir
    private Path directory;

    @Test
    void howManyEventsShareATransactionMakesNoDifferenceToTheRows() throws Exception {
        var events = life(7, 400);
        var one = rows("one", events, 1);
        assertFalse(one.getFirst().isEmpty());
        for (int size : new int[] {2, 17, 1_000}) {
            assertEquals(one, rows("by" + size, events, size), () -> size + " events a transaction");
        }
    }

    private static List<Committed> life(long seed, int turns) throws InterruptedException {
        List<Committed> events = Collections.synchronizedList(new ArrayList<>());
        try (var centre = new RandomCentre(seed)) {
            centre.engine.follow("checker", 0, events::add);
            centre.live(turns);
            while (events.size() < centre.engine.position()) {
                Thread.sleep(2);
            }
        }
        return List.copyOf(events);
    }

    private List<List<Map<String, Object>>> rows(String name, List<Committed> events, int size) {
        var projection = new Projection(new Bodies());
        try (var database = new Database(HistoryConfig.sqlite(directory.resolve(name + ".db")))) {
            for (int i = 0; i < events.size(); i += size) {
                var part = events.subList(i, Math.min(events.size(), i + size));
                database.jdbi().useTransaction(handle -> projection.store(handle, part));
            }
            return TABLES.stream()
                    .map(table -> database.jdbi()
                            .withHandle(handle -> handle.createQuery(table).mapToMap().list()))
                    .toList();
        }
    }
}
