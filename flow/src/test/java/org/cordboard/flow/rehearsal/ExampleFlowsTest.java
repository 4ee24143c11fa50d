package org.cordboard.flow.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.cordboard.flow.FlowDefinition;
import org.cordboard.flow.FlowImporter;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Plays the tests that stand beside the example flows.
class ExampleFlowsTest {

    private static Path folder() {
        var here = Path.of("examples", "flows");
        return Files.isDirectory(here) ? here : Path.of("..").resolve(here);
    }

    private static FlowDefinition flow(String file) throws IOException {
        var imported = FlowImporter.read(Files.readString(folder().resolve(file)), Mode.REPAIR, Purpose.PUBLISH);
        return imported.flow().orElseThrow(() -> new AssertionError(file + ": " + imported.errors()));
    }

    @TestFactory
    List<DynamicTest> everyExampleTestPasses() throws Exception {
        var tests = new ArrayList<DynamicTest>();
        try (var files = Files.list(folder())) {
            for (var file : files.filter(path -> path.toString().endsWith(".test.yaml")).sorted().toList()) {
                var scenarios = ScenarioFile.read(Files.readString(file));
                var subflows = new HashMap<String, FlowDefinition>();
                for (var entry : scenarios.subflows().entrySet()) {
                    subflows.put(entry.getKey(), flow(entry.getValue()));
                }
                for (var name : scenarios.flows()) {
                    var flow = flow(name);
                    for (var scenario : scenarios.scenarios()) {
                        tests.add(DynamicTest.dynamicTest(name + ": " + scenario.name(), () -> {
                            var report = Rehearsal.play(scenario, name, flow, subflows);
                            assertEquals(List.of(), report.mismatches(), report.told());
                        }));
                    }
                }
            }
        }
        assertTrue(tests.size() > 25, "only " + tests.size() + " example tests were found");
        return tests;
    }

    @Test
    void aWrongExpectationAndAnImpossibleEventAreTold() throws Exception {
        var file = ScenarioFile.read(
                """
                flow: writers-ivr.json
                tests:
                  - name: wrong on purpose
                    script: [dial busy, press 1]
                    expect: {steps: [incomingCall, speech], waits: elsewhere}
                """);
        var report = Rehearsal.play(file.scenarios().getFirst(), "writers-ivr.json", flow("writers-ivr.json"), new HashMap<>());
        assertEquals(
                List.of(
                        "'dial busy' cannot happen: welcome waits for something else (Gather)",
                        "steps: expected [\"incomingCall\",\"speech\"], but was [\"incomingCall\",\"keypress\"]",
                        "waits: expected \"elsewhere\", but was \"support\""),
                report.mismatches());
        assertTrue(report.told().contains("00:00  flow     says \"Welcome to Support."), report.told());
    }

    @Test
    void aFileWithASlipIsRefusedWithItsPlace() {
        assertEquals(
                "'x' has an unknown key 'scripts'; known are at, call, expect, name, parent, request, script",
                assertThrows(
                                ScenarioException.class,
                                () -> ScenarioFile.read("flow: a.json\ntests: [{name: x, scripts: []}]"))
                        .getMessage());
        assertThrows(ScenarioException.class, () -> ScenarioFile.read("flow: a.json\ntests: [{name: x, script: [jump]}]"));
        assertThrows(ScenarioException.class, () -> ScenarioFile.read("flow: [\n"));
        assertThrows(ScenarioException.class, () -> ScenarioFile.read("flow: a.json"));
    }

    @Test
    void aFlowCanBeTriedWithNothingButAScript() throws Exception {
        var report = Rehearsal.play(
                Scenario.call(List.of("press 2"), Instant.parse("2026-03-02T12:00:00Z")),
                "two-team-menu.json",
                flow("two-team-menu.json"),
                new HashMap<>());
        assertTrue(report.passed());
        assertTrue(report.told().contains("makes a task for workflow WW00000000000000000000000000000002"), report.told());
    }
}
