package org.cordboard.routing.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random trees, random texts and hostile texts. Every failure names the seed and the text.
@Timeout(60)
class FuzzTest {
    private static final List<String> WORDS = List.of(
            "a",
            "b.c",
            "worker.x",
            "task.y[0]",
            "taskrouter.dayOfWeek",
            "workers.available",
            "AND",
            "or",
            "NOT",
            "IN",
            "has",
            "CONTAINS",
            "==",
            "=",
            "!=",
            "<",
            ">=",
            "(",
            ")",
            "[",
            "]",
            ",",
            ".",
            "'s'",
            "\"t\"",
            "'",
            "\\",
            "1",
            "-2.5",
            "true",
            "NULL",
            "}",
            "!",
            "&&",
            "é",
            "\uD83D",
            "\u0000",
            "9999999999",
            "[0]",
            " ");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsReadOrRefusedWithAPositionInIt(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int words = random.nextInt(14); words >= 0; words--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : "");
            }
            for (var context : Context.values()) {
                check(text.toString(), context, () -> "seed " + seed + ", text " + text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void anyRealExpressionWithABitChangedIsReadOrRefused(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(Printer.print(new Trees(random).node(3)));
            for (int edits = random.nextInt(4); edits >= 0 && !text.isEmpty(); edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                    default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
            check(text.toString(), Context.TARGET, () -> "seed " + seed + ", text " + text);
        }
    }

    private static void check(String text, Context context, Supplier<String> message) {
        switch (Expression.parse(text, context)) {
            case Expression.Parsed.Ok(var expression) -> {
                expression.test(Scope.EMPTY);
                expression.keys(Root.WORKER, Scope.EMPTY);
                var printed = expression.print();
                if (printed.length() > Parser.LENGTH_MAX) {
                    return; // prefixes made a text of nearly full length too long to read back
                }
                assertEquals(
                        expression.root(),
                        ExpressionTest.parsed(printed, context).root(),
                        message);
            }
            case Expression.Parsed.Failed(var problem) ->
                assertTrue(problem.position() >= 0 && problem.position() <= text.length(), message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void whatIsPrintedReadsBackAsTheSameTreeAndPrintsTheSame(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            var node = new Trees(random).node(4);
            var printed = Printer.print(node);
            var again = ExpressionTest.parsed(printed, Context.TARGET);
            assertEquals(node, again.root(), () -> "seed " + seed + ", text " + printed);
            assertEquals(printed, again.print(), () -> "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11})
    void anIndexNeverLosesAMatchAndConstantsAreConstant(long seed) {
        var random = new Random(seed);
        int matches = 0;
        for (int i = 0; i < 30_000; i++) {
            var trees = new Trees(random);
            var text = Printer.print(trees.node(2));
            var expression = ExpressionTest.parsed(text, Context.TARGET);
            var task = new TaskScope(trees.attributes());
            var time = new TimeScope(Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE)));
            var worker =
                    new TestWorker(trees.attributes(), "s", "x", TestWorker.ACTIVITY, "Available", java.util.Map.of());
            boolean matched = expression.test(worker.and(task).and(time));
            expression
                    .constant()
                    .ifPresent(constant -> assertEquals(constant, matched, () -> "seed " + seed + ": " + text));
            if (!matched) {
                continue;
            }
            matches++;
            assertFound(expression.keys(Root.WORKER, task), worker, () -> "seed " + seed + ": " + text + worker + task);
            assertFound(expression.keys(Root.TASK, worker), task, () -> "seed " + seed + ": " + text + worker + task);
        }
        assertTrue(matches > 1_000, "the generator must make matches, made " + matches);
    }

    private static void assertFound(List<IndexKey> keys, Scope scope, Supplier<String> message) {
        for (var key : keys) {
            var found = IndexKey.keysOf(scope.resolve(key.reference()), key.kind());
            assertTrue(found.stream().anyMatch(key.anyOf()::contains), () -> key + " " + message.get());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13})
    void equalValuesShareAnIndexKeyAndEqualityIsSymmetric(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            var left = new Trees(random).scalar();
            var right = new Trees(random).scalar();
            assertEquals(Operator.same(left, right), Operator.same(right, left), () -> left + " " + right);
            if (Operator.same(left, right)) {
                assertEquals(Operator.indexKey(left), Operator.indexKey(right));
            }
        }
    }

    @Test
    void hostileTextCostsNoMoreThanItsLength() {
        int length = Parser.LENGTH_MAX;
        var hostile = List.of(
                "(".repeat(length),
                "[".repeat(length),
                "a IN [" + "[".repeat(60).concat("]".repeat(60)).concat(",").repeat(500),
                "NOT ".repeat(length / 4),
                "'" + "\\'".repeat(length / 2 - 1),
                "a" + ".a".repeat(length / 2 - 1),
                "a" + "[0]".repeat(length / 3 - 1),
                "a == 9" + "9".repeat(length - 10),
                "a == 0." + "0".repeat(length - 10),
                "a==1 OR ".repeat(length / 8 - 1) + "a==1",
                "a==1 OR a==2 AND ".repeat(length / 17 - 1) + "a==1",
                "a IN [" + "'1.0',".repeat(4_999) + "1]",
                "\uD83D".repeat(length));
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (var text : hostile) {
                for (var context : Context.values()) {
                    check(text, context, () -> text.substring(0, 40));
                }
            }
        });
    }

    /// Random trees as the parser makes them, over few names and values so that comparisons meet.
    private record Trees(Random random) {
        Node node(int depth) {
            return switch (depth == 0 ? 0 : random.nextInt(6)) {
                case 1 -> new Node.And(nodes(depth));
                case 2 -> new Node.Or(nodes(depth));
                case 3 -> new Node.Not(node(depth - 1));
                default -> new Node.Comparison(operand(1), pick(List.of(Operator.values())), operand(1));
            };
        }

        private List<Node> nodes(int depth) {
            return IntStream.range(0, 2 + random.nextInt(2))
                    .mapToObj(_ -> node(depth - 1))
                    .toList();
        }

        private Operand operand(int depth) {
            return switch (random.nextInt(depth == 0 ? 3 : 4)) {
                case 0 -> new Operand.Literal(random.nextInt(8) == 0 ? Value.NULL : scalar());
                case 1 -> new Operand.Path(Reference.of(Root.WORKER, pick(List.of("a", "b", "c", "sid"))));
                case 2 -> path();
                default ->
                    new Operand.Items(IntStream.range(0, random.nextInt(12))
                            .mapToObj(_ -> operand(random.nextInt(9) == 0 ? depth : 0))
                            .toList());
            };
        }

        private Operand path() {
            return new Operand.Path(
                    switch (random.nextInt(4)) {
                        case 0 -> Reference.of(Root.TIME, "dayOfWeek");
                        case 1 ->
                            new Reference(
                                    Root.TASK,
                                    List.of(
                                            new Reference.Step.Member("c"),
                                            new Reference.Step.Index(random.nextInt(3))));
                        default -> Reference.of(Root.TASK, pick(List.of("a", "b", "c", "in")));
                    });
        }

        Value scalar() {
            return pick(List.of(
                    Value.of("x"),
                    Value.of("s"),
                    Value.of("Sun"),
                    Value.of("1"),
                    Value.of("1.0"),
                    Value.of("true"),
                    Value.of("it's \\ \"so\""),
                    Value.of(""),
                    Value.of(1),
                    Value.of(-2),
                    Value.TRUE,
                    Value.FALSE,
                    new Value.Number(new java.math.BigDecimal("1.5")),
                    new Value.Number(new java.math.BigDecimal("1e40"))));
        }

        Attributes attributes() {
            var object = Value.Object.EMPTY;
            for (var name : List.of("a", "b", "c", "in")) {
                object = object.with(name, value());
            }
            return Attributes.of(object);
        }

        private Value value() {
            return switch (random.nextInt(5)) {
                case 0 -> Value.NULL;
                case 1 ->
                    new Value.Array(IntStream.range(0, random.nextInt(4))
                            .mapToObj(_ -> scalar())
                            .toList());
                case 2 -> Value.Object.EMPTY.with("d", scalar());
                default -> scalar();
            };
        }

        private <T> T pick(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
