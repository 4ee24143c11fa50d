package org.cordboard.server.evidence;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Writes `target/failures/CLASS.METHOD.N.txt` for each failure: when, why, and the last lines of the log before it. A
/// run that is repeated adds a file of its own, so that the first failure's stays.
public final class FailureNotes implements TestExecutionListener {
    private static final Path FOLDER = Path.of("target/failures");
    private static final int LINES = 80;
    private static final int STACK_LINES = 25;

    private static final Tail TAIL = new Tail();

    /// The last lines of the log of this JVM, which holds the servers too.
    private static final class Tail extends Handler {
        private final ArrayDeque<String> lines = new ArrayDeque<>();
        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            var line = format.format(record).stripTrailing();
            synchronized (lines) {
                lines.add(line);
                if (lines.size() > LINES) {
                    lines.remove();
                }
            }
        }

        String text() {
            synchronized (lines) {
                return String.join("\n", lines);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        var root = Logger.getLogger("");
        TAIL.setLevel(Level.ALL);
        root.removeHandler(TAIL);
        root.addHandler(TAIL);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            var text = "%s failed at %s UTC%n%s%nThe log before it:%n%s%n"
                    .formatted(
                            test.getDisplayName(),
                            LocalTime.now(ZoneOffset.UTC),
                            result.getThrowable().map(FailureNotes::stack).orElse(""),
                            TAIL.text());
            try {
                Files.createDirectories(FOLDER);
                Files.writeString(fresh(name(test)), text);
            } catch (IOException e) {
                System.err.println("No notes of a failure: " + e);
            }
        }
    }

    private static String name(TestIdentifier test) {
        return switch (test.getSource().orElse(null)) {
            case MethodSource method -> simple(method.getClassName()) + "." + method.getMethodName();
            case ClassSource type -> simple(type.getClassName());
            case null, default -> "test";
        };
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static Path fresh(String name) {
        for (int n = 1; ; n++) {
            var file = FOLDER.resolve(name + "." + n + ".txt");
            if (!Files.exists(file)) {
                return file;
            }
        }
    }

    private static String stack(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        var lines = text.toString().lines().toList();
        return String.join("\n", lines.subList(0, Math.min(STACK_LINES, lines.size())));
    }
}
