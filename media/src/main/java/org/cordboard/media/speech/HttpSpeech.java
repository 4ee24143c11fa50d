package org.cordboard.media.speech;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.cordboard.media.audio.AudioFiles;
import org.cordboard.media.audio.Clip;

/// Speaks through a service: posts a form of `text`, `language` and `voice` and takes WAV or MP3 back. The operator names the
/// service, so its address needs no check; a small adapter in front of it brings any provider into this shape.
public final class HttpSpeech implements Speech {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI service;
    private final String authorization;
    private final Set<String> languages;

    /// @param authorization value of the header of that name, or empty
    /// @param languages lower-case primary tags the service speaks
    public HttpSpeech(URI service, String authorization, Set<String> languages) {
        this.service = service;
        this.authorization = authorization;
        this.languages = Set.copyOf(languages);
    }

    @Override
    public Clip say(SpeechRequest request) throws SpeechException {
        var form = "text=" + encoded(request.text()) + "&language=" + encoded(request.language()) + "&voice=" + encoded(request.voice());
        var post = HttpRequest.newBuilder(service)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "audio/wav, audio/mpeg")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!authorization.isEmpty()) {
            post.header("Authorization", authorization);
        }
        try {
            var answer = client.send(post.build(), HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), AudioFiles.BYTES_MAX));
            if (answer.statusCode() != 200) {
                throw new SpeechException("the speech service answered " + answer.statusCode());
            }
            return AudioFiles.decode(answer.body(), answer.headers().firstValue("Content-Type").orElse(""));
        } catch (IOException e) {
            throw new SpeechException("the speech service failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpeechException("interrupted while the speech service spoke", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Set<String> languages() {
        return languages;
    }

    @Override
    public void close() {
        client.close();
    }
}
