package org.cordboard.voice.flowrun;

import java.io.IOException;
import java.util.List;
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
import org.cordboard.voice.text.TextOrder;
import org.cordboard.voice.text.TextRefused;
import org.cordboard.voice.text.Texts;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a flow does besides talking to its call: web requests, functions, calls, recordings. Blocks the caller.
public final class FlowJobs {
    private static final Logger LOG = LoggerFactory.getLogger(FlowJobs.class);

    /// Makes calls for flows.
    @FunctionalInterface
    public interface Calling {
        Input call(Action.MakeCall call, Execution execution);
    }

    private final FlowRequests requests;
    private final Recordings recordings;
    private final Account account;
    private volatile @Nullable Leg leg;
    private final Calling calling;
    private final @Nullable Texts texts;

    FlowJobs(
            FlowRequests requests,
            Recordings recordings,
            Account account,
            @Nullable Leg leg,
            Calling calling,
            @Nullable Texts texts) {
        this.requests = requests;
        this.recordings = recordings;
        this.account = account;
        this.leg = leg;
        this.calling = calling;
        this.texts = texts;
    }

    /// The execution works on this call from now on.
    void adopt(Leg theLeg) {
        leg = theLeg;
    }

    Input perform(Action.OffCall action, Execution execution) {
        try {
            return switch (action) {
                case Action.HttpRequest request -> requests.request(request, account);
                case Action.RunFunction function -> requests.function(function, account);
                case Action.MakeCall call -> calling.call(call, execution);
                case Action.StartRecording start -> startRecording(start);
                case Action.StopRecording _ -> stopRecording();
                case Action.SendMessage message -> send(message);
            };
        } catch (RuntimeException e) {
            LOG.warn("{} could not perform {}", execution.sid(), action.getClass().getSimpleName(), e);
            return failed(action, "an internal error: " + e.getMessage());
        }
    }

    /// Accepted is enough (6.16); words only, and only between addresses: there is no chat service here.
    private Input send(Action.SendMessage message) {
        var sender = texts;
        if (sender == null) {
            return new Input.MessageFailed("texts are not ready yet", Map.of());
        }
        if (!message.mediaUrl().isBlank() || !message.contentSid().isBlank()) {
            return new Input.MessageFailed("media and content templates are not sent", Map.of());
        }
        try {
            var sent = sender.send(TextOrder.of(account, message.from(), message.to(), message.body(), null));
            return new Input.MessageSent(Map.of(
                    "Sid", sent.sid().value(),
                    "AccountSid", account.sid().value(),
                    "From", sent.from(),
                    "To", sent.to(),
                    "Body", sent.body(),
                    "Status", sent.status(),
                    "Direction", sent.direction(),
                    "NumSegments", Integer.toString(sent.segments()),
                    "ApiVersion", "2010-04-01"));
        } catch (TextRefused e) {
            var why = String.valueOf(e.getMessage());
            return new Input.MessageFailed(
                    why, Map.of("ErrorCode", Integer.toString(e.code()), "ErrorMessage", why, "Status", "failed"));
        }
    }

    private static Input failed(Action.OffCall action, String why) {
        return switch (action) {
            case Action.HttpRequest _, Action.RunFunction _ -> new Input.NotResponded(why);
            case Action.MakeCall _ -> new Input.CallOutcome(Map.of("CallStatus", "failed"));
            case Action.StartRecording _, Action.StopRecording _ -> new Input.RecordingFailed(why);
            case Action.SendMessage _ -> new Input.MessageFailed(why, Map.of());
        };
    }

    private Input startRecording(Action.StartRecording start) {
        var call = leg;
        if (call == null || !call.answered()) {
            return new Input.RecordingFailed("the call is not in progress");
        }
        var url = start.statusCallback();
        var events = Set.copyOf(
                start.events().isBlank() ? List.of("completed") : List.of(start.events().strip().split("[ ,]+")));
        var method = start.method().equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
        var wish = Recordings.Wish.of(
                call,
                "StartCallRecordingAPI",
                start.channels().equals("dual"),
                start.trim().equals("trim-silence"),
                url.isBlank() ? null : new Callback(url, method, events));
        try {
            var endpoint = call.media();
            return changed(recordings.start(wish, endpoint::tap), call, "in-progress");
        } catch (IOException | LegOver e) {
            return new Input.RecordingFailed(String.valueOf(e.getMessage()));
        }
    }

    private Input stopRecording() {
        var call = leg;
        var running = call == null ? null : recordings.current(call.sid()).orElse(null);
        if (call == null || running == null) {
            return new Input.RecordingFailed("the call is not being recorded");
        }
        running.stop();
        return changed(running, call, "stopped");
    }

    private static Input changed(RunningRecording run, Leg call, String status) {
        return new Input.RecordingChanged(Map.of(
                "Sid", run.sid().value(),
                "AccountSid", call.account().sid().value(),
                "Status", status,
                "CallSid", call.sid().value(),
                "Uri", run.url(),
                "ApiVersion", "2010-04-01"));
    }
}
