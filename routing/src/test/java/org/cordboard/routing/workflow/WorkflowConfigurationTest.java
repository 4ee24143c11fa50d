package org.cordboard.routing.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;
import org.cordboard.routing.sid.TaskQueueSid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowConfigurationTest {
    private static final TaskQueueSid Q1 = NavigationTest.queue(1);
    private static final TaskQueueSid Q2 = NavigationTest.queue(2);
    private static final String FILTERS = "$.task_routing.filters";

    @Test
    void everyKeyIsReadAndTheTextIsKept() {
        var text = """
                { "task_routing": {"unknown":[1], "filters": [
                  {"filter_friendly_name":"VIP", "expression":"type == 'vip'", "targets":[
                    {"queue":"Q1", "expression":"task.language IN worker.languages", "priority":"10", "timeout":" 30 ",
                     "order_by":"worker.level DESC", "skip_if":"workers.available == 0",
                     "known_worker_sid":"task.preferred", "unknown":true},
                    {"priority":0, "timeout":15.0, "known_worker_friendly_name":"'Ana'"},
                    {"queue":"Q2"}]}],
                  "default_filter": {"queue":"Q2"} }, "more":null }
                """.replace("Q1", Q1.value())
                .replace("Q2", "WQ" + Q2.value().substring(2).toUpperCase());
        var configuration = read(text);
        assertEquals(text, configuration.text());
        assertEquals(Optional.of(Q2), configuration.defaultQueue());
        var filter = configuration.filters().getFirst();
        assertEquals(Optional.of("VIP"), filter.friendlyName());
        assertEquals("type == 'vip'", filter.expression().text());

        var first = filter.targets().get(0);
        assertEquals(Q1, first.queue());
        assertEquals("task.language IN worker.languages", first.expression().text());
        assertEquals(OptionalInt.of(10), first.priority());
        assertEquals(OptionalInt.of(30), first.timeoutSeconds());
        assertEquals("worker.level DESC", first.orderBy().orElseThrow().text());
        assertEquals("workers.available == 0", first.skipIf().orElseThrow().text());
        assertEquals(KnownWorker.Kind.SID, first.knownWorker().orElseThrow().kind());

        var second = filter.targets().get(1);
        assertEquals(Q1, second.queue(), "the queue is inherited");
        assertEquals(Optional.of(true), second.expression().constant(), "the expression is not");
        assertEquals(OptionalInt.of(0), second.priority());
        assertEquals(OptionalInt.of(15), second.timeoutSeconds());
        assertEquals(Optional.empty(), second.orderBy());
        assertEquals(Optional.empty(), second.skipIf());
        assertEquals(
                KnownWorker.Kind.FRIENDLY_NAME,
                second.knownWorker().orElseThrow().kind());

        var third = filter.targets().get(2);
        assertEquals(Q2, third.queue());
        assertEquals(OptionalInt.empty(), third.timeoutSeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"filter_friendly_name", "friendlyName", "friendly_name"})
    void theNameOfAFilterHasThreeSpellings(String key) {
        var configuration =
                read(filters("{\"" + key + "\":\"VIP\",\"expression\":\"1==1\",\"targets\":[{\"queue\":\"Q1\"}]}"));
        assertEquals(Optional.of("VIP"), configuration.filters().getFirst().friendlyName());
    }

    @Test
    void emptyAndAbsentOptionalValuesAreTheSame() {
        var target = read(filters(
                        target(
                                "\"queue\":\"Q1\",\"expression\":\"\",\"timeout\":null,\"priority\":\"\",\"order_by\":\"\",\"skip_if\":null")))
                .filters()
                .getFirst()
                .targets()
                .getFirst();
        assertEquals(Optional.of(true), target.expression().constant());
        assertEquals(OptionalInt.empty(), target.timeoutSeconds());
        assertEquals(OptionalInt.empty(), target.priority());
        assertEquals(Optional.empty(), target.orderBy());
        assertEquals(Optional.empty(), target.skipIf());
    }

    @Test
    void aDefaultFilterAloneIsEnough() {
        var configuration = read(expand("{\"task_routing\":{\"default_filter\":{\"queue\":\"Q1\"}}}"));
        assertEquals(List.of(), configuration.filters());
        assertEquals(
                List.of(),
                read("{\"task_routing\":{\"filters\":null,\"default_filter\":null}}")
                        .queues());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    no json                                      ~ $                            ~ not valid JSON
                    []                                           ~ $.task_routing               ~ missing
                    {}                                           ~ $.task_routing               ~ missing
                    {"task_routing":[]}                          ~ $.task_routing               ~ no object
                    {"task_routing":{"filters":{}}}              ~ $.task_routing.filters       ~ not an array
                    {"task_routing":{"filters":["x"]}}           ~ $.task_routing.filters[0]    ~ not an object
                    {"task_routing":{"default_filter":"Q1"}}     ~ $.task_routing.default_filter       ~ not an object
                    {"task_routing":{"default_filter":{}}}       ~ $.task_routing.default_filter.queue ~ missing
                    {"task_routing":{"default_filter":{"queue":"WQ1"}}} ~ $.task_routing.default_filter.queue ~ not the SID
                    {"task_routing":{"default_filter":{"queue":"Q7"}}} ~ $.task_routing.default_filter.queue ~ does not exist
                    """)
    void theFrameIsChecked(String text, String path, String reason) {
        var problem = onlyProblem(expand(text));
        assertEquals(path, problem.path());
        assertTrue(problem.reason().contains(reason), problem::toString);
        assertTrue(!problem.remedy().isBlank());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    "targets":[{"queue":"Q1"}]                            ~ .expression   ~ missing
                    "expression":" ","targets":[{"queue":"Q1"}]           ~ .expression   ~ empty
                    "expression":5,"targets":[{"queue":"Q1"}]             ~ .expression   ~ not a string
                    "expression":"vip","targets":[{"queue":"Q1"}]         ~ .expression   ~ extraneous input '<EOF>' expecting OPERATOR at position 3
                    "expression":"worker.a b","targets":[{"queue":"Q1"}]  ~ .expression   ~ extraneous input 'b' expecting OPERATOR at position 9
                    "expression":"1==1"                                   ~ .targets      ~ missing
                    "expression":"1==1","targets":[]                      ~ .targets      ~ empty
                    "expression":"1==1","targets":{}                      ~ .targets      ~ no array
                    "expression":"1==1","targets":[7]                     ~ .targets[0]   ~ not an object
                    """)
    void aFilterIsChecked(String members, String path, String reason) {
        var problem = onlyProblem(filters("{" + members + "}"));
        assertEquals(FILTERS + "[0]" + path, problem.path());
        assertTrue(problem.reason().contains(reason), problem::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    "timeout":1                                       ~ queue      ~ missing
                    "queue":5                                         ~ queue      ~ not a string
                    "queue":"x"                                       ~ queue      ~ 'x' is not the SID
                    "queue":"Q7"                                      ~ queue      ~ does not exist
                    "queue":"Q1","expression":"language == 1"         ~ expression ~ extraneous input 'language' expecting task., worker. or taskrouter. at position 0
                    "queue":"Q1","expression":true                    ~ expression ~ not a string
                    "queue":"Q1","priority":-1                        ~ priority   ~ -1 is not a whole number from 0
                    "queue":"Q1","priority":1.5                       ~ priority   ~ 1.5 is not
                    "queue":"Q1","priority":2147483648                ~ priority   ~ 2147483648 is not
                    "queue":"Q1","priority":1e999999999               ~ priority   ~ is not a whole number
                    "queue":"Q1","priority":"high"                    ~ priority   ~ "high" is not
                    "queue":"Q1","priority":[1]                       ~ priority   ~ [1] is not
                    "queue":"Q1","timeout":0                          ~ timeout    ~ 0 is not a whole number from 1
                    "queue":"Q1","timeout":"0"                        ~ timeout    ~ "0" is not
                    "queue":"Q1","timeout":"-5"                       ~ timeout    ~ "-5" is not
                    "queue":"Q1","timeout":true                       ~ timeout    ~ true is not
                    "queue":"Q1","order_by":"level DESC"              ~ order_by   ~ extraneous input 'level DESC' expecting worker.
                    "queue":"Q1","order_by":7                         ~ order_by   ~ not a string
                    "queue":"Q1","skip_if":"available == 0"           ~ skip_if    ~ expecting workers.
                    "queue":"Q1","skip_if":"workers.available"        ~ skip_if    ~ expecting OPERATOR at position 17
                    "queue":"Q1","known_worker_sid":"worker.sid ="    ~ known_worker_sid ~ extraneous input '=' expecting
                    "queue":"Q1","known_worker_sid":"5"               ~ known_worker_sid ~ expecting task.
                    "queue":"Q1","known_worker_friendly_name":"Ana B" ~ known_worker_friendly_name ~ extraneous input 'B'
                    "queue":"Q1","known_worker_sid":"task.a","known_worker_friendly_name":"task.b" ~ known_worker_friendly_name ~ given together
                    """)
    void aTargetIsChecked(String members, String key, String reason) {
        var problem = onlyProblem(filters(target(members)));
        assertEquals(FILTERS + "[0].targets[0]." + key, problem.path());
        assertTrue(problem.reason().contains(reason), problem::toString);
    }

    @Test
    void allProblemsAreToldAtOnceAndABadQueueOnlyWhereItStands() {
        var text = filters(
                "{\"expression\":\"a\",\"targets\":[{\"queue\":\"Q7\",\"timeout\":0},{\"skip_if\":\"x\"}]}",
                "{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"Q1\"},{\"queue\":\"Q8\"}]}");
        var invalid = invalid(text);
        assertEquals(
                List.of(
                        FILTERS + "[0].expression",
                        FILTERS + "[0].targets[0].queue",
                        FILTERS + "[0].targets[0].timeout",
                        FILTERS + "[0].targets[1].skip_if",
                        FILTERS + "[1].targets[1].queue"),
                invalid.problems().stream().map(Problem::path).toList());
        assertTrue(
                invalid.message().startsWith(FILTERS + "[0].expression: extraneous input '<EOF>' expecting OPERATOR"));
    }

    @Test
    void lengthIsCountedInBytes() {
        var frame = "{\"task_routing\":{\"x\":\"\"}}";
        int room = WorkflowConfiguration.BYTES_MAX - frame.length();
        read(frame.replace("\"\"", "\"" + "a".repeat(room) + "\""));
        assertEquals(
                "$",
                onlyProblem(frame.replace("\"\"", "\"" + "a".repeat(room + 1) + "\""))
                        .path());
        assertEquals(
                "$",
                onlyProblem(frame.replace("\"\"", "\"" + "é".repeat(room / 2 + 1) + "\""))
                        .path());
    }

    @Test
    void acceptedTextIsReadAgainWithoutAskingForQueuesAndEqualsItself() throws Exception {
        var text = filters(target("\"queue\":\"Q7\""));
        assertEquals(WorkflowConfiguration.of(text), WorkflowConfiguration.of(text));
        assertThrows(IllegalArgumentException.class, () -> WorkflowConfiguration.of("{}"));
        var mapper = JsonMapper.builder().build();
        var written = mapper.writeValueAsString(WorkflowConfiguration.of(text));
        assertEquals(WorkflowConfiguration.of(text), mapper.readValue(written, WorkflowConfiguration.class));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @Timeout(60)
    void aDamagedConfigurationIsReadOrRefused(long seed) {
        var random = new Random(seed);
        var sound = filters(
                target(
                        "\"queue\":\"Q1\",\"expression\":\"task.a == worker.b\",\"timeout\":\"5\",\"priority\":1,"
                                + "\"order_by\":\"worker.level DESC, worker.x\",\"skip_if\":\"workers.available == 0\",\"known_worker_sid\":\"task.a\""));
        for (int i = 0; i < 10_000; i++) {
            var text = new StringBuilder(sound);
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, (char) (32 + random.nextInt(95)));
                    default -> text.setCharAt(at, "{}[]\",:'.0 -eE\\\u0000é".charAt(random.nextInt(17)));
                }
            }
            switch (WorkflowConfiguration.parse(text.toString(), _ -> true)) {
                case WorkflowConfiguration.Parsed.Ok(var configuration) ->
                    assertEquals(text.toString(), configuration.text());
                case WorkflowConfiguration.Parsed.Invalid(var problems) ->
                    assertTrue(!problems.isEmpty(), () -> "seed " + seed + ": " + text);
            }
        }
    }

    @Test
    void aHugeConfigurationFullOfErrorsIsRefusedQuicklyAndShortly() {
        var bad = "{\"expression\":\"a b\",\"targets\":[{\"queue\":\"x\",\"timeout\":0}]},";
        var text = "{\"task_routing\":{\"filters\":[" + bad.repeat(15_000) + "{}]}}";
        var deep = "{\"task_routing\":{\"filters\":" + "[".repeat(500_000);
        assertTimeout(Duration.ofSeconds(5), () -> {
            assertTrue(invalid(text).problems().size() <= 110);
            assertTrue(onlyProblem(deep).reason().contains("depth"));
        });
    }

    private static WorkflowConfiguration read(String text) {
        return switch (WorkflowConfiguration.parse(text, known())) {
            case WorkflowConfiguration.Parsed.Ok(var configuration) -> configuration;
            case WorkflowConfiguration.Parsed.Invalid invalid -> throw new AssertionError(invalid.message());
        };
    }

    private static WorkflowConfiguration.Parsed.Invalid invalid(String text) {
        return assertInstanceOf(WorkflowConfiguration.Parsed.Invalid.class, WorkflowConfiguration.parse(text, known()));
    }

    private static Problem onlyProblem(String text) {
        var problems = invalid(text).problems();
        assertEquals(1, problems.size(), problems::toString);
        return problems.getFirst();
    }

    private static Predicate<TaskQueueSid> known() {
        return List.of(Q1, Q2)::contains;
    }

    private static String target(String members) {
        return "{\"expression\":\"1==1\",\"targets\":[{" + members + "}]}";
    }

    private static String filters(String... filters) {
        return expand("{\"task_routing\":{\"filters\":[" + String.join(",", filters) + "]}}");
    }

    private static String expand(String text) {
        return text.replaceAll("\"Q([0-9])\"", "\"WQ" + "0".repeat(31) + "$1\"");
    }
}
