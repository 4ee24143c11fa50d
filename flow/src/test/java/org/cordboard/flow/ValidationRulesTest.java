package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.junit.jupiter.api.Test;

/// One test per rule of validation, with path and wording.
class ValidationRulesTest {

    private static final String SAY = "first say-play {\"say\":\"x\"} audioComplete";

    private static List<String> strict(String json) {
        return told(FlowImporter.read(json, Mode.STRICT, Purpose.DRAFT).problems());
    }

    private static List<String> flow(String... states) {
        return strict(Play.json(states));
    }

    private static List<String> told(List<Problem> problems) {
        return problems.stream()
                .map(problem -> (problem.isError() ? "E" : "W") + problem.rule() + " " + problem.path() + " " + problem.message())
                .toList();
    }

    @Test
    void rule1TextThatIsNoJsonObject() {
        assertTrue(strict("{\n  \"a\": x }").getFirst().startsWith("E1 # Definition is not valid JSON: Unrecognized token 'x'"), strict("{\n \"a\": x }").toString());
        assertTrue(strict("{\n  \"a\": x }").getFirst().contains("at line 2, column"));
        assertEquals(List.of("E1 # Definition is not valid JSON: array found, object expected"), strict("[]"));
        assertFalse(strict("").isEmpty());
        assertFalse(strict("{} {}").isEmpty());
    }

    @Test
    void rule2States() {
        assertEquals(List.of("E2 #/states states: is missing but it is required"), strict("{\"initial_state\":\"T\"}"));
        assertEquals(List.of("E2 #/states states: is missing but it is required"), strict("{\"initial_state\":\"T\",\"states\":[]}"));
        assertEquals(List.of("E13 #/states object found, array expected"), strict("{\"initial_state\":\"T\",\"states\":{}}"));
        var many = new String[2000];
        for (int index = 0; index < many.length; index++) {
            many[index] = (index == 0 ? "first" : "w" + index) + " say-play {\"say\":\"x\"} audioComplete>w" + (index + 1);
        }
        many[1999] = many[1999].replace(">w2000", "");
        assertEquals(List.of("E2 #/states states: at most 2000 widgets allowed, found 2001"), flow(many));
    }

    @Test
    void rules3And4TheTrigger() {
        assertEquals(
                List.of("E3 #/initial_state initial_state 'Triger' does not name a state; did you mean 'Trigger'?"),
                strict(Play.json(SAY).replace("\"initial_state\":\"Trigger\"", "\"initial_state\":\"Triger\"")));
        assertTrue(strict(Play.json(SAY).replace("\"initial_state\":\"Trigger\"", "\"initial_state\":\"first\""))
                .contains("E3 #/initial_state initial_state 'first' is not a trigger"));
        assertTrue(flow(SAY, "second trigger {}").contains("E4 #/states A flow needs exactly one trigger, found 2: Trigger, second"));
        assertTrue(strict("{\"states\":[{\"name\":\"a\",\"type\":\"say-play\",\"properties\":{\"say\":\"x\"},\"transitions\":[]}]}")
                .contains("E4 #/states A flow needs exactly one trigger, found 0"));
    }

    @Test
    void rule5Names() {
        assertEquals(List.of("E5 #/states/2/name Widget name 'first' is used 2 times; names must be unique"), flow(SAY, SAY));
        assertTrue(strict(Play.json(SAY).replace("\"name\":\"first\"", "\"name\":\"a.b\"")).stream().anyMatch(text -> text.startsWith("E5 #/states/1/name 'a.b'")));
        assertTrue(strict(Play.json(SAY).replace("\"name\":\"first\",", "")).contains("E5 #/states/1/name is missing but it is required"));
        assertTrue(strict(Play.json(SAY).replace("\"name\":\"first\"", "\"name\":5")).contains("E13 #/states/1/name integer found, string expected"));
    }

    @Test
    void rules6And7Types() {
        assertEquals(
                List.of("E6 #/states/1/type Unknown widget type 'http-request' in 'first'; did you mean 'make-http-request'?"),
                flow("first http-request {} success"));
        assertEquals(
                List.of("E7 #/states/1/type There is no hang-up widget. Remove 'first' and leave the transitions that point to it without next; the call then ends"),
                flow("first hangup {}"));
        var repaired = FlowImporter.read(Play.json("first http-request {\"url\":\"https://e.net\",\"timeout\":5} success"), Mode.REPAIR, Purpose.DRAFT);
        assertTrue(repaired.valid(), repaired.problems().toString());
        assertEquals("make-http-request", repaired.flow().orElseThrow().states().get(1).type());
    }

