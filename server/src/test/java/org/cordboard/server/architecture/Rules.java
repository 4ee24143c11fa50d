package org.cordboard.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The arrows of ARCHITECTURE.md, over the packages below a root.
final class Rules {
    private Rules() {}

    /// Replicas must reach the same state from the same log.
    static ArchRule pure(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..", "org.slf4j..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, ThreadLocalRandom.class, Clock.class, Thread.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .allowEmptyShould(true);
    }

    /// `from` may use, of ours, only itself and `allowed`.
    static ArchRule dependsOnlyOn(String root, String from, String... allowed) {
        var others = java.util.stream.Stream.of(
                        "routing", "flow", "sip", "media", "voice", "cluster", "history", "api", "server", "bench")
                .filter(module -> !module.equals(from) && !java.util.List.of(allowed).contains(module))
                .map(module -> root + "." + module + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true);
    }
}
