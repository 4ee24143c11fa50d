package org.cordboard.routing.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    vip                ~ 3  ~ <EOF> ~ OPERATOR
                    a = = 1            ~ 4  ~ =     ~ OPERAND
                    a ! b              ~ 2  ~ !     ~ OPERATOR
                    a == 1 && b == 2   ~ 7  ~ &     ~ AND, OR or the end
                    a == 1 || b == 2   ~ 7  ~ |     ~ AND, OR or the end
                    !(a == 1)          ~ 0  ~ !     ~ OPERAND
                    a == 'x            ~ 5  ~ 'x    ~ OPERAND
                    (a == 1            ~ 7  ~ <EOF> ~ ')'
                    a == 1)            ~ 6  ~ )     ~ AND, OR or the end
                    a NOT 1            ~ 6  ~ 1     ~ IN
                    a IN [1,]          ~ 8  ~ ]     ~ OPERAND
                    a IN [1 2]         ~ 8  ~ 2     ~ ',' or ']'
                    a. == 1            ~ 3  ~ ==    ~ NAME
                    a[-1] == 1         ~ 2  ~ -1    ~ INTEGER
                    a[1.5] == 1        ~ 2  ~ 1.5   ~ INTEGER
                    a['x'] == 1        ~ 2  ~ 'x'   ~ INTEGER
                    NOT NOT a == 1     ~ 4  ~ NOT   ~ OPERAND
                    (a) == 1           ~ 2  ~ )     ~ OPERATOR
                    a == 1 b           ~ 7  ~ b     ~ AND, OR or the end
                    a == 1 AND         ~ 10 ~ <EOF> ~ OPERAND
                    a == 5.            ~ 6  ~ .     ~ AND, OR or the end
                    name IN ['dave']}  ~ 16 ~ }     ~ AND, OR or the end
                    skill-3 > 2        ~ 5  ~ -3    ~ OPERATOR
                    """)
    void aRefusalSaysWhichTokenWhereAndWhatWasExpected(String text, int position, String token, String expected) {
        assertEquals(
                new Problem("extraneous input '" + token + "' expecting " + expected, position, token),
                refused(text, Context.QUEUE));
    }

    @ParameterizedTest
    @CsvSource({
        "TARGET, language == 1, language, 'task., worker. or taskrouter.'",
        "TARGET, worker == 1, worker, 'task., worker. or taskrouter.'",
        "TARGET, workers.available == 1, workers, 'task., worker. or taskrouter.'",
        "SKIP_IF, available == 1, available, workers.",
        "SKIP_IF, task.x == 1, task, workers.",
    })
    void aNameWithoutItsPrefixIsRefusedWhereAPrefixIsDue(Context context, String text, String token, String expected) {
        assertEquals(
                "extraneous input '" + token + "' expecting " + expected,
                refused(text, context).message());
    }

    @Test
    void emptyTextMeansWhatItsPlaceGivesIt() {
        assertEquals(Optional.of(false), parsed("", Context.QUEUE).constant());
        assertEquals(Optional.of(true), parsed(" ", Context.WORKER_LIST).constant());
        assertEquals(Optional.of(true), parsed("", Context.TARGET).constant());
        assertEquals(Optional.of(false), parsed("\t", Context.SKIP_IF).constant());
        assertEquals("<EOF>", refused("", Context.FILTER).token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"name IN ['dave']}", "name IN [\"dave\"] } ", "name in['dave']}}", "name IN ['dave']"})
    void f25AStrayBraceInAWorkerFilterSelectsExactlyDave(String text) {
        var filter = parsed(text, Context.WORKER_LIST);
        assertTrue(filter.test(TestWorker.with("{\"name\":\"dave\"}")));
        assertFalse(filter.test(TestWorker.with("{\"name\":\"Dave\"}")));
        assertFalse(filter.test(TestWorker.with("{\"name\":\"david\"}")));
        var calledDave =
                new TestWorker(Attributes.EMPTY, TestWorker.SID, "dave", TestWorker.ACTIVITY, "Available", Map.of());
        assertFalse(filter.test(calledDave), "an attribute only, not the friendly name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    1=1 ~ true
                    NOT (1 == 2) ~ true
                    NOT 1 == 1 ~ false
                    not 1 == 2 and Not 1 == 3 ~ true
                    1==1AND 2==2 ~ true
                    'it\\'s' == "it's" ~ true
                    "a\\"b" == 'a"b' ~ true
                    'a\\\\b' CONTAINS '\\b' ~ true
                    'tab\\n' CONTAINS '\\n' ~ true
                    "language" == "spanish" ~ false
                    '2' > 10 ~ false
                    '2' > '10' ~ true
                    '20' > 10 ~ true
                    'x' > 10 ~ false
                    'x' != 10 ~ true
                    1.0 == 1 ~ true
                    '1.0' == 1 ~ true
                    '1.0' == '1' ~ false
                    'true' == true ~ true
                    'True' == true ~ false
                    1 == true ~ false
                    true > false ~ false
                    null == null ~ true
                    null != null ~ false
                    null < 1 ~ false
                    null IN [null] ~ false
                    null NOT IN [null] ~ true
                    'a' NOT IN null ~ false
                    'a' NOT IN 'abc' ~ false
                    'a' IN 'abc' ~ false
                    ['a'] IN [['a']] ~ false
                    ['a'] NOT IN ['a'] ~ false
                    ['a'] HAS ['a'] ~ false
                    [] == [] ~ false
                    [] != [] ~ false
                    null != [] ~ false
                    'a' IN [] ~ false
                    '5' IN [4, 5] ~ true
                    'é' < 'z' ~ false
                    """)
    void constantsFollowTheRulesForTypes(String text, boolean expected) {
        var expression = parsed(text, Context.QUEUE);
        assertEquals(expected, expression.test(Scope.EMPTY));
        assertEquals(Optional.of(expected), expression.constant());
    }

    @Test
    void textIsOrderedByCodePointBeyondTheBasicPlane() {
        assertTrue(parsed("'\uD83D\uDE00' > '\uFF5E'", Context.QUEUE).test(Scope.EMPTY));
        assertTrue(parsed("'\uFF5E' < '\uD83D\uDE00'", Context.QUEUE).test(Scope.EMPTY));
        assertTrue(parsed("'\uD83D\uDE00' < '\uD83D\uDE01'", Context.QUEUE).test(Scope.EMPTY));
    }

    @Test
    void namesMayBeKeywordsAfterADotAndMayHaveLettersOfAnyScript() {
        assertTrue(parsed("worker.in == 1", Context.QUEUE).test(TestWorker.with("{\"in\":1}")));
        assertTrue(parsed("größe.has == 2", Context.QUEUE).test(TestWorker.with("{\"größe\":{\"has\":2}}")));
        assertTrue(parsed("worker == 3", Context.QUEUE).test(TestWorker.with("{\"worker\":3}")));
        assertTrue(parsed("task[0] == 4", Context.FILTER).test(new TaskScope(Attributes.of("{\"task\":[4]}"))));
    }

    @Test
    void anAttributeHidesTheBuiltInFieldOfTheSameName() {
        var named = parsed("friendly_name == 'ana'", Context.QUEUE);
        assertTrue(named.test(TestWorker.with("{}")));
        assertFalse(named.test(TestWorker.with("{\"friendly_name\":\"bo\"}")));
        assertTrue(named.test(TestWorker.with("{\"friendly_name\":null}")));
        var load = parsed("channel.chat.configured_capacity == 3", Context.QUEUE);
        assertTrue(load.test(TestWorker.with("{\"channel\":\"web\"}").channel("chat", 3, 0, 100)));
        assertFalse(load.test(TestWorker.with("{}")));
    }

    @Test
    void anObjectCountsAsNull() {
        var worker = TestWorker.with("{\"loc\":{\"city\":\"Lyon\"}}");
        assertTrue(parsed("loc == null", Context.QUEUE).test(worker));
        assertTrue(parsed("loc NOT IN ['a']", Context.QUEUE).test(worker));
        assertFalse(parsed("loc IN [null]", Context.QUEUE).test(worker));
        assertTrue(parsed("loc.city.street == null", Context.QUEUE).test(worker));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "taskrouter.dayOfWeek == 'THU'",
                "taskrouter.dayOfWeek IN ['mon', 'thu']",
                "'thu' = taskrouter.dayOfWeek"
            })
    void daysOfTheWeekAreComparedWithoutRegardToCase(String text) {
        var thursday = new TimeScope(Instant.parse("2026-11-19T23:59:59Z"));
        var friday = new TimeScope(Instant.parse("2026-11-20T00:00:00Z"));
        assertTrue(parsed(text, Context.FILTER).test(thursday));
        assertFalse(parsed(text, Context.FILTER).test(friday));
    }

    @ParameterizedTest
    @CsvSource({"16, Mon", "17, Tue", "18, Wed", "19, Thu", "20, Fri", "21, Sat", "22, Sun"})
    void everyDayHasItsShortName(int day, String name) {
        var time = new TimeScope(Instant.parse("2026-11-" + day + "T00:00:00Z"));
        assertEquals(Value.of(name), time.resolve(Reference.of(Root.TIME, "dayOfWeek")));
    }

    @Test
    void theTimeIsGivenInHoursAndMinutes() {
        var morning = new TimeScope(Instant.parse("2026-11-20T09:05:59Z"));
        assertTrue(parsed(
                        "taskrouter.currentTime == 905 AND taskrouter.currentHour == 9"
                                + " AND taskrouter.currentMin == 5 AND taskrouter.year == null",
                        Context.FILTER)
                .test(morning));
    }

    @Test
    void anActivityIsCountedWhateverTheCaseOfItsSid() {
        var crew = new WorkersScope(1, 2, activity -> activity.value().endsWith("ab") ? 7 : 0);
        assertTrue(parsed("workers.WA000000000000000000000000000000AB == 7", Context.SKIP_IF)
                .test(crew));
        assertTrue(parsed("workers.unavailable == 2 AND workers.nonsense == null", Context.SKIP_IF)
                .test(crew));
    }

    @Test
    void longListsAnswerAsShortOnes() {
        var sids =
                IntStream.range(0, 1000).mapToObj(i -> "'WK%032d'".formatted(i)).collect(Collectors.joining(","));
        assertTrue(parsed("sid IN [" + sids + "]", Context.WORKER_LIST).test(TestWorker.with("{}")));
        assertFalse(parsed("sid NOT IN [" + sids + "]", Context.WORKER_LIST).test(TestWorker.with("{}")));
        assertFalse(parsed("x IN [" + sids + "]", Context.WORKER_LIST).test(TestWorker.with("{}")));
        assertTrue(parsed("x NOT IN [" + sids + "]", Context.WORKER_LIST).test(TestWorker.with("{}")));
        assertFalse(parsed("x NOT IN [" + sids + "]", Context.WORKER_LIST).test(TestWorker.with("{\"x\":[1]}")));
        var numbers = "x IN [1,2,3,4,5,6,7,8,'9.0',true]";
        assertTrue(parsed(numbers, Context.QUEUE).test(TestWorker.with("{\"x\":\"8.00\"}")));
        assertTrue(parsed(numbers, Context.QUEUE).test(TestWorker.with("{\"x\":9}")));
        assertFalse(parsed(numbers, Context.QUEUE).test(TestWorker.with("{\"x\":\"9\"}")));
        assertTrue(parsed(numbers, Context.QUEUE).test(TestWorker.with("{\"x\":\"true\"}")));
    }

    @Test
    void depthLengthAndListsAreBounded() {
        parsed("(".repeat(64) + "1==1" + ")".repeat(64), Context.QUEUE);
        assertTrue(refused("(".repeat(65) + "1==1" + ")".repeat(65), Context.QUEUE)
                .message()
                .contains("deeper than 64"));
        assertTrue(refused("a IN " + "[".repeat(65), Context.QUEUE).message().contains("deeper than 64"));
        assertTrue(refused("a IN [" + "1,".repeat(5_000) + "1]", Context.QUEUE)
                .message()
                .contains("longer than 5000"));
        parsed("a IN [" + "1,".repeat(4_999) + "1]", Context.QUEUE);
        assertTrue(refused(" ".repeat(65_537), Context.QUEUE).message().contains("longer than 65536"));
        parsed("1==1" + " AND 1==1".repeat(7_000), Context.QUEUE);
        assertTrue(refused("a" + ".b".repeat(40) + " == 1", Context.QUEUE)
                .message()
                .contains("at most 32"));
        assertEquals(
                "9".repeat(60) + "…",
                refused("a == " + "9".repeat(101), Context.QUEUE).token());
    }

    @Test
    void anExpressionIsItsTextInItsPlace() {
        assertEquals(parsed("a == 1", Context.QUEUE), parsed("a == 1", Context.QUEUE));
        assertNotEquals(parsed("a == 1", Context.QUEUE), parsed("a  == 1", Context.QUEUE));
        assertNotEquals(parsed("task.a == 1", Context.FILTER), parsed("task.a == 1", Context.TARGET));
        assertThrows(IllegalArgumentException.class, () -> Expression.of("a", Context.QUEUE));
    }

    @Test
    void whatItReadsIsKnown() {
        var target = parsed(
                "worker.activity_name == 'x' OR (task.a[0] IN [worker.b, 1] AND NOT taskrouter.currentHour > 3)",
                Context.TARGET);
        assertEquals(
                "[task.a[0], taskrouter.currentHour, worker.activity_name, worker.b]",
                target.reads().references().toString());
        assertTrue(target.reads().time()
                && target.reads().activity()
                && target.reads().task()
                && target.reads().worker());
        assertFalse(target.reads().channels());
        assertTrue(parsed("channel.voice.assigned_tasks == 0", Context.QUEUE)
                .reads()
                .channels());
        assertFalse(parsed("skill == 0", Context.QUEUE).reads().activity());
    }

    @Test
    void oneDecidingTermMakesAnExpressionConstant() {
        assertEquals(
                Optional.of(false), parsed("a == 1 AND 1 == 2", Context.QUEUE).constant());
        assertEquals(
                Optional.of(true), parsed("a == 1 OR 1 == 1", Context.QUEUE).constant());
        assertEquals(
                Optional.empty(), parsed("a == 1 AND 1 == 1", Context.QUEUE).constant());
        assertEquals(
                Optional.of(true),
                parsed("NOT (a == 1 AND 1 == 2)", Context.QUEUE).constant());
    }

    static Expression parsed(String text, Context context) {
        return switch (Expression.parse(text, context)) {
            case Expression.Parsed.Ok(var expression) -> expression;
            case Expression.Parsed.Failed(var problem) ->
                throw new AssertionError(text.substring(0, Math.min(200, text.length())) + ": " + problem);
        };
    }

    private static Problem refused(String text, Context context) {
        return assertInstanceOf(Expression.Parsed.Failed.class, Expression.parse(text, context), text)
                .problem();
    }
}
