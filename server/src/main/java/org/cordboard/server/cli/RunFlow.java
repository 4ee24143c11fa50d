package org.cordboard.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cordboard.flow.rehearsal.Rehearsal;
import org.cordboard.flow.rehearsal.Report;
import org.cordboard.flow.rehearsal.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cordboard flow run`: plays a flow in virtual time and tells what the caller hears.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "play a flow in virtual time and tell what the caller hears",
        footer = {
            "",
            "Inputs happen in the order given: --input 'press 1' --input silence --input 'web 200 {\"open\": true}'.",
            "All of them stand in the table of script lines in flow/README.md."
        })
final class RunFlow implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Parameters(paramLabel = "FILE", description = "flow definition")
    Path file = Path.of("");

    @Option(names = "--input", paramLabel = "LINE", description = "what the caller or the outside does; repeatable")
    List<String> inputs = List.of();

    @Option(names = "--at", paramLabel = "INSTANT", description = "when the call comes, as in 2026-03-02T12:00:00Z")
    Instant at = Instant.parse("2026-03-02T12:00:00Z");

    @Option(names = "--with", paramLabel = "SID=FILE", description = "a sub-flow that the flow runs; repeatable")
    Map<String, Path> subflows = Map.of();

    @Option(names = "--to", paramLabel = "ADDRESS", description = "start as by REST, for this contact; needs --from")
    String to = "";

    @Option(names = "--from", paramLabel = "ADDRESS", description = "our side of a start by REST")
    String from = "";

    @Option(
            names = "--parameters",
            paramLabel = "JSON",
            description = "parameters of the incoming call, or of the start by REST")
    String parameters = "{}";

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var flow = FlowFiles.runnable(file);
        var scenario = new Scenario("run", at, opening(), inputs, JSON.createObjectNode());
        var report = Rehearsal.play(scenario, file.toString(), flow, FlowFiles.subflows(subflows));
        var out = FlowFiles.out(spec);
        out.println(report.told());
        out.println(end(report));
        report.mismatches().forEach(problem -> out.println("problem: " + problem));
        return report.passed() ? 0 : 1;
    }

    private Scenario.Opening opening() throws IOException {
        if (to.isEmpty() != from.isEmpty()) {
            throw new IOException("--to and --from belong together");
        }
        return to.isEmpty() ? new Scenario.Opening.Call(object()) : new Scenario.Opening.Request(to, from, object());
    }

    private JsonNode object() throws IOException {
        try {
            var read = JSON.readTree(parameters);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw new IOException("--parameters is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IOException("--parameters is not a JSON object");
    }

    private static String end(Report report) {
        var execution = report.execution();
        return execution
                .currentWidget()
                .map(widget -> "The flow waits in '" + widget + "'.")
                .orElseGet(() -> "The flow has ended (" + execution.endReason() + ").");
    }
}
