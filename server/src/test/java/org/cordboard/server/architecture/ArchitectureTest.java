package org.cordboard.server.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static JavaClasses ours;

    @BeforeAll
    static void readClasses() {
        ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.cordboard");
    }

    @Test
    void routingIsPure() {
        Rules.pure("org.cordboard.routing..").check(ours);
    }

    @Test
    void flowIsPure() {
        Rules.pure("org.cordboard.flow..").check(ours);
    }

    @Test
    void readingTheClockInAPurePackageIsCaught() {
        var bad = new ClassFileImporter().importClasses(ReadsTheClock.class);
        assertThrows(AssertionError.class, () -> Rules.pure("org.cordboard.server..").check(bad));
    }

    @Test
    void theArrowsGoOneWay() {
        var root = "org.cordboard";
        Rules.dependsOnlyOn(root, "routing").check(ours);
        Rules.dependsOnlyOn(root, "flow").check(ours);
        Rules.dependsOnlyOn(root, "sip").check(ours);
        Rules.dependsOnlyOn(root, "media").check(ours);
        Rules.dependsOnlyOn(root, "voice", "sip", "media", "flow", "routing").check(ours);
        Rules.dependsOnlyOn(root, "cluster", "routing").check(ours);
        Rules.dependsOnlyOn(root, "history", "routing").check(ours);
        Rules.dependsOnlyOn(root, "api", "routing", "flow", "history").check(ours);
    }

    @Test
    void anArrowAgainstTheDrawingIsCaught() {
        assertThrows(
                AssertionError.class,
                () -> Rules.dependsOnlyOn("org.cordboard", "voice", "sip", "media", "flow")
                        .check(ours));
    }

    @Test
    void featuresDoNotGoInCircles() {
        slices().matching("org.cordboard.server.(*)..").should().beFreeOfCycles().check(ours);
    }

    /// Deliberately wrong.
    static final class ReadsTheClock {
        Instant now() {
            return Instant.now();
        }
    }
}
