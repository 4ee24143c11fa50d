package org.cordboard.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.bench.amd.AmdBench;
import org.cordboard.bench.log.LogBench;
import org.cordboard.bench.routing.RoutingBench;

/// `./dev bench NAME`: each benchmark prints its figures with their conditions.
public final class Main {
    @FunctionalInterface
    private interface Bench {
        void run(String[] arguments) throws Exception;
    }

    private static final Map<String, Bench> BENCHES = new TreeMap<>(Map.of(
            "routing", RoutingBench::main,
            "log", LogBench::main,
            "amd", AmdBench::main));

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var bench = arguments.length == 0 ? null : BENCHES.get(arguments[0]);
        if (bench == null) {
            System.err.println("name a benchmark: " + String.join(" | ", BENCHES.keySet()));
            System.exit(2);
            return;
        }
        var rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        if (rest.length == 0 && !arguments[0].equals("amd")) {
            var folder = Path.of("bench/target/data");
            Files.createDirectories(folder);
            rest = new String[] {folder.toString()};
        }
        bench.run(rest);
    }
}
