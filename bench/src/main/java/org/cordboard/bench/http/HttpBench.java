package org.cordboard.bench.http;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.cordboard.server.client.PublicApi;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.config.Setting;
import org.cordboard.server.config.Settings;
import org.cordboard.server.wiring.Cordboard;

/// Creating tasks and fetching lists by REST, durable, at fixed rates: each request starts when it is due, whether or not
/// those before it were answered, and its time counts from then.
public final class HttpBench {
    private static final int[] RATES = {100, 250, 500, 750, 1_000};
    private static final int SECONDS = 5;
    private static final int UNANSWERED_MAX = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private HttpBench() {}

    private record Figures(int sent, int failed, double seconds, long[] micros) {
        String text() {
            return "%,7.0f answered/s, p50 %6.1f ms, p99 %7.1f ms, %d failed"
                    .formatted(micros.length / seconds, at(0.5), at(0.99), failed);
        }

        double at(double share) {
            return micros.length == 0 ? 0 : micros[(int) Math.min(micros.length - 1, share * micros.length)] / 1_000.0;
        }
    }

    /// @param arguments folder to write in
    public static void main(String... arguments) throws IOException, InterruptedException {
        System.out.printf(
                "REST over real sockets; server and generator share %d processors; Java %s; load %.1f; log on %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Files.getFileStore(Path.of(arguments[0])).type());
        var data = Files.createTempDirectory(Path.of(arguments[0]), "http");
        var settings = new EnumMap<Setting, String>(Map.of(
                Setting.DATA, data.toString(),
                Setting.HTTP_PORT, "0",
                Setting.SIP_PORT, "0",
                Setting.MEDIA_PORTS, "0-0"));
        try (var server = Cordboard.start(
                ServerConfig.of(Settings.gather(settings, Map.of(), null)),
                cause -> System.err.println("the log cannot go on: " + cause))) {
            new HttpBench().run(server);
        }
    }

    private void run(Cordboard server) throws InterruptedException {
        var connection = server.connection();
        var workspace = connection.url() + "/v1/Workspaces/" + connection.workspaceSid();
        var authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString((connection.accountSid() + ":" + connection.authToken())
                                .getBytes(StandardCharsets.UTF_8));
        String workflow;
        try (var api = PublicApi.of(connection)) {
            workflow = api.list("/v1/Workspaces/" + connection.workspaceSid() + "/Workflows", "workflows")
                    .getFirst()
                    .path("sid")
                    .asText();
        }
        var body = "WorkflowSid=" + workflow + "&Attributes="
                + URLEncoder.encode("{\"type\":\"call\",\"from\":\"+15551234567\"}", StandardCharsets.UTF_8);
        Supplier<HttpRequest> create = () -> request(workspace + "/Tasks", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
        Supplier<HttpRequest> list =
                () -> request(workspace + "/Tasks?PageSize=50", authorization).build();
        at(200, create); // warms the compiler up; not counted
        at(200, list);
        for (int rate : RATES) {
            System.out.printf("%,6d creations/s for %d s: %s%n", rate, SECONDS, at(rate, create).text());
        }
        for (int rate : RATES) {
            System.out.printf("%,6d lists of 50/s for %d s: %s%n", rate, SECONDS, at(rate, list).text());
        }
    }

    private static HttpRequest.Builder request(String url, String authorization) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).header("Authorization", authorization);
    }

    private Figures at(int rate, Supplier<HttpRequest> request) throws InterruptedException {
        var micros = new ConcurrentLinkedQueue<Long>();
        var failed = new AtomicInteger();
        var open = new AtomicInteger();
        int count = rate * SECONDS;
        long started = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                long due = started + i * TimeUnit.SECONDS.toNanos(1) / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                if (open.incrementAndGet() > UNANSWERED_MAX) {
                    open.decrementAndGet();
                    failed.incrementAndGet();
                    continue;
                }
                threads.submit(() -> {
                    try {
                        var answer = client.send(request.get(), BodyHandlers.discarding());
                        if (answer.statusCode() < 300) {
                            micros.add((System.nanoTime() - due) / 1_000);
                        } else {
                            failed.incrementAndGet();
                        }
                    } catch (IOException e) {
                        failed.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        open.decrementAndGet();
                    }
                });
            }
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        long[] sorted = micros.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Figures(count, failed.get(), seconds, sorted);
    }
}
