package org.cordboard.bench.legs;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.speech.InstalledSpeech;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.Transport;
import org.cordboard.voice.Voice;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.siprec.Connectors;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.WebhookReply;
import org.cordboard.voice.webhook.Webhooks;

/// `legs [--legs N]`: N whole calls over SIP and RTP from sipp, in three states: hearing a menu, four to a conference,
/// recorded. Heap after a collection, direct memory, resident memory, threads and open files with the calls minus without.
/// Needs Debian's `sip-tester`.
public final class LegsBench {
    private static final String NUMBER = "+15550001000";
    private static final int RATE = 50;
    private static final int LEGS = 400;
    private static final Map<String, String> DOCUMENTS = new TreeMap<>(Map.of(
            "in a menu",
            "<Response><Gather timeout='600' numDigits='1'><Pause length='600'/></Gather></Response>",
            "in conferences of four",
            "<Response><Dial><Conference beep='false' waitUrl='' maxParticipants='4'>%d</Conference></Dial></Response>",
            "recorded",
            "<Response><Record maxLength='3600' timeout='3600' playBeep='false' trim='do-not-trim'/></Response>"));

    private LegsBench() {}

    private record Memory(long heap, long direct, long resident, int threads, long files) {
        static Memory now() throws IOException {
            for (int i = 0; i < 3; i++) {
                System.gc();
                LockSupport.parkNanos(200_000_000L);
            }
            var heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
            return new Memory(
                    heap,
                    direct,
                    residentNow(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    system.getOpenFileDescriptorCount());
        }

        private static long residentNow() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        }
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        var options = List.of(arguments);
        int at = options.indexOf("--legs");
        int legs = at < 0 ? LEGS : Integer.parseInt(options.get(at + 1));
        System.out.printf(
                "Whole calls over SIP and RTP on loopback, callers in sipp; %d processors, Java %s, load %.1f%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        double worst = 0;
        for (var state : DOCUMENTS.keySet()) {
            worst = Math.max(worst, inItsOwnProcess(state, legs));
        }
        System.out.printf(Locale.ROOT, "KiB of heap and direct memory per leg: %.1f%n", worst);
    }

    /// What one state leaves behind must not be taken for the next one's.
    private static double inItsOwnProcess(String state, int legs) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), state));
        command.add(Integer.toString(legs));
        var child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            if (child.waitFor() != 0 || lines.size() != 2) {
                throw new IOException("the calls " + state + " failed");
            }
            System.out.println(lines.getFirst());
            return Double.parseDouble(lines.getLast());
        } finally {
            child.destroyForcibly();
        }
    }

    /// Measures one state; says so in words, then the figure alone.
    public static final class Child {
        private Child() {}

        public static void main(String... arguments) throws IOException, InterruptedException {
            var document = Objects.requireNonNull(DOCUMENTS.get(arguments[0]));
            System.out.println(measure(arguments[0], document, Integer.parseInt(arguments[1])));
        }
    }

    private static double measure(String state, String document, int legs) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("legs");
        try (var engine = MemoryEngine.start(new RoutingCore(), InstantSource.system());
                var media = MediaEngine.start(MediaConfig.loopback())) {
            furnish(engine);
            try (var voice = voice(engine, media, folder, document)) {
                run(voice, 4, 1); // loads classes and makes what is made once
                var without = Memory.now();
                var callers = callers(voice, legs);
                try {
                    await(voice, legs);
                    LockSupport.parkNanos(3_000_000_000L);
                    return print(state, voice.stage().legs().all().size(), without, Memory.now());
                } finally {
                    callers.destroy();
                    callers.waitFor(10, TimeUnit.SECONDS);
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static double print(String state, int legs, Memory without, Memory with) {
        double heap = (with.heap - without.heap) / 1_024.0 / legs;
        double direct = (with.direct - without.direct) / 1_024.0 / legs;
        System.out.printf(
                Locale.ROOT,
                "%,d legs %s: %.1f KiB of heap and %.1f KiB of direct memory a leg; resident %+.1f KiB a leg,"
                        + " %+d threads in all, %.1f open files a leg%n",
                legs,
                state,
                heap,
                direct,
                (with.resident - without.resident) / 1_024.0 / legs,
                with.threads - without.threads,
                (double) (with.files - without.files) / legs);
        return heap + direct;
    }

    private static void furnish(Engine engine) {
        var now = Instant.now();
        var account =
                new Account(new AccountSid("AC" + "1".repeat(32)), "Bench", "token", "active", null, now, now);
        var number = new PhoneNumber(
                new PhoneNumberSid("PN" + "1".repeat(32)),
                account.sid(),
                NUMBER,
                NUMBER,
                Map.of("voice_url", "http://127.0.0.1/voice"),
                now,
                now);
        engine.submit(new RecordCommand.Put(List.of(account, number)));
    }

    private static Voice voice(Engine engine, MediaEngine media, Path folder, String document) {
        var asked = new java.util.concurrent.atomic.AtomicInteger();
        Webhooks application = request -> new WebhookReply(
                request.url(),
                200,
                "text/xml",
                document.formatted(asked.getAndIncrement() / 4).getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);
        int limit = 1_000_000;
        var limits = new SipConfig.Limits(limit, limit, limit, limit, limit, 1_000, 64 * 1024, 1_000);
        return Voice.start(
                VoiceConfig.loopback(() -> "http://127.0.0.1", folder),
                SipConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).withLimits(limits),
                new Voice.Parts(
                        engine,
                        media,
                        InstalledSpeech.find(),
                        application,
                        new Addresses(true, true),
                        InstantSource.system(),
                        null,
                        Connectors.NONE));
    }

    private static Process callers(Voice voice, int legs) throws IOException {
        return sipp(voice, legs, 600);
    }

    private static void run(Voice voice, int legs, int seconds) throws IOException, InterruptedException {
        var sipp = sipp(voice, legs, seconds);
        if (!sipp.waitFor(30L + seconds, TimeUnit.SECONDS)) {
            sipp.destroyForcibly();
        }
        await(voice, 0);
    }

    private static Process sipp(Voice voice, int legs, int seconds) throws IOException {
        int port = voice.sip().address(Transport.UDP).orElseThrow().getPort();
        return new ProcessBuilder(
                        "sipp", "-sn", "uac", "-s", NUMBER, "127.0.0.1:" + port, "-i", "127.0.0.1",
                        "-r", Integer.toString(RATE), "-m", Integer.toString(legs), "-l", Integer.toString(legs),
                        "-d", Integer.toString(1_000 * seconds), "-nostdin")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void await(Voice voice, int legs) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (voice.stage().legs().all().stream().filter(leg -> legs == 0 || leg.answered()).count() != legs) {
            if (System.nanoTime() > end) {
                throw new IOException("only " + voice.stage().legs().all().size() + " of " + legs + " calls are up");
            }
            LockSupport.parkNanos(50_000_000L);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