    @Test
    void rules8And9WhereExitsLead() {
        assertEquals(
                List.of("E8 #/states/1/transitions/0/next 'first' event 'audioComplete' points to widget 'frist', which does not exist; did you mean 'first'?"),
                flow(SAY + ">frist"));
        assertEquals(List.of("E9 #/states/1/transitions/0/next A transition cannot lead back to the trigger"), flow(SAY + ">Trigger"));
    }

    @Test
    void rules10And11Events() {
        var wrong = FlowImporter.read(Play.json("first run-function {\"url\":\"https://e.net\"} success failed"), Mode.STRICT, Purpose.DRAFT);
        assertEquals(
                List.of("E10 #/states/1/transitions/1/event 'first' (run-function) has no event 'failed'; its events are success, fail"),
                told(wrong.problems()));
        assertEquals("Use 'fail'", wrong.errors().getFirst().remedy());
        assertEquals(List.of("W11 #/states/1/transitions/1/event 'first' lists event 'audioComplete' twice; the first is used"), flow(SAY + " audioComplete"));
    }

    @Test
    void rule12WhatMustBeThere() {
        assertTrue(flow("first connect-call-to {\"to\":\"+1\"} callCompleted")
                .contains("E12 #/states/1/properties/noun 'first': property 'noun' is missing but it is required"));
        assertTrue(flow("first make-http-request {\"url\":null} success").contains("E12 #/states/1/properties/url must not be null"));
        assertTrue(flow("first set-variables {\"variables\":[]} next").contains("E12 #/states/1/properties/variables 'first': variables needs at least one entry"));
        assertTrue(strict(Play.json(SAY).replace(",\"transitions\":[{\"event\":\"audioComplete\"}]", "")).contains("E12 #/states/1/transitions is missing but it is required"));
        assertTrue(strict(Play.json(SAY).replace("{\"allow_concurrent_calls\":true}", "{}")).contains("E12 #/flags/allow_concurrent_calls is missing but it is required"));
    }

    @Test
    void rule13TypesAreStrictByRestAndConvertedByTheImporter() {
        var json = Play.json(
                "first gather-input-on-call {\"timeout\":\"7\",\"stop_gather\":\"true\",\"say\":5,\"profanity_filter\":true} keypress>second speech timeout",
                "second make-http-request {\"url\":\"https://e.net\",\"parameters\":[{\"key\":\"a\",\"value\":\"1\"}]} success failed");
        assertEquals(
                List.of(
                        "E13 #/states/1/properties/say integer found, string expected",
                        "E13 #/states/1/properties/timeout string found, integer expected",
                        "E13 #/states/1/properties/stop_gather string found, boolean expected",
                        "E13 #/states/1/properties/profanity_filter boolean found, string expected"),
                strict(json));
        var repaired = FlowImporter.read(json, Mode.REPAIR, Purpose.PUBLISH);
        assertEquals(4, repaired.warnings().size());
        assertEquals(List.of(), FlowImporter.read(repaired.flow().orElseThrow().json(), Mode.STRICT, Purpose.PUBLISH).problems());
        assertTrue(flow("first make-http-request {\"url\":\"https://e.net\",\"parameters\":[{\"key\":\"a\",\"value\":1}]} success")
                .contains("E13 #/states/1/properties/parameters/0/value integer found, string expected"));
        var template = FlowImporter.read(Play.json("first say-play {\"say\":\"x\",\"loop\":\"{{flow.data.n}}\"} audioComplete"), Mode.REPAIR, Purpose.PUBLISH);
        assertTrue(template.valid());
        assertEquals(13, template.warnings().getFirst().rule());
    }

    @Test
    void rule14Literals() {
        assertEquals(List.of("E14 #/states/1/properties/loop 'first'.loop must be between 1 and 99, found 0"), flow("first say-play {\"say\":\"x\",\"loop\":0} audioComplete"));
        assertTrue(flow("first make-http-request {\"url\":\"https://e.net\",\"method\":\"PUT\"} success")
                .contains("E14 #/states/1/properties/method 'first'.method must be GET or POST, found PUT"));
        assertTrue(flow("first enqueue-call {\"queue_name\":\"" + "q".repeat(65) + "\"} callComplete").getFirst().startsWith("E14 #/states/1/properties/queue_name"));
        assertTrue(flow("first add-twiml-redirect {\"url\":\"https://e.net\",\"timeout\":\"14401\"} return").getFirst().startsWith("E14 #/states/1/properties/timeout"));
        assertEquals(List.of(), flow("first add-twiml-redirect {\"url\":\"https://e.net\",\"timeout\":\"{{flow.data.t}}\"} return"));
    }

