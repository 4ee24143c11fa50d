package org.cordboard.apps.testing;

import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cordboard.apps.web.PageGuard;
import org.cordboard.apps.web.WebServer;

/// Sends webhooks to an application as the platform would, signed for its public address.
public final class Webhooks implements AutoCloseable {
    public static final URI PUBLIC = URI.create("https://app.example.org");

    private final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public Webhooks(WebServer server) {
        this.server = server.start("127.0.0.1", 0);
    }

    public static WebServer server() {
        return new WebServer(PUBLIC, FakePlatform.TOKEN, new PageGuard(java.util.Optional.empty()));
    }

    public URI local(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public String post(String path, Map<String, String> form) throws IOException, InterruptedException {
        var answer = send(path, form, signature(PUBLIC + path, form));
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    public HttpResponse<String> send(String path, Map<String, String> form, String signature)
            throws IOException, InterruptedException {
        var body = form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(local(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(local(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Computed by the rule, not with the library's [RequestValidator] that checks it.
    public static String signature(String url, Map<String, String> form) {
        var text = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(FakePlatform.TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
