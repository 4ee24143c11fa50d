package org.cordboard.voice.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.cordboard.voice.webhook.Overrides.RetryOn;
import org.jspecify.annotations.Nullable;

/// All tries of one request: they share the deadline and the idempotency token. Belongs to the thread that sends it.
final class Attempt {
    private static final int REDIRECTS_MAX = 10;
    /// Less time than this is not worth another try.
    private static final int MILLIS_MIN = 100;

    private final WebhookRequest request;
    private final Overrides overrides;
    private final HttpClient client;
    private final Addresses addresses;
    private final ReplyCache cache;
    private final String idempotency = WebhookRequest.newIdempotencyToken();
    private final long started = System.nanoTime();

    Attempt(WebhookRequest request, Overrides overrides, HttpClient client, Addresses addresses, ReplyCache cache) {
        this.request = request;
        this.overrides = overrides;
        this.client = client;
        this.addresses = addresses;
        this.cache = cache;
    }

    /// One try, through all its redirects.
    WebhookReply follow() throws WebhookFailure, InterruptedException {
        var hop = Hop.first(request);
        for (int i = 0; i <= REDIRECTS_MAX; i++) {
            var fresh = isCached(hop) ? cache.fresh(request.token(), hop.target().toString()) : null;
            if (fresh != null) {
                return fresh;
            }
            var response = exchange(hop);
            int status = response.statusCode();
            if (status == 304 && isCached(hop)) {
                var known = cache.revalidated(request.token(), hop.target().toString(), response.headers());
                if (known != null) {
                    return known;
                }
            }
            if (status >= 200 && status < 300) {
                return kept(hop, response);
            }
            var location = response.headers().firstValue("Location").orElse(null);
            if (!Hop.isRedirect(status) || location == null) {
                var shown = Signature.signed(hop.uri().toString());
                throw new WebhookFailure(
                        WebhookFailure.RETRIEVAL, shown, status, shown + " answered " + status, null, failed(hop, response));
            }
            hop = hop.redirected(status, location);
        }
        throw failure(hop, WebhookFailure.REDIRECTS, "more than " + REDIRECTS_MAX + " redirects", null);
    }

    /// What was guarded by a password is not kept: it is asked for with the password each time.
    private boolean isCached(Hop hop) {
        return request.cached() && hop.method() == HttpMethod.GET && hop.login() == null;
    }

    boolean worthAnother(WebhookFailure failure) {
        var on = overrides.retryOn();
        boolean policy = switch (failure.code()) {
            case WebhookFailure.CONNECT, WebhookFailure.TLS, WebhookFailure.TLS_EXPIRED, WebhookFailure.TLS_PATH ->
                on.contains(RetryOn.CONNECT);
            case WebhookFailure.RETRIEVAL ->
                switch (failure.status() / 100) {
                    case 4 -> on.contains(RetryOn.CLIENT_ERROR);
                    case 5 -> on.contains(RetryOn.SERVER_ERROR);
                    default -> on.contains(RetryOn.READ);
                };
            default -> false;
        };
        return policy && millisLeft() > MILLIS_MIN;
    }

    private HttpResponse<byte[]> exchange(Hop hop) throws WebhookFailure, InterruptedException {
        var response = once(hop, request.memory().challenge(hop.server()));
        if (response.statusCode() != 401 || hop.login() == null) {
            return response;
        }
        var challenge = Challenge.of(response.headers().allValues("WWW-Authenticate"));
        if (challenge == null) {
            return response;
        }
        request.memory().remember(hop.server(), challenge);
        return once(hop, challenge);
    }

