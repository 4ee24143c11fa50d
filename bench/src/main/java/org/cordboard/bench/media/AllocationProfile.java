package org.cordboard.bench.media;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where the memory goes that one thread takes: every single allocation, by the flight recorder, in a process of its own
/// whose threads have no buffer to allocate from, so that none escapes notice.
final class AllocationProfile implements AutoCloseable {
    private static final String EVENT = "jdk.ObjectAllocationOutsideTLAB";
    private static final int LINES_MAX = 8;
    private static final int MINUTES_MAX = 2;

    private final Recording recording = new Recording();

    /// Runs this program again with these arguments, such that a profile sees everything.
    static void inAnotherProcess(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-XX:-UseTLAB", "-cp", System.getProperty("java.class.path")));
        command.add(org.cordboard.bench.Main.class.getName());
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                System.out.println("the allocation profile took too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    AllocationProfile start() {
        recording.enable(EVENT).withStackTrace();
        recording.start();
        return this;
    }

    /// Ends the recording and prints what the thread allocated, per packet and by place.
    void print(String thread, long packets) throws IOException {
        recording.stop();
        var file = Files.createTempFile("allocations", ".jfr");
        var places = new TreeMap<String, Long>();
        try {
            recording.dump(file);
            for (var event : RecordingFile.readAllEvents(file)) {
                if (event.getThread() != null && thread.equals(event.getThread().getJavaName())) {
                    places.merge(place(event), event.getLong("allocationSize"), Long::sum);
                }
            }
        } finally {
            Files.delete(file);
        }
        long all = places.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                Locale.ROOT,
                "allocation profile: %,d packets in and out, %.2f bytes allocated per packet%s%n",
                packets,
                (double) all / packets,
                places.isEmpty() ? ", nothing at all" : ":");
        places.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(LINES_MAX)
                .forEach(each -> System.out.printf(
                        Locale.ROOT, "  %.3f bytes per packet: %s%n", (double) each.getValue() / packets, each.getKey()));
    }

    /// The class, and the innermost two of our methods that wanted it.
    private static String place(RecordedEvent event) {
        var ours = event.getStackTrace() == null
                ? List.<RecordedFrame>of()
                : event.getStackTrace().getFrames().stream()
                        .filter(frame -> frame.getMethod().getType().getName().startsWith("org.cordboard"))
                        .limit(2)
                        .toList();
        var where = new StringBuilder(event.getClass("objectClass").getName());
        for (var frame : ours) {
            var type = frame.getMethod().getType().getName();
            where.append(where.indexOf(" in ") < 0 ? " in " : " < ")
                    .append(type.substring(type.lastIndexOf('.') + 1))
                    .append('.')
                    .append(frame.getMethod().getName());
        }
        return where.toString();
    }

    @Override
    public void close() {
        recording.close();
    }
}
