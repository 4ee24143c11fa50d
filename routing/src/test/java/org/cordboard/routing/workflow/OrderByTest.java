package org.cordboard.routing.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Root;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.expression.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderByTest {

    /// @param idle seconds since the last reservation; the default order is longest first
    private record Worker(String name, int idle, String attributes) {
        Scope scope() {
            var object = Attributes.of(attributes).object();
            return reference -> reference.root() == Root.WORKER ? reference.in(object) : Value.NULL;
        }
    }

    private static final List<Worker> CREW = List.of(
            new Worker("none-short", 10, "{}"),
            new Worker("four", 20, "{\"level\":4,\"rank\":{\"sales\":2}}"),
            new Worker("none-long", 90, "{\"level\":null}"),
            new Worker("nine", 30, "{\"level\":9,\"rank\":{\"sales\":2}}"),
            new Worker("four-long", 80, "{\"level\":4.0,\"rank\":{\"sales\":1}}"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    worker.level DESC                        | nine, four-long, four, none-long, none-short
                    worker.level ASC                         | four-long, four, nine, none-long, none-short
                    worker.level                             | four-long, four, nine, none-long, none-short
                    worker.rank.sales ASC, worker.level DESC | four-long, nine, four, none-long, none-short
                    worker.rank.sales desc,worker.level asc  | four, nine, four-long, none-long, none-short
                    worker.missing DESC                      | none-long, four-long, nine, four, none-short
                    worker.level.deeper                      | none-long, four-long, nine, four, none-short
                    """)
    void workersAreRankedByItemsThenByIdleTimeAndThoseLackingTheAttributeLast(String text, String expected) {
        assertEquals(List.of(expected.split(", ")), ranked(text, CREW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5\"", "5.5", "true", "[5]", "{\"a\":1}"})
    void oneValueThatIsNoIntegerSetsTheWholeOrderAside(String value) {
        var crew = List.of(
                new Worker("one", 10, "{\"level\":1}"),
                new Worker("odd", 20, "{\"level\":" + value + "}"),
                new Worker("two", 30, "{\"level\":2}"));
        assertEquals(List.of("two", "odd", "one"), ranked("worker.level ASC", crew));
    }

    @Test
    void hugeIntegersAreCompared() {
        var crew = List.of(
                new Worker("small", 10, "{\"level\":9223372036854775807}"),
                new Worker("large", 20, "{\"level\":9223372036854775808}"));
        assertEquals(List.of("small", "large"), ranked("worker.level", crew));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    level DESC                   | level DESC       | 0
                    worker.level DOWN            | worker.level DOWN| 0
                    worker.level, task.x         | task.x           | 13
                    worker.level,                | ''               | 13
                    worker.skill-level DESC      | worker.skill-level DESC | 0
                    worker                       | worker           | 0
                    worker.a[0]                  | worker.a[0]      | 0
                    WORKER.level                 | WORKER.level     | 0
                    """)
    void aWrongItemIsRefusedWithItsPlace(String text, String token, int position) {
        var problem = assertInstanceOf(OrderBy.Parsed.Failed.class, OrderBy.parse(text))
                .problem();
        assertEquals(token, problem.token());
        assertEquals(position, problem.position());
        assertTrue(problem.message().startsWith("extraneous input '" + token + "' expecting worker."));
    }

    @Test
    void theNumberOfItemsIsBounded() {
        assertInstanceOf(OrderBy.Parsed.Ok.class, OrderBy.parse("worker.a" + ",worker.a".repeat(15)));
        assertInstanceOf(OrderBy.Parsed.Failed.class, OrderBy.parse("worker.a" + ",worker.a".repeat(16)));
    }

    private static List<String> ranked(String text, List<Worker> crew) {
        var orderBy =
                assertInstanceOf(OrderBy.Parsed.Ok.class, OrderBy.parse(text)).orderBy();
        var longestIdleFirst = Comparator.comparingInt(Worker::idle).reversed();
        return orderBy.rank(crew, Worker::scope, longestIdleFirst).stream()
                .map(Worker::name)
                .toList();
    }
}
