package org.cordboard.voice.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.cordboard.voice.webhook.Overrides.RetryOn;
import org.jspecify.annotations.Nullable;

/// [Webhooks] over the JDK's client: HTTP/1.1, our own redirects (each hop is checked and signed anew), bounded in
/// concurrency, size and time. Any thread; close it with the server.
public final class HttpWebhooks implements Webhooks, AutoCloseable {
    private static final int REDIRECTS_MAX = 10;
    private static final int CONCURRENT_MAX = 2_000;
    private static final int CLIENTS_MAX = 8;

    private final Addresses addresses;
    private final ReplyCache cache = new ReplyCache();
    private final Semaphore permits = new Semaphore(CONCURRENT_MAX);
    /// One client per connect time-out, because the JDK fixes it per client; the eldest unusual one is dropped.
    private final Map<Integer, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    public HttpWebhooks(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public WebhookReply send(WebhookRequest request) throws WebhookFailure, InterruptedException {
        var overrides = Overrides.of(request.url());
        var attempt = new Attempt(request, overrides);
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

    /// Credentials written before the host.
    private record Login(String user, String password) {}

    /// All tries of one request: they share the deadline and the idempotency token.
    private final class Attempt {
        private final WebhookRequest request;
        private final Overrides overrides;
        private final String idempotency = WebhookRequest.newIdempotencyToken();
        private final long started = System.nanoTime();

        Attempt(WebhookRequest request, Overrides overrides) {
            this.request = request;
            this.overrides = overrides;
        }

        WebhookReply follow() throws WebhookFailure, InterruptedException {
            var url = request.url();
            var method = request.method();
            var fields = request.fields();
            Login login = null;
            for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
                var uri = uri(url);
                var own = login(uri);
                login = own == null ? login : own;
                var response = exchange(uri, method, fields, login);
                int status = response.statusCode();
                if (status == 304) {
                    var known = cache.revalidated(bare(uri).toString());
                    if (known != null) {
                        return known;
                    }
                }
                if (status >= 200 && status < 300) {
                    return kept(uri, method, response);
                }
                var location = response.headers().firstValue("Location").orElse(null);
                if (!redirect(status) || location == null) {
                    var shown = Signature.signed(url);
                    throw new WebhookFailure(
                            WebhookFailure.RETRIEVAL, shown, status, shown + " answered " + status, null, reply(uri, response));
                }
                if (status < 307) {
                    method = HttpMethod.GET;
                    fields = Fields.NONE;
                }
                url = resolve(uri, location);
                login = sameServer(uri, uri(url)) ? login : null;
            }
            throw failure(WebhookFailure.REDIRECTS, url, 0, "more than " + REDIRECTS_MAX + " redirects", null);
        }

        boolean worthAnother(WebhookFailure failure) {
            var on = overrides.retryOn();
            boolean policy = switch (failure.code()) {
                case WebhookFailure.CONNECT, WebhookFailure.TLS -> on.contains(RetryOn.CONNECT);
                case WebhookFailure.RETRIEVAL ->
                    switch (failure.status() / 100) {
                        case 4 -> on.contains(RetryOn.CLIENT_ERROR);
                        case 5 -> on.contains(RetryOn.SERVER_ERROR);
                        default -> on.contains(RetryOn.READ);
                    };
                default -> false;
            };
            return policy && millisLeft() > 100;
        }

        private HttpResponse<byte[]> exchange(URI uri, HttpMethod method, Fields fields, @Nullable Login login)
                throws WebhookFailure, InterruptedException {
            var server = uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
            var known = request.memory().challenge(server);
            var response = once(uri, method, fields, login, known);
            if (response.statusCode() != 401 || login == null) {
                return response;
            }
            var challenge = Challenge.of(response.headers().allValues("WWW-Authenticate"));
            if (challenge == null) {
                return response;
            }
            request.memory().remember(server, challenge);
            return once(uri, method, fields, login, challenge);
        }

        private HttpResponse<byte[]> once(
                URI uri, HttpMethod method, Fields fields, @Nullable Login login, @Nullable Challenge challenge)
                throws WebhookFailure, InterruptedException {
            var http = build(uri, method, fields, login, challenge);
            try {
                addresses.check(uri.getHost());
                var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), request.bytesMax());
                var future = client(overrides.connectMillis()).sendAsync(http, handler);
                try {
                    var response = future.get(Math.max(1, millisLeft()), TimeUnit.MILLISECONDS);
                    request.memory().store(uri, response.headers().allValues("Set-Cookie"));
                    return response;
                } finally {
                    future.cancel(true);
                }
            } catch (UnknownHostException e) {
                throw failure(WebhookFailure.UNKNOWN_HOST, uri.toString(), 0, "bad host name: " + e.getMessage(), e);
            } catch (TimeoutException e) {
                throw failure(WebhookFailure.RETRIEVAL, uri.toString(), 0, "no answer in time", e);
            } catch (ExecutionException e) {
                throw failure(uri.toString(), e.getCause() == null ? e : e.getCause());
            }
        }

