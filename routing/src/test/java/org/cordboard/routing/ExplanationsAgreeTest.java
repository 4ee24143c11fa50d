package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the explanations say, and what then happens, in many small random centres (explanation and dry run).
///
/// `-Dcordboard.cases=1000000` puts as many explanations to the test, `-Dcordboard.world=17` repeats one centre.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ExplanationsAgreeTest {
    private static final int CASES = Integer.getInteger("cordboard.cases", 100_000);
    private static final String COMMAND = "mvn -pl routing test -Dtest=ExplanationsAgreeTest -Dcordboard.world=";

    @Test
    void whatIsExplainedIsWhatHappens() {
        var cases = new ExplainedCentre.Cases();
        var only = Long.getLong("cordboard.world");
        long began = cpuNanos();
        if (only != null) {
            live(only, cases);
        } else {
            for (long world = 1; cases.total() < CASES; world++) {
                live(world, cases);
            }
            assertTrue(cases.eachKindHappened(), cases::toString);
        }
        System.out.printf(
                Locale.ROOT,
                "explanations put to the test: %s, %.1f s of one core%n",
                cases,
                (cpuNanos() - began) / 1e9);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void live(long world, ExplainedCentre.Cases cases) {
        try {
            cases.worlds++;
            new ExplainedCentre(world, cases).live();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("world " + world + ", again by: " + COMMAND + world, failure);
        }
    }
}