    @Test
    void rule15UnknownPropertiesAndTheirRealNames() {
        assertEquals(
                List.of("W15 #/states/1/properties/num_digits 'first' has no property 'num_digits'; did you mean 'number_of_digits'?"),
                flow("first gather-input-on-call {\"num_digits\":1} keypress"));
        var repaired = FlowImporter.read(Play.json("first gather-input-on-call {\"num_digits\":1,\"input\":\"dtmf\"} keypress"), Mode.REPAIR, Purpose.PUBLISH);
        assertEquals("1", ((Widget.Gather) repaired.flow().orElseThrow().states().get(1).widget()).numberOfDigits());
        assertEquals(List.of(15, 15), repaired.warnings().stream().map(Problem::rule).toList());
    }

    @Test
    void rules16To19Splits() {
        assertEquals(
                List.of("E16 #/states/1/transitions/0/conditions/0/type Unknown comparison 'equals' in 'first'; did you mean 'equal_to'?"),
                flow("first split-based-on {\"input\":\"x\"} match:x:equals:y"));
        assertEquals(
                List.of("E17 #/states/1/transitions/0/conditions 'first': match transition to '' has no condition"),
                flow("first split-based-on {\"input\":\"x\"} match"));
        assertTrue(flow("first split-based-on {\"input\":\"x\"} match:x:regex:(a").getFirst()
                .startsWith("E18 #/states/1/transitions/0/conditions/0/value 'first': invalid regular expression '(a': "));
        assertEquals(
                List.of("W19 #/states/1/transitions/0/conditions/0/value 'first': '9.00' is not HH:MM; the comparison will never be true"),
                flow("first split-based-on {\"input\":\"x\"} match:x:is_before_time:9.00"));
    }

    @Test
    void rules20To22Templates() {
        assertEquals(
                List.of("E20 #/states/1/properties/say 'first'.say: Liquid error: unknown tag 'iff' at position 3"),
                flow("first say-play {\"say\":\"{% iff a %}x{% endif %}\"} audioComplete"));
        assertEquals(
                List.of("W21 #/states/1/properties/say 'first'.say uses widgets.frst, but there is no widget of that name; did you mean 'first'?"),
                flow("first say-play {\"say\":\"{{widgets.frst.Digits}}\"} audioComplete"));
        assertEquals(
                List.of(
                        "W22 #/states/1/properties/say 'first'.say: trigger.From does not exist; use trigger.call.From",
                        "W22 #/states/1/properties/say 'first'.say: flow.sid is the execution SID; use flow.flow_sid for the flow"),
                flow("first say-play {\"say\":\"{{trigger.From}}{{flow.sid}}\"} audioComplete"));
    }

    @Test
    void rules23To25Queues() {
        assertEquals(List.of("E23 #/states/1/properties 'first': set workflow_sid or queue_name"), flow("first enqueue-call {} callComplete"));
        var nothing = new Nothing(Optional.empty());
        var json = Play.json("first enqueue-call {\"workflow_sid\":\"WW1\"} callComplete");
        assertEquals(
                List.of("W24 #/states/1/properties/workflow_sid 'first': workflow WW1 does not exist in this account"),
                told(FlowImporter.read(json, Mode.STRICT, Purpose.DRAFT, nothing).problems()));
        assertFalse(FlowImporter.read(json, Mode.STRICT, Purpose.PUBLISH, nothing).valid());
        assertEquals(
                List.of("W25 #/states/1/properties/task_attributes 'first': task attributes are not valid JSON"),
                flow("first enqueue-call {\"workflow_sid\":\"WW1\",\"task_attributes\":\"a=1\"} callComplete"));
    }

    private record Nothing(Optional<FlowDefinition> subflow) implements Surroundings {

        @Override
        public boolean hasWorkflow(String sid) {
            return false;
        }

        @Override
        public boolean hasTaskChannel(String sid) {
            return false;
        }

        @Override
        public boolean hasFlow(String sid) {
            return subflow.isPresent();
        }

        @Override
        public Optional<FlowDefinition> flow(String sid, String revision) {
            return subflow;
        }
    }

