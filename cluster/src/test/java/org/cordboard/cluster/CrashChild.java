package org.cordboard.cluster;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeMap;

/// The process that [CrashTest] kills: writes as fast as it can and prints each key once it was acknowledged.
final class CrashChild {
    static final int EXIT_FATAL = 3;
    private static final int CALLERS = 32;

    private CrashChild() {}

    public static void main(String[] arguments) throws Exception {
        var config = new EngineConfig(Path.of(arguments[0]), "single", new TreeMap<>(), Set.of(), 16_384, 2_000);
        var engine = DurableEngine.start(config, new LedgerMachine(), InstantSource.system(), cause -> {
            System.err.println("FATAL " + cause);
            Runtime.getRuntime().halt(EXIT_FATAL);
        });
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("ready " + engine.position());
        for (int caller = 0; caller < CALLERS; caller++) {
            var prefix = arguments[1] + "-" + caller + "-";
            Thread.startVirtualThread(() -> {
                for (int i = 0; ; i++) {
                    engine.submit(LedgerMachine.put(prefix + i, "x".repeat(200)));
                    synchronized (out) {
                        out.println(prefix + i);
                    }
                }
            });
        }
        Thread.currentThread().join();
    }
}
