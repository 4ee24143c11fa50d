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

/// INVITE, 180, 200, ACK, BYE, 200 over UDP on loopback: sipp calls, our stack answers at once. The rate rises until
/// sipp had to send anything twice. Needs Debian's `sip-tester`.
public final class SipBench {
    private static final int[] RATES = {100, 200, 400, 600, 800, 1_000, 1_250, 1_500, 2_000};
    private static final int SECONDS = 5;
    private static final int STEADY_RATE = 100;
    private static final int STEADY_SECONDS = 15;
    private static final int LIMIT = 1_000_000;
    private static final String ANSWER = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 40000 RTP/AVP 0
            """.replace("\n", "\r\n");

    private SipBench() {}

    private record Result(int failed, int retransmitted, double cpuMillisPerCall) {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        System.out.printf(
                "SIP call set-ups over UDP on loopback; sipp and the server share %d processors; Java %s; load %.1f%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        var limits = new SipConfig.Limits(LIMIT, LIMIT, LIMIT, LIMIT, LIMIT, 1_000, 64 * 1024, 1_000);
        var config = SipConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).withLimits(limits);
        try (var stack = SipStack.start(config, new Answering())) {
            int port = stack.address(Transport.UDP).orElseThrow().getPort();
            run(port, 200, SECONDS); // warm the compiler up; not counted
            answerTimes(port);
            int best = 0;
            for (int rate : RATES) {
                var result = run(port, rate, SECONDS);
                System.out.printf(
                        "%,6d calls/s for %d s: %d failed, %d sent again, %.3f ms of our CPU time a call%n",
                        rate, SECONDS, result.failed, result.retransmitted, result.cpuMillisPerCall);
                if (result.failed > 0 || result.retransmitted > 0) {
                    break;
                }
                best = rate;
            }
            System.out.println("call set-ups/s: " + best);
        }
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
        var sipp = new ProcessBuilder(
                        "sipp", "-sn", "uac", "127.0.0.1:" + port, "-i", "127.0.0.1", "-r", Integer.toString(STEADY_RATE),
                        "-m", Integer.toString(calls), "-d", "0", "-nostdin", "-trace_rtt", "-rtt_freq", "1")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
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
        var sipp = new ProcessBuilder(
                        "sipp", "-sn", "uac", "127.0.0.1:" + port, "-i", "127.0.0.1", "-r", Integer.toString(rate), "-m",
                        Integer.toString(calls), "-d", "0", "-nostdin", "-trace_stat", "-stf", statistics.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!sipp.waitFor(60 + 2L * seconds, TimeUnit.SECONDS)) {
            sipp.destroyForcibly();
        }
        double millis = (cpu.getProcessCpuTime() - before) / 1e6;
        var result = new Result(
                column(statistics, "FailedCall(C)"), column(statistics, "Retransmissions(C)"), millis / calls);
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
