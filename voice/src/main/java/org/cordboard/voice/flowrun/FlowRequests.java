package org.cordboard.voice.flowrun;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.cordboard.flow.Action;
import org.cordboard.flow.Input;
import org.cordboard.routing.entity.Account;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.Signature;
import org.jspecify.annotations.Nullable;

/// Requests of flows to web servers and Functions (Studio reference 6.10, 6.11): at most ten seconds with all
/// redirects, at most 64 KiB, every hop's address checked. Blocks the caller; safe from several threads.
final class FlowRequests implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final int REDIRECTS_MAX = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";
    private static final String PROVIDER = ".twilio.com";

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Addresses addresses;
    private final Supplier<String> publicUrl;
    private final Duration limit;

    /// @param publicUrl where the account's own credentials may go
    /// @param limit for one request with its redirects
    FlowRequests(Addresses addresses, Supplier<String> publicUrl, Duration limit) {
        this.addresses = addresses;
        this.publicUrl = publicUrl;
        this.limit = limit;
    }

    /// One request on its way over redirects.
    ///
    /// @param fields null unless the request is signed with them
    private record Hop(
            URI uri, String method, String body, String contentType, @Nullable String authorization, @Nullable Fields fields) {}

    Input request(Action.HttpRequest request, Account account) {
        try {
            var uri = uri(request.url());
            var authorization = userInfo(uri);
            if (request.accountAuth()) {
                uri = ours(uri);
                authorization = basic(account.sid() + ":" + account.authToken());
            }
            return send(
                    new Hop(uri, request.method(), request.body(), request.contentType(), authorization, null), account);
        } catch (IOException | IllegalArgumentException e) {
            return new Input.NotResponded(String.valueOf(e.getMessage()));
        }
    }

    Input function(Action.RunFunction function, Account account) {
        try {
            var uri = uri(function.url());
            var fields = Fields.of(function.parameters());
            return send(new Hop(uri, "POST", fields.encoded(), FORM, userInfo(uri), fields), account);
        } catch (IOException | IllegalArgumentException e) {
            return new Input.NotResponded(String.valueOf(e.getMessage()));
        }
    }

    private Input send(Hop first, Account account) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        var hop = first;
        for (int hops = 0; hops <= REDIRECTS_MAX; hops++) {
            var response = exchange(hop, account, end);
            var location = response.headers().firstValue("Location").orElse(null);
            if (location == null || !REDIRECTS.contains(response.statusCode())) {
                return responded(response);
            }
            hop = next(hop, response.statusCode(), location);
        }
        return new Input.NotResponded("more than " + REDIRECTS_MAX + " redirects");
    }

    private HttpResponse<String> exchange(Hop hop, Account account, long end) throws IOException {
        if (!isOurs(hop.uri)) {
            addresses.verify(hop.uri.getHost());
        }
        var publisher = hop.body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(hop.body);
        var request = HttpRequest.newBuilder(bare(hop.uri)).method(hop.method, publisher);
        if (!hop.contentType.isEmpty()) {
            request.header("Content-Type", hop.contentType);
        }
        if (hop.authorization != null) {
            request.header("Authorization", hop.authorization);
        }
        if (hop.fields != null) {
            request.header("X-Twilio-Signature", Signature.of(account.authToken(), hop.uri.toString(), hop.fields));
        }
        var answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX));
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw new IOException(cause == null ? e.getMessage() : String.valueOf(cause.getMessage()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// As browsers do: a POST that is told 301, 302 or 303 goes on as GET. Credentials stay with their host.
    private static Hop next(Hop hop, int status, String location) throws IOException {
        var to = uri(hop.uri.resolve(location).toString());
        var authorization = authority(to).equals(authority(hop.uri)) ? hop.authorization : null;
        return status >= 307 || hop.method.equals("GET")
                ? new Hop(to, hop.method, hop.body, hop.contentType, authorization, hop.fields)
                : new Hop(to, "GET", "", "", authorization, hop.fields == null ? null : Fields.NONE);
    }

    private static Input responded(HttpResponse<String> response) {
        var headers = new LinkedHashMap<String, String>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new Input.Responded(
                response.statusCode(),
                headers.getOrDefault("content-type", ""),
                response.body(),
                Map.copyOf(headers));
    }

    private static URI uri(String url) throws IOException {
        var uri = URI.create(url.strip());
        if (uri.getHost() == null) {
            throw new IOException("'" + url + "' is not an absolute URL");
        }
        return uri;
    }

    /// The account's credentials go to this server alone; the published names of the API mean this server, too.
    private URI ours(URI uri) throws IOException {
        if (isOurs(uri)) {
            return bare(uri);
        }
        if (uri.getHost().toLowerCase(Locale.ROOT).endsWith(PROVIDER)) {
            var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return URI.create(publicUrl.get() + uri.getRawPath() + query);
        }
        throw new IOException("the account's credentials are not sent to " + uri.getHost());
    }

    private boolean isOurs(URI uri) {
        var own = publicUrl.get();
        return !own.isEmpty() && authority(URI.create(own)).equals(authority(uri));
    }

    private static String authority(URI uri) {
        int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
    }

    private static @Nullable String userInfo(URI uri) {
        var raw = uri.getRawUserInfo();
        return raw == null ? null : basic(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static URI bare(URI uri) {
        var user = uri.getRawUserInfo();
        return user == null ? uri : URI.create(uri.toString().replaceFirst("//[^/@]*@", "//"));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
