package org.cordboard.routing.expression;

import static org.cordboard.routing.expression.ExpressionTest.parsed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppliedWorkerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    {"team":"blue","languages":["fr"]}                    ~ {"team":"blue","languages":["fr"]}
                    team == 'blue'                                        ~ {"team":"blue"}
                    'blue' = worker.team AND skill == 7                   ~ {"team":"blue","skill":7}
                    languages HAS 'en' AND ('fr' IN languages)            ~ {"languages":["en","fr"]}
                    loc.city == 'Lyon' AND loc.floor == 3                 ~ {"loc":{"city":"Lyon","floor":3}}
                    1==1                                                  ~ {}
                    """)
    void aDescriptionIsAnObjectOrTermsThatSayWhatEachAttributeIs(String text, String attributes) {
        var parsed = assertInstanceOf(SuppliedWorker.Parsed.Ok.class, SuppliedWorker.parse(text));
        assertEquals(attributes, parsed.worker().attributes().toJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team",
                "skill > 3",
                "a == 1 OR a == 2",
                "NOT a == 1",
                "a == b",
                "{\"a\"",
                "floors[1] == 3",
                "1 == 2",
                "a IN ['x']"
            })
    void anythingElseIsRefusedWithAReason(String text) {
        var failed = assertInstanceOf(SuppliedWorker.Parsed.Failed.class, SuppliedWorker.parse(text), text);
        assertTrue(!failed.problem().message().isBlank());
    }

    @Test
    void aDescriptionIsNoLongerThanAttributes() {
        assertInstanceOf(SuppliedWorker.Parsed.Failed.class, SuppliedWorker.parse("a == '" + "x".repeat(5000) + "'"));
    }

    @Test
    void queuesAreTestedAgainstTheDescription() {
        var ok =
                assertInstanceOf(SuppliedWorker.Parsed.Ok.class, SuppliedWorker.parse("{\"skill\":7,\"sid\":\"WK1\"}"));
        assertTrue(parsed("skill > 3 AND sid == 'WK1' AND activity_name == null", Context.QUEUE)
                .test(ok.worker()));
    }
}
