package org.cordboard.media.speech;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Runs a speaking program: text in, audio out, never more than a few at once and never for long.
final class Programs {
    private static final long SECONDS_MAX = 20;
    private static final int OUTPUT_MAX = 64 << 20;
    private static final Semaphore AT_ONCE = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    private Programs() {}

    static boolean installed(String... command) {
        try {
            return run(List.of(command), "").length > 0;
        } catch (SpeechException e) {
            return false;
        }
    }

    /// What the program wrote to its output; what it says on its error output is ignored unless it fails.
    static byte[] run(List<String> command, String input) throws SpeechException {
        try {
            AT_ONCE.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpeechException("interrupted while waiting to speak", e);
        }
        try {
            return runNow(command, input);
        } finally {
            AT_ONCE.release();
        }
    }

    private static byte[] runNow(List<String> command, String input) throws SpeechException {
        var program = command.getFirst();
        Process process;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new SpeechException(program + " is not installed", e);
        }
        var watch = Thread.ofVirtual().start(() -> endInTime(process));
        try {
            try (var out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var audio = process.getInputStream().readNBytes(OUTPUT_MAX);
            int code = process.waitFor();
            if (code != 0) {
                throw new SpeechException(program + " ended with code " + code);
            }
            return audio;
        } catch (IOException e) {
            throw new SpeechException(program + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpeechException("interrupted while " + program + " spoke", e);
        } finally {
            process.destroyForcibly();
            watch.interrupt();
        }
    }

    private static void endInTime(Process process) {
        try {
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ended by itself
        }
    }
}
