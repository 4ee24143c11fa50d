package org.cordboard.bench.http;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.cordboard.server.client.PublicApi;

/// Creating and updating tasks and fetching lists by REST, durable, at fixed rates: each request starts when it is due, whether or not
/// those before it were answered, and its time counts from then.
public final class HttpBench {
    private static final Pattern TASK = Pattern.compile("\"sid\": ?\"(WT[0-9a-f]{32})\"");
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

    /// @param arguments folder to write in, then the rates, when others than the usual are wanted
    public static void main(String... arguments) throws IOException, InterruptedException {
        System.out.printf(
                "REST over real sockets; server and generator are two processes on %d processors; Java %s %s; load %.1f;"
                        + " log on %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ServerProcess.options(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Files.getFileStore(Path.of(arguments[0])).type());
        var data = Files.createTempDirectory(Path.of(arguments[0]), "http");
        try (var server = ServerProcess.start(data)) {
            int[] rates = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
            new HttpBench().run(server, rates.length == 0 ? RATES : rates);
        }
    }

    private void run(ServerProcess server, int[] rates) throws IOException, InterruptedException {
        var connection = server.connection();
        var path = "/v1/Workspaces/" + connection.workspaceSid();
        var workspace = connection.url() + path;
        var authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString((connection.accountSid() + ":" + connection.authToken())
                                .getBytes(StandardCharsets.UTF_8));
        String workflow;
        try (var api = PublicApi.of(connection)) {
            workflow = api.list(path + "/Workflows", "workflows").getFirst().path("sid").asText();
        }
        var body = "WorkflowSid=" + workflow + "&Attributes=" + attributes("call");
        Supplier<HttpRequest> create = () -> form(workspace + "/Tasks", authorization, body);
        Supplier<HttpRequest> list =
                () -> request(workspace + "/Tasks?PageSize=50", authorization).build();
        at(200, create); // warms the compiler up; not counted
        var sids = sids(request(workspace + "/Tasks?PageSize=1000", authorization).build());
        var next = new AtomicInteger();
        Supplier<HttpRequest> update = () -> {
            int turn = next.getAndIncrement();
            var sid = sids.get(turn % sids.size());
            return form(workspace + "/Tasks/" + sid, authorization, "Attributes=" + attributes("call " + turn));
        };
        at(200, update);
        at(200, list);
        for (int rate : rates) {
            tell(server, "creations", rate, create);
        }
        for (int rate : rates) {
            tell(server, "updates", rate, update);
        }
        for (int rate : rates) {
            tell(server, "lists of 50", rate, list);
        }
    }

    private void tell(ServerProcess server, String what, int rate, Supplier<HttpRequest> request)
            throws IOException, InterruptedException {
        long before = server.cpuMillis();
        var figures = at(rate, request);
        System.out.printf(
                "%,6d %s/s for %d s: %s; server %.2f ms of processor each, %d MiB%n",
                rate,
                what,
                SECONDS,
                figures.text(),
                (server.cpuMillis() - before) / (double) Math.max(1, figures.sent()),
                server.residentMib());
    }

    private List<String> sids(HttpRequest request) throws IOException, InterruptedException {
        var sids = new ArrayList<String>();
        var matcher = TASK.matcher(client.send(request, BodyHandlers.ofString()).body());
        while (matcher.find()) {
            sids.add(matcher.group(1));
        }
        return sids;
    }

    private static String attributes(String type) {
        return URLEncoder.encode("{\"type\":\"" + type + "\",\"from\":\"+15551234567\"}", StandardCharsets.UTF_8);
    }

    private static HttpRequest form(String url, String authorization, String body) {
        return request(url, authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
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
