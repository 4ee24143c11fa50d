package org.cordboard.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cordboard.bench.amd.AmdBench;
import org.cordboard.bench.http.HttpBench;
import org.cordboard.bench.legs.LegsBench;
import org.cordboard.bench.log.LogBench;
import org.cordboard.bench.media.MediaBench;
import org.cordboard.bench.routing.RoutingBench;
import org.cordboard.bench.sip.SipBench;

/// `./dev bench NAME`: each benchmark prints its figures with their conditions.
public final class Main {
    @FunctionalInterface
    private interface Bench {
        void run(String[] arguments) throws Exception;
    }

    private static final Map<String, Bench> BENCHES = new TreeMap<>(Map.of(
            "routing", RoutingBench::main,
            "log", LogBench::main,
            "amd", AmdBench::main,
            "media", MediaBench::main,
            "http", HttpBench::main,
            "legs", LegsBench::main,
            "sip", SipBench::main));

    /// Those that take a folder to write in as their first argument.
    private static final Set<String> WRITING = Set.of("routing", "log", "http");

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var bench = arguments.length == 0 ? null : BENCHES.get(arguments[0]);
        if (bench == null) {
            System.err.println("name a benchmark: " + String.join(" | ", BENCHES.keySet()));
            System.exit(2);
            return;
        }
        var rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        if (rest.length == 0 && WRITING.contains(arguments[0])) {
            var folder = Path.of("bench/target/data");
            Files.createDirectories(folder);
            rest = new String[] {folder.toString()};
        }
        bench.run(rest);
    }
}
