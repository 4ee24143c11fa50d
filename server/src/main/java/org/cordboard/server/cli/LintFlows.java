package org.cordboard.server.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.cordboard.flow.FlowLint;
import org.cordboard.flow.Problem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cordboard flow lint`: everything there is to say about flow files.
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "report errors, and what is valid and probably not meant; exit code 1 on errors")
final class LintFlows implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "flow definitions, in the current or the 2017 format")
    List<Path> files = List.of();

    @Option(names = "--strict", description = "warnings count as errors")
    boolean strict;

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = FlowFiles.out(spec);
        int errors = 0;
        int warnings = 0;
        for (var file : files) {
            var read = FlowFiles.read(file);
            var found = new LinkedHashSet<>(read.problems());
            read.flow().ifPresent(flow -> found.addAll(FlowLint.check(flow)));
            found.forEach(problem -> out.println(FlowFiles.line(file, problem)));
            int bad = (int) found.stream().filter(Problem::isError).count();
            errors += bad;
            warnings += found.size() - bad;
        }
        out.printf("%d files, %d errors, %d warnings%n", files.size(), errors, warnings);
        return errors > 0 || strict && warnings > 0 ? 1 : 0;
    }
}
