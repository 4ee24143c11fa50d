package org.cordboard.bench.sip;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.SipListener;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;

/// INVITE, 180, 200, ACK, BYE, 200 over UDP on loopback: sipp calls, our stack answers at once; we on the first processor,
/// sipp on the second. The rate rises until sipp had to send anything twice in each of its runs, because a shared machine
/// stands still now and then; the processor time of a call says what a machine of one's own would do. Then twice the
/// admitted rate is offered, to see that what is admitted is served. Needs Debian's `sip-tester`.
public final class SipBench {
    private static final int[] RATES = {200, 400, 600, 800, 1_000, 1_250, 1_500, 2_000, 2_500};
    private static final int SECONDS = 5;
    private static final int TRIES = 4;
    private static final int WARM_RATE = 600;
    private static final int WARM_SECONDS = 25;
    private static final int STEADY_RATE = 100;
    private static final int STEADY_SECONDS = 15;
    private static final int ADMITTED = 1_000;
    private static final int OFFERED = 2_000;
    private static final int LIMIT = 1_000_000;
    private static final int BUFFER_BYTES = 4 * 1024 * 1024;
    private static final String ANSWER = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 40000 RTP/AVP 0
            """.replace("\n", "\r\n");

    private static boolean pinned;

    private SipBench() {}

    private record Result(int succeeded, int failed, int retransmitted, double cpuMillisPerCall) {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        pinned = pin();
        System.out.printf(
                "SIP call set-ups over UDP on loopback; %s; Java %s; load %.1f%n",
                pinned ? "the server on processor 0, sipp on processor 1" : "sipp and the server share the processors",
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        try (var stack = SipStack.start(config(LIMIT), new Answering())) {
            int port = stack.address(Transport.UDP).orElseThrow().getPort();
            run(port, WARM_RATE, WARM_SECONDS); // lets the compiler finish; not counted
            answerTimes(port);
            int best = 0;
            double least = Double.MAX_VALUE;
            for (int rate : RATES) {
                Result result = best(port, rate);
                least = Math.min(least, result.cpuMillisPerCall);
                if (result.failed > 0 || result.retransmitted > 0) {
                    break;
                }
                best = rate;
            }
            overload();
            System.out.printf(Locale.ROOT, "by processor time, %.3f ms a call: %,.0f/s%n", least, 1_000 / least);
            System.out.println("call set-ups/s: " + best);
        }
    }

    private static SipConfig config(int invitesPerSecond) {
        var limits = new SipConfig.Limits(
                LIMIT, LIMIT, invitesPerSecond, invitesPerSecond, LIMIT, 1_000, 64 * 1024, 1_000);
        return SipConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).withLimits(limits);
    }

    /// Up to [#TRIES] runs of a rate, until one went through without a message sent twice.
    private static Result best(int port, int rate) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Result result = run(port, rate, SECONDS);
            System.out.printf(
                    Locale.ROOT,
                    "%,6d calls/s for %d s: %d failed, %d sent again, %.3f ms of our CPU time a call%n",
                    rate,
                    SECONDS,
                    result.failed,
                    result.retransmitted,
                    result.cpuMillisPerCall);
            if (attempt == TRIES || result.failed == 0 && result.retransmitted == 0) {
                return result;
            }
        }
    }

    /// More calls than are admitted: those above get 503 without state, the others are served.
    private static void overload() throws IOException, InterruptedException {
        try (var stack = SipStack.start(config(ADMITTED), new Answering())) {
            int port = stack.address(Transport.UDP).orElseThrow().getPort();
            Result result = run(port, OFFERED, SECONDS);
            System.out.printf(
                    "overload: %,d/s offered, %,d/s admitted: %,d a second served, %,d a second refused, 503 sent %,d times%n",
                    OFFERED,
                    ADMITTED,
                    result.succeeded / SECONDS,
                    result.failed / SECONDS,
                    stack.counters().overloaded());
        }
    }

    /// Keeps this process on the first processor, where there is another for sipp and Linux' `taskset` is installed.
    private static boolean pin() throws InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return false;
        }
        try {
            var process = new ProcessBuilder(
                            "taskset", "-a", "-p", "-c", "0", Long.toString(ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // both share what there is, and the first line says so
        }
    }

    /// sipp, on the second processor when we are kept on the first: it would inherit ours.
    private static ProcessBuilder sipp(List<String> options) {
        var command = new ArrayList<String>();
        if (pinned) {
            command.addAll(List.of("taskset", "-c", "1"));
        }
        // its own buffer of 64 KiB is full when it stands still for 30 ms; what it drops it would call sent again
        command.addAll(List.of(
                "sipp", "-sn", "uac", "-i", "127.0.0.1", "-d", "0", "-nostdin", "-buff_size", Integer.toString(BUFFER_BYTES)));
        command.addAll(options);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    private static final class Answering implements SipListener {
        @Override
        public void onInvite(InboundInvite invite) {
            invite.ring();
            invite.answer(ANSWER, new DialogHandler() {});
        }
    }

    /// From INVITE to 200 OK as sipp, on the same machine, measures it.
    private static void answerTimes(int port) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("sipp");
        int calls = STEADY_RATE * STEADY_SECONDS;
        var sipp = sipp(List.of(
                        "127.0.0.1:" + port, "-r", Integer.toString(STEADY_RATE), "-m", Integer.toString(calls), "-trace_rtt",
                        "-rtt_freq", "1"))
                .directory(folder.toFile())
                .start();
        if (!sipp.waitFor(60 + 2L * STEADY_SECONDS, TimeUnit.SECONDS)) {
            sipp.destroyForcibly();
        }
        var millis = new ArrayList<Double>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.readAllLines(file).stream()
                        .map(line -> line.split(";"))
                        .filter(cells -> cells.length > 1 && cells[1].matches("[0-9.e+-]+"))
                        .forEach(cells -> millis.add(Double.parseDouble(cells[1])));
                Files.delete(file);
            }
        }
        Files.delete(folder);
        millis.sort(null);
        System.out.printf(
                Locale.ROOT,
                "INVITE to 200 OK at %d calls/s, %d of %d calls: p50 %.2f ms, p99 %.2f ms, worst %.2f ms (budget: p99 below 10 ms)%n",
                STEADY_RATE,
                millis.size(),
                calls,
                rank(millis, 0.5),
                rank(millis, 0.99),
                rank(millis, 1));
    }

    private static double rank(List<Double> sorted, double share) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    private static Result run(int port, int rate, int seconds) throws IOException, InterruptedException {
        var statistics = Files.createTempFile("sipp", ".csv");
        var cpu = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long before = cpu.getProcessCpuTime();
        int calls = rate * seconds;
        var sipp = sipp(List.of(
                        "127.0.0.1:" + port, "-r", Integer.toString(rate), "-m", Integer.toString(calls), "-trace_stat",
                        "-stf", statistics.toString()))
                .start();
        if (!sipp.waitFor(60 + 2L * seconds, TimeUnit.SECONDS)) {
            sipp.destroyForcibly();
        }
        double millis = (cpu.getProcessCpuTime() - before) / 1e6;
        var result = new Result(
                column(statistics, "SuccessfulCall(C)"),
                column(statistics, "FailedCall(C)"),
                column(statistics, "Retransmissions(C)"),
                millis / calls);
        Files.deleteIfExists(statistics);
        return result;
    }

    private static int column(Path statistics, String name) throws IOException {
        var lines = Files.readAllLines(statistics);
        int at = Arrays.asList(lines.getFirst().split(";")).indexOf(name);
        List<String> last = Arrays.asList(lines.getLast().split(";"));
        return at < 0 || at >= last.size() ? -1 : Integer.parseInt(last.get(at));
    }
}