    private HttpResponse<byte[]> once(Hop hop, @Nullable Challenge challenge)
            throws WebhookFailure, InterruptedException {
        var progress = new Progress(request.bytesMax());
        var http = build(hop, challenge, progress);
        try {
            addresses.check(hop.uri().getHost());
            var future = client.sendAsync(http, progress);
            try {
                var response = await(hop, future, progress);
                request.memory().store(hop.uri(), response.headers().allValues("Set-Cookie"));
                return response;
            } finally {
                future.cancel(true);
            }
        } catch (UnknownHostException e) {
            throw failure(hop, WebhookFailure.UNKNOWN_HOST, "bad host name: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw failure(hop, e.getCause() == null ? e : e.getCause());
        }
    }

    /// Waits as long as the URL allows: for the connection, between two reads, and for everything.
    private HttpResponse<byte[]> await(Hop hop, CompletableFuture<HttpResponse<byte[]>> future, Progress progress)
            throws WebhookFailure, InterruptedException, ExecutionException {
        // Only a form tells when the connection stands; without one, connecting counts as reading.
        boolean connecting = !hop.form().list().isEmpty();
        while (true) {
            boolean connected = !connecting || progress.connected().isDone();
            int patience = connected ? overrides.readMillis() : overrides.connectMillis();
            long left = Math.min(millisLeft(), patience - progress.idleMillis());
            try {
                if (connected || future.isDone()) {
                    return future.get(Math.max(0, left), TimeUnit.MILLISECONDS);
                }
                CompletableFuture.anyOf(future, progress.connected()).get(Math.max(0, left), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (left > 0) {
                    continue;
                }
                throw connected || millisLeft() <= 0
                        ? failure(hop, WebhookFailure.RETRIEVAL, "no answer in time", e)
                        : failure(hop, WebhookFailure.CONNECT, "no connection in time", e);
            }
        }
    }

    private HttpRequest build(Hop hop, @Nullable Challenge challenge, Progress progress) {
        var target = hop.target();
        var builder = HttpRequest.newBuilder(target)
                .header("User-Agent", "TwilioProxy/1.1")
                .header("Accept", "*/*")
                .header("X-Home-Region", "us1")
                .header("I-Twilio-Idempotency-Token", idempotency)
                .header("X-Twilio-Signature", Signature.of(request.token(), target.toString(), hop.form()));
        if (hop.method() == HttpMethod.POST) {
            builder.header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                    .POST(progress.telling(BodyPublishers.ofString(hop.form().encoded())));
        } else if (isCached(hop)) {
            cache.conditions(request.token(), target.toString()).forEach(builder::header);
        }
        var cookies = request.memory().cookies(target);
        if (cookies != null) {
            builder.header("Cookie", cookies);
        }
        var login = hop.login();
        if (login != null && challenge != null) {
            var path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
            builder.header(
                    "Authorization",
                    challenge.answer(login.user(), login.password(), hop.method().name(), path));
        }
        return builder.build();
    }

    private WebhookReply reply(Hop hop, HttpResponse<byte[]> response) throws WebhookFailure {
        var type = response.headers().firstValue("Content-Type").orElse("");
        var took = Duration.ofNanos(System.nanoTime() - started);
        try {
            var coding = response.headers().firstValue("Content-Encoding").orElse("");
            var body = Unpacking.of(coding, response.body(), request.bytesMax());
            return new WebhookReply(hop.bare().toString(), response.statusCode(), type, body, took);
        } catch (IOException e) {
            throw failure(hop, e);
        }
    }

    /// For the log: packed wrongly or cut short, it is shown as it came.
    private WebhookReply failed(Hop hop, HttpResponse<byte[]> response) {
        try {
            return reply(hop, response);
        } catch (WebhookFailure _) {
            var type = response.headers().firstValue("Content-Type").orElse("");
            var took = Duration.ofNanos(System.nanoTime() - started);
            return new WebhookReply(hop.bare().toString(), response.statusCode(), type, response.body(), took);
        }
    }

    private WebhookReply kept(Hop hop, HttpResponse<byte[]> response) throws WebhookFailure {
        var reply = reply(hop, response);
        if (isCached(hop)) {
            cache.store(request.token(), hop.target().toString(), reply, response.headers());
        }
        return reply;
    }

    private long millisLeft() {
        return overrides.totalMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    private static WebhookFailure failure(Hop hop, Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException e -> failure(hop, WebhookFailure.CONNECT, "no connection in time", e);
            case ConnectException e -> failure(hop, WebhookFailure.CONNECT, "connection refused", e);
            case SSLException e -> failure(hop, tls(e), "TLS: " + e.getMessage(), e);
            case Progress.TooLarge e -> failure(hop, WebhookFailure.TOO_LARGE, String.valueOf(e.getMessage()), e);
            case IOException e
            when lostBeforeAnswer(e) -> failure(hop, WebhookFailure.CONNECT, "the connection was closed", e);
            case Throwable e -> failure(hop, WebhookFailure.RETRIEVAL, "reading failed: " + e.getMessage(), e);
        };
    }

    private static int tls(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return WebhookFailure.TLS_EXPIRED;
            }
            if (cause instanceof CertPathBuilderException) {
                return WebhookFailure.TLS_PATH;
            }
        }
        return WebhookFailure.TLS;
    }

    /// A server may close a kept connection just when the next request goes out: nothing was answered, so that another
    /// attempt on a new connection is what the default policy allows. The JDK says so in its message only.
    private static boolean lostBeforeAnswer(IOException e) {
        return String.valueOf(e.getMessage()).contains("received no bytes");
    }

    private static WebhookFailure failure(Hop hop, int code, String what, @Nullable Throwable cause) {
        var shown = Signature.signed(hop.uri().toString());
        return new WebhookFailure(code, shown, 0, shown + " " + what, cause);
    }
}
