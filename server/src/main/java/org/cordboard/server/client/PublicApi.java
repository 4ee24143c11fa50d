package org.cordboard.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// A small client of the public REST API. Blocking; safe from several threads.
public final class PublicApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PAGES_MAX = 1_000;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String base;
    private final String account;
    private final String authorization;

    public PublicApi(String base, String accountSid, String authToken) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.account = accountSid;
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString((accountSid + ":" + authToken).getBytes(StandardCharsets.UTF_8));
    }

    public static PublicApi of(Connection connection) {
        return new PublicApi(connection.url(), connection.accountSid(), connection.authToken());
    }

    /// `Calls` becomes `/2010-04-01/Accounts/AC.../Calls.json`.
    public String accountPath(String resource) {
        return "/2010-04-01/Accounts/" + account + "/" + resource + ".json";
    }

    /// @throws ApiException if the server answers with an error
    public JsonNode get(String path) {
        return send(request(path).GET());
    }

    public JsonNode post(String path, Map<String, String> form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(encoded(form))));
    }

    public void delete(String path) {
        send(request(path).DELETE());
    }

    /// Every item of a list, over all its pages; knows both paging styles.
    public List<JsonNode> list(String path, String key) {
        var items = new ArrayList<JsonNode>();
        var next = path;
        for (int page = 0; page < PAGES_MAX && !next.isEmpty(); page++) {
            var answer = get(next);
            answer.path(key).forEach(items::add);
            next = answer.has("meta")
                    ? answer.path("meta").path("next_page_url").asText("")
                    : answer.path("next_page_uri").asText("");
            if (next.equals("null")) {
                next = "";
            }
        }
        return items;
    }

    /// A list of the account's resources: `accountList("Conferences", "conferences")`.
    public List<JsonNode> accountList(String resource, String key) {
        return list(accountPath(resource), key);
    }

    private HttpRequest.Builder request(String path) {
        var uri = path.startsWith("http") ? path : base + path;
        return HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).header("Authorization", authorization);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            var body = answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
            if (answer.statusCode() >= 400) {
                throw new ApiException(answer.statusCode(), body.path("code").asInt(), body.path("message")
                        .asText("no message"));
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("the server at " + base + " cannot be reached: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(0, 0, "interrupted");
        }
    }

    private static String encoded(Map<String, String> form) {
        var text = new StringJoiner("&");
        form.forEach((name, value) -> text.add(
                URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        http.close();
    }
}
