package org.cordboard.bench.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Keeps one thread of this process on one core and all the others on the next, by Linux' `taskset`; where that is missing
/// the scheduler decides, and a line says so.
final class Cores {
    private Cores() {}

    static void pin(String thread, int core) throws IOException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return;
        }
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (var task : tasks) {
                boolean chosen = nameOf(task).equals(thread);
                taskset(task.getFileName().toString(), chosen ? core : core + 1);
            }
        }
    }

    private static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return ""; // it ended meanwhile
        }
    }

    private static void taskset(String task, int core) throws IOException {
        try {
            var process = new ProcessBuilder("taskset", "-p", "-c", Integer.toString(core), task)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            System.out.println("threads are not pinned: " + e.getMessage());
        }
    }
}
