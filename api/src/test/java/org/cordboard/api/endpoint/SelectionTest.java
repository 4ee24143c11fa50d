package org.cordboard.api.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Pages cut out of unsorted lists, compared with pages of the sorted list.
class SelectionTest {
    private record Row(int key, String sid) {}

    private static final Order<Row> ORDER =
            Order.<Row>bySid(Row::sid).then(Row::key, true);
    private static final Comparator<Row> SORTED =
            Comparator.comparingInt(Row::key).reversed().thenComparing(Row::sid);

    @Test
    void everyPageForwardsAndBackwardsIsThatOfTheSortedList() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Row> sorted = new ArrayList<>();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                sorted.add(new Row(random.nextInt(6), "S%02d".formatted(i)));
            }
            sorted.sort(SORTED);
            List<Row> shuffled = new ArrayList<>(sorted);
            Collections.shuffle(shuffled, random);
            int size = 1 + random.nextInt(9);
            String where = "seed " + seed;

            Selection<Row> first = Selection.after(shuffled, ORDER, null, size);
            assertEquals(sorted.subList(0, Math.min(size, length)), first.rows(), where);
            for (int at = 0; at < length; at++) {
                Order.Mark mark = ORDER.mark(sorted.get(at));
                Selection<Row> after = Selection.after(shuffled, ORDER, mark, size);
                int end = Math.min(length, at + 1 + size);
                assertEquals(new Selection<>(sorted.subList(at + 1, end), true, end < length), after, where);
                Selection<Row> before = Selection.before(shuffled, ORDER, mark, size);
                int start = Math.max(0, at - size);
                assertEquals(new Selection<>(sorted.subList(start, at), start > 0, true), before, where);
            }
        }
    }
}
