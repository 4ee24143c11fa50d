package org.cordboard.api.webhook;

import static org.cordboard.api.webhook.ConnectionSettings.RetryOn.CLIENT_ERROR;
import static org.cordboard.api.webhook.ConnectionSettings.RetryOn.CONNECT;
import static org.cordboard.api.webhook.ConnectionSettings.RetryOn.READ;
import static org.cordboard.api.webhook.ConnectionSettings.RetryOn.SERVER_ERROR;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.cordboard.api.http.Percent;
import org.jspecify.annotations.Nullable;

/// Posts signed forms and reads bounded answers. Redirects are followed by hand so that each new address is checked.
/// Blocks its caller, a virtual thread; safe from any.
final class WebhookClient implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_ANSWER = 1 << 20;
    private static final int RETRIEVAL = 11200;
    private static final int CONNECTION = 11205;
    private static final int REDIRECTS = 11215;
    private final Targets targets;
    private final HttpClient client = client(ConnectionSettings.CONNECT);

    /// @param contentType in lower case, without parameters
    record Reply(int status, String contentType, String body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    private static HttpClient client(Duration connect) {
        return HttpClient.newBuilder()
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    WebhookClient(Targets targets) {
        this.targets = targets;
    }

    /// Asks once, and again as the fragment of the URL says. The fragment itself is not sent.
    ///
    /// @param patience for everything, where the fragment says nothing else
    Reply post(String url, Map<String, String> parameters, String authToken, Duration patience)
            throws WebhookFailure, InterruptedException {
        ConnectionSettings settings = ConnectionSettings.of(url, patience);
        URI target = parse(withoutFragment(url));
        Instant end = Instant.now().plus(settings.total());
        for (int retry = 0; ; retry++) {
            boolean last = retry == settings.retries();
            try {
                Reply reply = follow(target, parameters, authToken, settings, end);
                if (last || !worthAnother(reply, settings) || !Instant.now().isBefore(end)) {
                    return reply;
                }
            } catch (WebhookFailure failure) {
                boolean again = settings.retryOn().contains(failure.code() == CONNECTION ? CONNECT : READ);
                if (last || !again || !failure.mayPass() || !Instant.now().isBefore(end)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean worthAnother(Reply reply, ConnectionSettings settings) {
        return (reply.status() >= 500 && settings.retryOn().contains(SERVER_ERROR))
                || (reply.status() >= 400 && reply.status() < 500 && settings.retryOn().contains(CLIENT_ERROR));
    }

    private Reply follow(
            URI first, Map<String, String> parameters, String authToken, ConnectionSettings settings, Instant end)
            throws WebhookFailure, InterruptedException {
        URI target = first;
        boolean post = true;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            targets.check(target);
            HttpResponse<byte[]> response = send(request(target, post, parameters, authToken), settings, end);
            int status = response.statusCode();
            String location = response.headers().firstValue("Location").orElse("");
            if (status < 300 || status >= 400 || location.isEmpty()) {
                return reply(response);
            }
            target = target.resolve(parse(location));
            post = post && (status == 307 || status == 308);
        }
        throw new WebhookFailure(REDIRECTS, "too many redirects", null);
    }

    private static HttpRequest request(URI target, boolean post, Map<String, String> parameters, String authToken) {
        Map<String, String> sent = post ? parameters : Map.of();
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("User-Agent", "TwilioProxy/1.1")
                .header("Accept", "*/*")
                .header("X-Twilio-Signature", Signature.of(authToken, target.toString(), sent));
        if (!post) {
            return request.GET().build();
        }
        return request.header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(form(parameters)))
                .build();
    }

    /// The client's own timeouts end with the head of the answer; this one covers the body too.
    private HttpResponse<byte[]> send(HttpRequest request, ConnectionSettings settings, Instant end)
            throws WebhookFailure, InterruptedException {
        Duration left = Duration.between(Instant.now(), end);
        Duration wait = settings.connect().plus(settings.read());
        Duration patience = wait.compareTo(left) < 0 ? wait : left;
        boolean usual = settings.connect().equals(ConnectionSettings.CONNECT);
        HttpClient asking = usual ? client : client(settings.connect());
        var answer = asking.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            return answer.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new WebhookFailure(RETRIEVAL, "no answer in time", late);
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } finally {
            answer.cancel(true);
            if (!usual) {
                asking.shutdownNow();
            }
        }
    }

    private static WebhookFailure failure(@Nullable Throwable cause) {
        String why = cause == null ? "" : String.valueOf(cause.getMessage());
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? new WebhookFailure(CONNECTION, "no connection: " + why, cause)
                : new WebhookFailure(RETRIEVAL, "no answer: " + why, cause);
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        String bare = semicolon < 0 ? type : type.substring(0, semicolon);
        return new Reply(
                response.statusCode(),
                bare.strip().toLowerCase(Locale.ROOT),
                new String(response.body(), StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> Percent.encode(p.getKey()) + "=" + Percent.encode(p.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static URI parse(String url) throws WebhookFailure {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new WebhookFailure(11100, "not an address", malformed);
        }
    }

    /// The fragment holds connection settings for the caller, not for the receiver.
    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
