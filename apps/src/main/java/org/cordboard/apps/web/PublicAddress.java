package org.cordboard.apps.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.MissingSetting;
import org.cordboard.apps.platform.Platform;

/// Where the platform reaches this application: `PUBLIC_URL` if set, this machine for a Cordboard on it, else the
/// address of a running ngrok tunnel, which its local API tells.
public final class PublicAddress {
    private static final URI NGROK = URI.create("http://127.0.0.1:4040/api/tunnels");

    private PublicAddress() {}

    public static URI of(Environment environment, Platform platform, int port) {
        var given = environment.given("PUBLIC_URL");
        if (given.isPresent()) {
            return URI.create(given.get().replaceAll("/+$", ""));
        }
        if (platform.cordboard().isPresent()) {
            return URI.create("http://127.0.0.1:" + port);
        }
        try {
            return tunnel(NGROK);
        } catch (IOException e) {
            throw new MissingSetting(
                    "PUBLIC_URL is not set and no ngrok tunnel runs here: the cloud must reach this application");
        }
    }

    static URI tunnel(URI api) throws IOException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(api).timeout(Duration.ofSeconds(2)).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            for (var tunnel : new JsonMapper().readTree(answer).path("tunnels")) {
                var url = tunnel.path("public_url").asText();
                if (url.startsWith("https://")) {
                    return URI.create(url);
                }
            }
            throw new IOException("ngrok has no https tunnel");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
