package org.cordboard.voice.flowrun;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cordboard.flow.Action;
import org.cordboard.flow.Execution;
import org.cordboard.flow.Input;
import org.cordboard.routing.entity.Account;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.cordboard.voice.webhook.Signature;
import org.jspecify.annotations.Nullable;

/// What a flow does besides talking to its call: web requests, functions, calls, recordings. Blocks the caller.
public final class FlowJobs {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    /// Makes calls for flows.
    @FunctionalInterface
    public interface Calling {
        Input call(Action.MakeCall call, Execution execution);
    }

    private final HttpClient client;
    private final Addresses addresses;
    private final Recordings recordings;
    private final Account account;
    private final @Nullable Leg leg;
    private final Calling calling;

    FlowJobs(
            HttpClient client,
            Addresses addresses,
            Recordings recordings,
            Account account,
            @Nullable Leg leg,
            Calling calling) {
        this.client = client;
        this.addresses = addresses;
        this.recordings = recordings;
        this.account = account;
        this.leg = leg;
        this.calling = calling;
    }

    Input perform(Action.OffCall action, Execution execution) {
        return switch (action) {
            case Action.HttpRequest request -> request(request);
            case Action.RunFunction function -> function(function);
            case Action.MakeCall call -> calling.call(call, execution);
            case Action.StartRecording start -> startRecording(start);
            case Action.StopRecording _ -> stopRecording();
            case Action.SendMessage _ -> new Input.MessageFailed("this server has no message gateway", Map.of());
        };
    }

    private Input request(Action.HttpRequest request) {
        var body = request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body());
        var headers = new LinkedHashMap<String, String>();
        if (!request.contentType().isEmpty()) {
            headers.put("Content-Type", request.contentType());
        }
        return send(request.url(), request.method(), body, headers);
    }

    private Input function(Action.RunFunction function) {
        var fields = Fields.of(function.parameters());
        var headers = Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "X-Twilio-Signature",
                Signature.of(account.authToken(), function.url(), fields));
        return send(function.url(), "POST", BodyPublishers.ofString(fields.encoded()), headers);
    }

    private Input send(String url, String method, HttpRequest.BodyPublisher body, Map<String, String> headers) {
        try {
            var uri = URI.create(url);
            if (uri.getHost() == null) {
                return new Input.NotResponded("not an absolute URL");
            }
            addresses.verify(uri.getHost());
            var builder = HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, body);
            headers.forEach(builder::header);
            var handler = BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX);
            var response = client.send(builder.build(), handler);
            var seen = new LinkedHashMap<String, String>();
            response.headers()
                    .map()
                    .forEach((name, values) -> seen.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            return new Input.Responded(
                    response.statusCode(), seen.getOrDefault("content-type", ""), response.body(), seen);
        } catch (IOException | IllegalArgumentException e) {
            return new Input.NotResponded(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Input.NotResponded("interrupted: " + e.getMessage());
        }
    }

    private Input startRecording(Action.StartRecording start) {
        if (leg == null || !leg.answered()) {
            return new Input.RecordingFailed("the call is not in progress");
        }
        var url = start.statusCallback();
        var events = Set.of(
                start.events().isBlank()
                        ? new String[] {"completed"}
                        : start.events().split("[ ,]+"));
        var method = start.method().equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
        var wish = Recordings.Wish.of(
                leg,
                "StartCallRecordingAPI",
                start.channels().equals("dual"),
                start.trim().equals("trim-silence"),
                url.isBlank() ? null : new Callback(url, method, events));
        try {
            var endpoint = leg.media();
            return changed(recordings.start(wish, endpoint::tap), "in-progress");
        } catch (IOException | LegOver e) {
            return new Input.RecordingFailed(String.valueOf(e.getMessage()));
        }
    }

    private Input stopRecording() {
        var running = leg == null ? null : recordings.current(leg.sid()).orElse(null);
        if (running == null) {
            return new Input.RecordingFailed("the call is not being recorded");
        }
        running.stop();
        return changed(running, "stopped");
    }

    private Input changed(RunningRecording run, String status) {
        return new Input.RecordingChanged(Map.of(
                "Sid",
                run.sid().value(),
                "Status",
                status,
                "CallSid",
                leg == null ? "" : leg.sid().value(),
                "Uri",
                run.url()));
    }
}
