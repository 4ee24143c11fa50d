package org.cordboard.voice.webhook;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// [Webhooks] over the JDK's client: HTTP/1.1, our own redirects (each hop is checked and signed anew), bounded in
/// concurrency, size and time. Any thread; close it with the server.
public final class HttpWebhooks implements Webhooks, AutoCloseable {
    private static final int CONCURRENT_MAX = 2_000;
    private static final int CLIENTS_MAX = 8;

    private final Addresses addresses;
    private final ReplyCache cache = new ReplyCache(InstantSource.system());
    private final Semaphore permits = new Semaphore(CONCURRENT_MAX);
    /// One client per connect time-out, because the JDK fixes it per client; the eldest unusual one is dropped.
    private final Map<Integer, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    public HttpWebhooks(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public WebhookReply send(WebhookRequest request) throws WebhookFailure, InterruptedException {
        var overrides = Overrides.of(request.url());
        var attempt = new Attempt(request, overrides, client(overrides.connectMillis()), addresses, cache);
        if (!permits.tryAcquire(overrides.totalMillis(), TimeUnit.MILLISECONDS)) {
            throw new WebhookFailure(WebhookFailure.RETRIEVAL, request.url(), 0, "too many webhooks under way", null);
        }
        try {
            for (int left = overrides.retries(); ; left--) {
                try {
                    return attempt.follow();
                } catch (WebhookFailure failure) {
                    if (left == 0 || !attempt.worthAnother(failure)) {
                        throw failure;
                    }
                }
            }
        } finally {
            permits.release();
        }
    }

    private synchronized HttpClient client(int connectMillis) {
        var client = clients.computeIfAbsent(connectMillis, HttpWebhooks::newClient);
        if (clients.size() > CLIENTS_MAX) {
            var eldest = clients.keySet().iterator().next();
            var dropped = clients.remove(eldest);
            if (dropped != null) {
                dropped.shutdown();
            }
        }
        return client;
    }

    private static HttpClient newClient(int connectMillis) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(connectMillis))
                .build();
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}
