package org.cordboard.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.cordboard.flow.rehearsal.Rehearsal;
import org.cordboard.flow.rehearsal.Report;
import org.cordboard.flow.rehearsal.ScenarioException;
import org.cordboard.flow.rehearsal.ScenarioFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cordboard flow test`: plays the tests that stand beside flows.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "play the tests beside flows (NAME.test.yaml); exit code 1 when one fails")
final class TestFlows implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "NAME.test.yaml, or NAME.json for the tests beside it")
    List<Path> files = List.of();

    @Option(names = "--story", description = "tell each test's story, not only those of failed ones")
    boolean story;

    @Spec
    @Nullable CommandSpec spec;

    private int passed;
    private int failed;

    @Override
    public Integer call() throws Exception {
        for (var file : files) {
            test(tests(file));
        }
        FlowFiles.out(spec).printf("%d passed, %d failed%n", passed, failed);
        return failed > 0 ? 1 : 0;
    }

    private static Path tests(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(".json")
                ? file.resolveSibling(name.substring(0, name.length() - ".json".length()) + ".test.yaml")
                : file;
    }

    private void test(Path file) throws IOException {
        var tests = read(file);
        var subflows = new LinkedHashMap<String, Path>();
        tests.subflows().forEach((sid, name) -> subflows.put(sid, file.resolveSibling(name)));
        var known = FlowFiles.subflows(subflows);
        for (var name : tests.flows()) {
            var flow = FlowFiles.runnable(file.resolveSibling(name));
            for (var scenario : tests.scenarios()) {
                tell(Rehearsal.play(scenario, name, flow, known));
            }
        }
    }

    private static ScenarioFile read(Path file) throws IOException {
        try {
            return ScenarioFile.read(FlowFiles.text(file));
        } catch (ScenarioException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private void tell(Report report) {
        var out = FlowFiles.out(spec);
        out.println((report.passed() ? "ok      " : "FAILED  ") + report.flow() + ": " + report.name());
        report.mismatches().forEach(mismatch -> out.println("        " + mismatch));
        if (story || !report.passed()) {
            out.println(report.told().indent(8).stripTrailing());
        }
        if (report.passed()) {
            passed++;
        } else {
            failed++;
        }
    }
}