    @Test
    void rule26Subflows() {
        var widget = "{\"flow_sid\":\"FW00000000000000000000000000000001\",\"flow_revision\":\"%s\"} completed failed";
        assertEquals(
                List.of("E26 #/states/1/properties/flow_sid must be a valid, non-liquid flow sid"),
                flow("first run-subflow {\"flow_sid\":\"{{flow.data.f}}\",\"flow_revision\":\"1\"} completed"));
        assertTrue(flow("first run-subflow " + widget.formatted("1").replace("completed ", "completed>second "), "second run-subflow " + widget.formatted("2"))
                .getFirst().startsWith("E26 #/states/2/properties/flow_revision"));
        var nested = new Nothing(Optional.of(Play.flow("first run-subflow " + widget.formatted("1"))));
        assertTrue(told(FlowImporter.read(Play.json("first run-subflow " + widget.formatted("1")), Mode.STRICT, Purpose.DRAFT, nested).problems())
                .contains("E26 #/states/1/properties/flow_sid Flow FW00000000000000000000000000000001 itself runs a subflow; only one level is allowed"));
    }

    @Test
    void rules27And28WhatCannotBeReached() {
        assertEquals(List.of("W27 #/states/2 Widget 'lost' cannot be reached from any trigger event"), flow(SAY, "lost say-play {\"say\":\"x\"} audioComplete"));
        var lone = strict("{\"initial_state\":\"T\",\"states\":[{\"name\":\"T\",\"type\":\"trigger\",\"properties\":{},\"transitions\":[]}]}");
        assertEquals(List.of("W28 #/states/0 No trigger event is connected; executions end at once"), lone);
    }

    @Test
    void rules29And30Loops() {
        var set = " set-variables {\"variables\":[{\"key\":\"a\",\"value\":\"1\"}]} next>";
        assertEquals(
                List.of("W29 #/states/1 Widgets first → second → first form a loop without a caller; it will be stopped after 1000 steps"),
                flow("first" + set + "second", "second" + set + "first"));
        assertEquals(
                List.of("W30 #/states/1/transitions/1 'first' repeats itself on 'failed'; the execution stops after 10 repeats"),
                flow("first make-http-request {\"url\":\"https://e.net\"} success failed>first"));
        assertEquals(List.of(), flow("first gather-input-on-call {} keypress speech timeout>first"));
    }

    @Test
    void rules31To33WidgetsInTheWrongPlace() {
        assertTrue(flow("first send-and-wait-for-reply {} incomingMessage timeout deliveryFailure")
                .contains("W31 #/states/1 'first' waits for a text message; a caller cannot answer it"));
        assertEquals(
                List.of("W32 #/states/1 'first' must come after the call was answered (say-play or gather)"),
                flow("first record-call {\"record_call\":true} success failed"));
        assertEquals(List.of(), flow(SAY + ">rec", "rec record-call {\"record_call\":true} success failed"));
        var json = Play.json("first send-to-auto-pilot {} sessionEnded");
        assertEquals(List.of("W33 #/states/1/type 'first' (send-to-auto-pilot) is not supported here; the branch will end"), strict(json));
        assertFalse(FlowImporter.read(json, Mode.REPAIR, Purpose.PUBLISH).valid());
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirPaths() {
        var problems = FlowImporter.read(
                Play.json("first say-play {\"say\":1,\"loop\":\"x\"} audioComplete>nowhere", "second hang-up {}", "second gather-input-on-call {\"timeout\":99} keypres"),
                Mode.STRICT,
                Purpose.PUBLISH);
        assertFalse(problems.valid());
        assertEquals(
                List.of("#/states/3/name", "#/states/1/properties/say", "#/states/1/properties/loop", "#/states/1/transitions/0/next", "#/states/2/type", "#/states/3/properties/timeout", "#/states/3/transitions/0/event"),
                problems.errors().stream().map(Problem::path).toList());
        assertTrue(problems.errors().stream().noneMatch(problem -> problem.remedy().isBlank()));
    }

    @Test
    void damagedDefinitionsAreRefusedAndNeverThrow() {
        for (var text : List.of("null", "5", "{\"states\":[null,5,{}],\"initial_state\":{}}", "{\"states\":[{\"name\":{},\"type\":[],\"properties\":[],\"transitions\":{}}],\"initial_state\":1,\"flags\":[],\"description\":[]}",
                "{\"states\":[{\"name\":\"a\",\"type\":\"split-based-on\",\"properties\":{\"input\":{}},\"transitions\":[null,{\"event\":5},{\"event\":\"match\",\"next\":[],\"conditions\":[5,{\"type\":1,\"value\":{},\"arguments\":5}]}]}],\"initial_state\":\"a\"}",
                "{\"states\":[{\"type\":\"InitialState\"},5,{\"type\":\"Gather\",\"transitions\":[5,{\"next\":\"FF1\"}]}]}")) {
            for (var mode : Mode.values()) {
                assertFalse(FlowImporter.read(text, mode, Purpose.PUBLISH).valid(), text);
            }
        }
    }
}
