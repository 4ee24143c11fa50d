package org.cordboard.api.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cordboard.api.http.Percent;

/// Posts signed forms and reads bounded answers. Redirects are followed by hand so that each new address is checked.
/// Blocks its caller, a virtual thread; safe from any.
final class WebhookClient implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_ANSWER = 1 << 20;
    private static final int RETRIEVAL = 11200;
    private static final int CONNECTION = 11205;
    private static final int REDIRECTS = 11215;
    private final Targets targets;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /// @param contentType in lower case, without parameters
    record Reply(int status, String contentType, String body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    WebhookClient(Targets targets) {
        this.targets = targets;
    }

    Reply post(String url, Map<String, String> parameters, String authToken, Duration patience)
            throws WebhookFailure, InterruptedException {
        URI target = parse(withoutFragment(url));
        boolean post = true;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            targets.check(target);
            HttpResponse<byte[]> response = send(request(target, post, parameters, authToken, patience));
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

    private static HttpRequest request(
            URI target, boolean post, Map<String, String> parameters, String authToken, Duration patience) {
        Map<String, String> sent = post ? parameters : Map.of();
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(patience)
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

    private HttpResponse<byte[]> send(HttpRequest request) throws WebhookFailure, InterruptedException {
        try {
            return client.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
        } catch (ConnectException | HttpConnectTimeoutException unreachable) {
            throw new WebhookFailure(CONNECTION, "no connection: " + unreachable.getMessage(), unreachable);
        } catch (IOException broken) {
            throw new WebhookFailure(RETRIEVAL, "no answer: " + broken.getMessage(), broken);
        }
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