        private HttpRequest build(
                URI uri, HttpMethod method, Fields fields, @Nullable Login login, @Nullable Challenge challenge)
                throws WebhookFailure {
            var target = method == HttpMethod.GET ? withQuery(uri, fields) : bare(uri);
            var form = method == HttpMethod.GET ? Fields.NONE : fields;
            var builder = HttpRequest.newBuilder(target)
                    .timeout(Duration.ofMillis(Math.max(1, Math.min(overrides.readMillis(), millisLeft()))))
                    .header("User-Agent", "TwilioProxy/1.1")
                    .header("Accept", "*/*")
                    .header("I-Twilio-Idempotency-Token", idempotency)
                    .header("X-Twilio-Signature", Signature.of(request.token(), target.toString(), form));
            if (method == HttpMethod.POST) {
                builder.header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                        .POST(BodyPublishers.ofString(form.encoded()));
            } else {
                cache.conditions(target.toString(), request.cached()).forEach(builder::header);
            }
            var cookies = request.memory().cookies(target);
            if (cookies != null) {
                builder.header("Cookie", cookies);
            }
            if (login != null && challenge != null) {
                var path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
                var answer = challenge.answer(login.user, login.password, method.name(), path);
                builder.header("Authorization", answer);
            }
            return builder.build();
        }

        private WebhookReply reply(URI uri, HttpResponse<byte[]> response) throws WebhookFailure {
            var type = response.headers().firstValue("Content-Type").orElse("");
            var took = Duration.ofNanos(System.nanoTime() - started);
            try {
                var coding = response.headers().firstValue("Content-Encoding").orElse("");
                var body = Unpacking.of(coding, response.body(), request.bytesMax());
                return new WebhookReply(bare(uri).toString(), response.statusCode(), type, body, took);
            } catch (IOException e) {
                throw failure(uri.toString(), e);
            }
        }

        private WebhookReply kept(URI uri, HttpMethod method, HttpResponse<byte[]> response) throws WebhookFailure {
            var reply = reply(uri, response);
            if (method == HttpMethod.GET && request.cached()) {
                cache.store(bare(uri).toString(), reply, response.headers());
            }
            return reply;
        }

        private long millisLeft() {
            return overrides.totalMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        }

        private WebhookFailure failure(String url, Throwable cause) {
            return switch (cause) {
                case HttpConnectTimeoutException e ->
                    failure(WebhookFailure.CONNECT, url, 0, "no connection in time", e);
                case HttpTimeoutException e -> failure(WebhookFailure.RETRIEVAL, url, 0, "no answer in time", e);
                case ConnectException e -> failure(WebhookFailure.CONNECT, url, 0, "connection refused", e);
                case SSLException e -> failure(WebhookFailure.TLS, url, 0, "TLS: " + e.getMessage(), e);
                case IOException e
                when tooLarge(e) ->
                    failure(WebhookFailure.TOO_LARGE, url, 0, "answer above " + request.bytesMax() + " bytes", e);
                case Throwable e -> failure(WebhookFailure.RETRIEVAL, url, 0, "reading failed: " + e.getMessage(), e);
            };
        }

        private WebhookFailure failure(int code, String url, int status, String what, @Nullable Throwable cause) {
            var shown = Signature.signed(url);
            return new WebhookFailure(code, shown, status, shown + " " + what, cause);
        }
    }

    /// The JDK names the limit in the message only.
    private static boolean tooLarge(IOException e) {
        return e.getMessage() != null && e.getMessage().contains("capacity");
    }

    /// Credentials of one server are nobody else's business.
    private static boolean sameServer(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort()
                && one.getScheme().equals(other.getScheme());
    }

    private static boolean redirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static String resolve(URI base, String location) throws WebhookFailure {
        try {
            return base.resolve(new URI(location.strip())).toString();
        } catch (URISyntaxException e) {
            throw new WebhookFailure(WebhookFailure.INVALID_URL, location, 0, "redirect to a bad URL", e);
        }
    }

    private static URI uri(String url) throws WebhookFailure {
        try {
            var uri = new URI(url.strip());
            var scheme = uri.getScheme();
            if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new WebhookFailure(WebhookFailure.INVALID_URL, url, 0, "not an absolute http(s) URL", null);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new WebhookFailure(WebhookFailure.INVALID_URL, url, 0, "not a URL", e);
        }
    }

    private static @Nullable Login login(URI uri) {
        var info = uri.getUserInfo();
        if (info == null) {
            return null;
        }
        int colon = info.indexOf(':');
        return colon < 0 ? new Login(info, "") : new Login(info.substring(0, colon), info.substring(colon + 1));
    }

    /// Without fragment, credentials and default port: as it goes on the wire and is signed.
    private static URI bare(URI uri) {
        return URI.create(Signature.signed(uri.toString()));
    }

    private static URI withQuery(URI uri, Fields fields) {
        var text = bare(uri).toString();
        if (fields.list().isEmpty()) {
            return URI.create(text);
        }
        char join = text.indexOf('?') < 0 ? '?' : '&';
        return URI.create(text + join + fields.encoded());
    }
}
