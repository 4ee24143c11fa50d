package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FlowImporterTest {

    @TestFactory
    Stream<DynamicTest> everyExampleIsStrictlyValidWithoutAWarning() {
        return Examples.CURRENT.stream().map(name -> DynamicTest.dynamicTest(name, () -> {
            var imported = FlowImporter.read(Examples.text(name), Mode.STRICT, Purpose.PUBLISH);
            assertEquals(List.of(), imported.problems());
            assertEquals(Examples.text(name), imported.flow().orElseThrow().json());
        }));
    }

    @Test
    void aDefinitionOf2017BecomesTheCurrentFormatWithTheSameWidgets() throws Exception {
        var legacy = FlowImporter.read(Examples.text("writers-ivr-2017"), Mode.STRICT, Purpose.PUBLISH);
        assertEquals(List.of(), legacy.errors());
        var flow = legacy.flow().orElseThrow();
        assertEquals("Trigger", flow.initialState());
        assertEquals(
                List.of("trigger", "gather-input-on-call", "enqueue-call"),
                flow.states().stream().map(State::type).toList());
        var gather = (Widget.Gather) flow.state("welcome").orElseThrow().widget();
        assertEquals("Welcome to Support. I will put you on hold while I find you an agent.", gather.say());
        assertEquals("1", gather.numberOfDigits());
        assertEquals("support", flow.state("welcome").orElseThrow().on("timeout").orElseThrow().next());
        JsonNode json = Json.parse(flow.json());
        assertEquals(5, json.at("/states/0/transitions").size());
        assertTrue(json.at("/states/1/sid").isMissingNode());
        assertTrue(json.at("/states/1/properties/hints").isMissingNode());
        assertEquals(List.of(), FlowImporter.read(flow.json(), Mode.STRICT, Purpose.PUBLISH).problems());
        assertTrue(legacy.original().contains("InitialState"));
    }
}
