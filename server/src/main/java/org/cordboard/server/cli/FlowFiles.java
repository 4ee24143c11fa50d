package org.cordboard.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.cordboard.flow.FlowDefinition;
import org.cordboard.flow.FlowImporter;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.cordboard.flow.Imported;
import org.cordboard.flow.Problem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Flow files as the commands read them: what can be repaired is, as on import.
final class FlowFiles {
    private FlowFiles() {}

    static Imported read(Path file) throws IOException {
        return FlowImporter.read(text(file), Mode.REPAIR, Purpose.PUBLISH);
    }

    /// @throws IOException naming every error, when the flow cannot run
    static FlowDefinition runnable(Path file) throws IOException {
        var read = read(file);
        return read.flow().orElseThrow(() -> new IOException(read.errors().stream()
                .map(problem -> line(file, problem))
                .collect(Collectors.joining("\n", file + " cannot run:\n", ""))));
    }

    /// @param files SID to file
    static Map<String, FlowDefinition> subflows(Map<String, Path> files) throws IOException {
        var subflows = new LinkedHashMap<String, FlowDefinition>();
        for (var entry : files.entrySet()) {
            subflows.put(entry.getKey(), runnable(entry.getValue()));
        }
        return subflows;
    }

    static String line(Path file, Problem problem) {
        return "%s %s: %s %d: %s. %s."
                .formatted(
                        file,
                        problem.path(),
                        problem.isError() ? "error" : "warning",
                        problem.rule(),
                        withoutStop(problem.message()),
                        withoutStop(problem.remedy()));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /// Where a command prints.
    static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    }

    static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }
}
