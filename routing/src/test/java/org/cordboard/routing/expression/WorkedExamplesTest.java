package org.cordboard.routing.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.ActivitySid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The worked examples of the TaskRouter reference, by number. Rows whose answer depends on the day, the activity, the
/// load or
/// the crew appear with both answers.
class WorkedExamplesTest {
    private static final WorkerScope A =
            TestWorker.with("""
                    {"languages":["en","fr"],"skill":7,"team":"blue","remote":true,\
                    "loc":{"city":"Lyon","floors":[1,3]},"note":"night shift"}""").channel("chat", 3, 0, 100).channel("voice", 1, 0, 100);
    private static final WorkerScope BUSY_A =
            TestWorker.with("{}").channel("chat", 3, 1, 66).channel("voice", 1, 0, 100);
    private static final WorkerScope AWAY_A = new TestWorker(
            A.attributes(), "WK00000000000000000000000000000009", "ana", TestWorker.ACTIVITY, "Offline", Map.of());
    private static final TaskScope T = new TaskScope(Attributes.of("""
            {"language":"fr","min":5,"tags":["a","b"],"agent":null,"owner":"blue","vip":"true"}"""));
    private static final TimeScope SATURDAY_NOON = new TimeScope(Instant.parse("2026-11-21T12:00:00Z"));
    private static final TimeScope FRIDAY_EVENING = new TimeScope(Instant.parse("2026-11-20T17:30:00Z"));

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                     1 | QUEUE | 1==1 | true
                     2 | QUEUE | 1==2 | false
                     3 | QUEUE | languages HAS "fr" | true
                     4 | QUEUE | languages HAS 'FR' | false
                     5 | QUEUE | languages == 'fr' | false
                     6 | QUEUE | "fr" IN languages | true
                     7 | QUEUE | team IN ['blue','red'] | true
                     8 | QUEUE | team in ["blue"] | true
                     9 | QUEUE | team NOT IN ['red'] | true
                    10 | QUEUE | team HAS 'blue' | false
                    11 | QUEUE | skill >= 7 | true
                    12 | QUEUE | skill > 7.5 | false
                    13 | QUEUE | skill = 7 | true
                    14 | QUEUE | remote == true | true
                    15 | QUEUE | remote != false | true
                    16 | QUEUE | loc.city == "Lyon" | true
                    17 | QUEUE | loc.floors[1] == 3 | true
                    18 | QUEUE | loc.floors[9] == null | true
                    19 | QUEUE | loc.floors HAS 3 | true
                    20 | QUEUE | missing == null | true
                    21 | QUEUE | missing != null | false
                    22 | QUEUE | missing > 3 | false
                    23 | QUEUE | missing != 'x' | true
                    24 | QUEUE | missing HAS 'x' | false
                    25 | QUEUE | note CONTAINS 'night' | true
                    26 | QUEUE | languages CONTAINS 'fr' | false
                    27 | QUEUE | (team == 'red' OR skill > 5) AND remote == true | true
                    28 | QUEUE | team == 'red' OR skill > 5 AND remote == false | false
                    29 | QUEUE | skill-level > 3 | error
                    30 | QUEUE | remote | error
                    31 | QUEUE | activity_name == 'Available' | true
                    32 | QUEUE | sid IN ['WK00000000000000000000000000000001','WK00000000000000000000000000000002'] | true
                    33 | QUEUE | worker.skill > 3 | true
                    34 | FILTER | language == 'fr' | true
                    35 | FILTER | tags HAS 'b' AND min < 10 | true
                    36 | FILTER | agent != null | false
                    37 | FILTER | vip == true | true
                    38 | FILTER | min == "5" | true
                    39 | FILTER | taskrouter.dayOfWeek IN ['Sat','Sun'] | true
                    40 | FILTER | taskrouter.currentTime >= 900 AND taskrouter.currentTime < 1730 | true
                    41 | FILTER | task.language == 'fr' | true
                    42 | TARGET | task.language IN worker.languages | true
                    43 | TARGET | worker.languages HAS task.language | true
                    44 | TARGET | worker.skill >= task.min | true
                    45 | TARGET | worker.team = task.owner | true
                    46 | TARGET | worker.sid = task.agent | false
                    47 | TARGET | worker.channel.chat.assigned_tasks == 0 AND worker.channel.voice.available_capacity_percentage == 100 | true
                    48 | TARGET | language IN worker.languages | error
                    49 | SKIP_IF | workers.available == 0 | true
                    50 | SKIP_IF | workers.available < 2 OR workers.WA00000000000000000000000000000001 > 5 | true
                    """)
    void theWorkedExamplesHoldForTheWorkerAndTheTask(int number, Context context, String text, String result) {
        assertEquals(result, outcome(text, context, A, SATURDAY_NOON, new WorkersScope(0, 3, _ -> 6)), "row " + number);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    31 | QUEUE | activity_name == 'Available'
                    32 | QUEUE | sid IN ['WK00000000000000000000000000000001','WK00000000000000000000000000000002']
                    39 | FILTER | taskrouter.dayOfWeek IN ['Sat','Sun']
                    40 | FILTER | taskrouter.currentTime >= 900 AND taskrouter.currentTime < 1730
                    49 | SKIP_IF | workers.available == 0
                    50 | SKIP_IF | workers.available < 2 OR workers.WA00000000000000000000000000000001 > 5
                    """)
    void theDependingExamplesAreFalseInTheOtherCase(int number, Context context, String text) {
        var crew = new WorkersScope(2, 0, activity -> activity.equals(new ActivitySid(TestWorker.ACTIVITY)) ? 5 : 9);
        assertEquals("false", outcome(text, context, AWAY_A, FRIDAY_EVENING, crew), "row " + number);
    }

    @Test
    void channelLoadIsReadFromTheWorkerAsItIs() {
        var row47 =
                "worker.channel.chat.assigned_tasks == 0 AND worker.channel.voice.available_capacity_percentage == 100";
        assertEquals("false", outcome(row47, Context.TARGET, BUSY_A, SATURDAY_NOON, new WorkersScope(0, 0, _ -> 0)));
    }

    @Test
    void theErrorsSayOperatorAsThePublicServiceDoes() {
        var hyphen =
                assertInstanceOf(Expression.Parsed.Failed.class, Expression.parse("skill-level > 3", Context.QUEUE));
        assertEquals(new Problem("extraneous input '-' expecting OPERATOR", 5, "-"), hyphen.problem());
        var bare = assertInstanceOf(Expression.Parsed.Failed.class, Expression.parse("remote", Context.QUEUE));
        assertEquals(new Problem("extraneous input '<EOF>' expecting OPERATOR", 6, "<EOF>"), bare.problem());
    }

    private static String outcome(String text, Context context, WorkerScope worker, TimeScope time, WorkersScope crew) {
        return switch (Expression.parse(text, context)) {
            case Expression.Parsed.Failed _ -> "error";
            case Expression.Parsed.Ok(var expression) ->
                Boolean.toString(expression.test(worker.and(T).and(time).and(crew)));
        };
    }
}
