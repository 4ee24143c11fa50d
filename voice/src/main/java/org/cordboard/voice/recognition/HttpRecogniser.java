package org.cordboard.voice.recognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// A recogniser behind HTTP: the utterance is posted as a WAV file, the language and the hints stand in the query, the
/// answer is JSON with `text` and perhaps `confidence`. Bounded in time, size and requests at once.
public final class HttpRecogniser implements Recogniser, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final int TEXT_MAX = 4_096;
    private static final int REQUESTS_MAX = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Semaphore permits = new Semaphore(REQUESTS_MAX);

    /// @param service where to post to; the operator's own choice, so any address will do
    public HttpRecogniser(URI service) {
        this.service = service;
    }

    @Override
    public Heard hear(Utterance utterance) throws RecognitionFailure, InterruptedException {
        if (!permits.tryAcquire()) {
            throw new RecognitionFailure("more than " + REQUESTS_MAX + " utterances at once", null);
        }
        try {
            var request = HttpRequest.newBuilder(address(utterance))
                    .timeout(PATIENCE)
                    .header("Content-Type", "audio/wav")
                    .header("Accept", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(utterance.wav()))
                    .build();
            var answer = client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            if (answer.statusCode() != 200) {
                throw new RecognitionFailure("the recogniser answered " + answer.statusCode(), null);
            }
            return read(answer.body());
        } catch (IOException e) {
            throw new RecognitionFailure("the recogniser cannot be asked: " + e.getMessage(), e);
        } finally {
            permits.release();
        }
    }

    private URI address(Utterance utterance) {
        var query = "language=" + encoded(utterance.language());
        if (utterance.hints() != null) {
            query += "&hints=" + encoded(utterance.hints());
        }
        return URI.create(service + (service.getRawQuery() == null ? "?" : "&") + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Heard read(byte[] body) throws RecognitionFailure, IOException {
        try {
            var json = JSON.readTree(body);
            if (!json.path("text").isTextual()) {
                throw new RecognitionFailure("the recogniser's answer has no text", null);
            }
            var text = json.path("text").asText().strip();
            var confidence = json.path("confidence").isNumber()
                    ? Double.valueOf(Math.clamp(json.path("confidence").asDouble(), 0, 1))
                    : null;
            return new Heard(text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text, confidence);
        } catch (JsonProcessingException e) {
            throw new RecognitionFailure("the recogniser's answer is not JSON", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
