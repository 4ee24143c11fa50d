package org.cordboard.routing.expression;

import static org.cordboard.routing.expression.ExpressionTest.parsed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexKeyTest {
    private static final TaskScope TASK = new TaskScope(Attributes.of("""
            {"language":"fr","tags":["a",5],"nothing":null,"object":{}}"""));

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    worker.team == 'blue'                        ~ worker.team IS ["blue"]
                    'blue' = worker.team                         ~ worker.team IS ["blue"]
                    worker.skill == '7.0'                        ~ worker.skill IS [7]
                    worker.remote == 'true'                      ~ worker.remote IS [true]
                    worker.team IN ['blue','red']                ~ worker.team IS ["blue","red"]
                    worker.languages HAS 'fr'                    ~ worker.languages HAS ["fr"]
                    'fr' IN worker.languages                     ~ worker.languages HAS ["fr"]
                    task.language IN worker.languages            ~ worker.languages HAS ["fr"]
                    worker.languages HAS task.language           ~ worker.languages HAS ["fr"]
                    worker.tag IN task.tags                      ~ worker.tag IS ["a",5]
                    task.tags HAS worker.tag                     ~ worker.tag IS ["a",5]
                    worker.sid == 'WK1'                          ~ worker.sid IS ["WK1"]
                    worker.languages HAS task.nothing            ~ worker.languages HAS []
                    worker.team == ['a']                         ~ worker.team IS []
                    worker.team IN [task.language, 'de']         ~ worker.team IS ["fr","de"]
                    worker.skill > 3 AND worker.team == 'blue'   ~ worker.team IS ["blue"]
                    worker.a == 1 AND worker.b == 2              ~ worker.a IS [1]; worker.b IS [2]
                    worker.l HAS 'fr' OR 'de' IN worker.l        ~ worker.l HAS ["fr","de"]
                    worker.team == 'a' OR worker.skill == 1      ~ ``
                    worker.team == 'a' OR 1 == 1                 ~ ``
                    worker.team == task.nothing                  ~ ``
                    worker.team != 'a'                           ~ ``
                    NOT worker.team == 'a'                       ~ ``
                    worker.activity_name == 'Idle'               ~ ``
                    worker.channel.voice.assigned_tasks == 0     ~ ``
                    worker.day == taskrouter.dayOfWeek           ~ ``
                    worker.a == worker.b                         ~ ``
                    """)
    void aTargetNarrowsTheWorkersOnceTheTaskIsKnown(String text, String keys) {
        assertEquals(keys, shown(parsed(text, Context.TARGET).keys(Root.WORKER, TASK)));
    }

    @Test
    void aTargetNarrowsTheTasksOnceTheWorkerIsKnown() {
        var worker = TestWorker.with("{\"languages\":[\"en\",\"fr\"],\"team\":\"blue\"}");
        var target = parsed("task.language IN worker.languages AND task.owner == worker.team", Context.TARGET);
        assertEquals(
                "task.language IS [\"en\",\"fr\"]; task.owner IS [\"blue\"]", shown(target.keys(Root.TASK, worker)));
    }

    @Test
    void anAttributeIsFoundUnderEveryValueThatEqualsIt() {
        assertEquals(List.of(Value.of(5)), IndexKey.keysOf(Value.of("5.0"), IndexKey.Kind.IS));
        assertEquals(List.of(), IndexKey.keysOf(Value.NULL, IndexKey.Kind.IS));
        assertEquals(List.of(), IndexKey.keysOf(Value.of("fr"), IndexKey.Kind.HAS));
        var mixed = new Value.Array(List.of(Value.of("a"), Value.NULL, Value.of("5"), Value.of(5), Value.Object.EMPTY));
        assertEquals(List.of(Value.of("a"), Value.of(5)), IndexKey.keysOf(mixed, IndexKey.Kind.HAS));
    }

    private static String shown(List<IndexKey> keys) {
        return keys.stream()
                .map(key -> key.reference() + " " + key.kind() + " " + new Value.Array(key.anyOf()).toJson())
                .collect(Collectors.joining("; "));
    }
}
