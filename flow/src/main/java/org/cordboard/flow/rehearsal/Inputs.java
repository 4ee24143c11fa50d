package org.cordboard.flow.rehearsal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cordboard.flow.Action;
import org.cordboard.flow.Input;
import org.jspecify.annotations.Nullable;

/// Turns a happening into the input the voice layer would bring, given what the flow waits for; empty when it cannot
/// happen now.
final class Inputs {

    private final @Nullable Action waiting;
    private final Function<Boolean, Map<String, String>> call;
    private final Consumer<Duration> pass;

    Inputs(@Nullable Action waiting, Function<Boolean, Map<String, String>> call, Consumer<Duration> pass) {
        this.waiting = waiting;
        this.call = call;
        this.pass = pass;
    }

    Optional<Input> of(Happening happening) {
        return Optional.ofNullable(
                switch (happening) {
                    case Happening.Press(var keys) when waiting instanceof Action.Gather gather -> pressed(keys, gather);
                    case Happening.Say(var words) when waiting instanceof Action.Gather ->
                        new Input.GatherFinished(with("SpeechResult", words, "Confidence", "0.9"));
                    case Happening.Silence _ when waiting instanceof Action.Gather gather -> {
                        pass.accept(gather.timeout());
                        yield new Input.GatherFinished(call.apply(false));
                    }
                    case Happening.Silence _ when waiting instanceof Action.Record record -> {
                        pass.accept(record.silence());
                        yield new Input.RecordFinished(call.apply(false));
                    }
                    case Happening.HangUp _ -> new Input.CallEnded(call.apply(true));
                    case Happening.Queue(var result, var seconds, var over) when waiting instanceof Action.Enqueue -> {
                        pass.accept(Duration.ofSeconds(seconds));
                        var parameters = call.apply(over);
                        parameters.put("QueueResult", result);
                        parameters.put("QueueTime", Integer.toString(seconds));
                        parameters.put("QueueSid", "QU00000000000000000000000000000001");
                        yield new Input.EnqueueFinished(parameters);
                    }
                    case Happening.Dial(var status, var seconds, var over) when waiting instanceof Action.Dial -> {
                        pass.accept(Duration.ofSeconds(seconds));
                        var parameters = call.apply(over);
                        parameters.put("DialCallStatus", status);
                        parameters.put("DialCallDuration", Integer.toString(seconds));
                        parameters.put("DialCallSid", "CA00000000000000000000000000000002");
                        yield new Input.DialFinished(parameters);
                    }
                    case Happening.Recorded(var seconds, var over) when waiting instanceof Action.Record -> {
                        pass.accept(Duration.ofSeconds(seconds));
                        var parameters = call.apply(over);
                        parameters.put("RecordingUrl", "https://recordings.example.net/RE00000000000000000000000000000001");
                        parameters.put("RecordingSid", "RE00000000000000000000000000000001");
                        parameters.put("RecordingDuration", Integer.toString(seconds));
                        yield new Input.RecordFinished(parameters);
                    }
                    case Happening.Call(var status, var answeredBy) when waiting instanceof Action.MakeCall -> {
                        var parameters = call.apply(false);
                        parameters.put("CallStatus", status.equals("answered") ? "in-progress" : status);
                        if (!answeredBy.isEmpty()) {
                            parameters.put("AnsweredBy", answeredBy);
                        }
                        yield new Input.CallOutcome(parameters);
                    }
                    case Happening.Web(var status, var body) when web() ->
                        new Input.Responded(
                                status, Rehearsal.isJson(body) ? "application/json" : "text/plain", body, Map.of());
                    case Happening.WebFails _ when web() -> new Input.NotResponded("no answer");
                    case Happening.Message(var sent) when waiting instanceof Action.SendMessage message ->
                        sent
                                ? new Input.MessageSent(Map.of(
                                        "Sid", "SM00000000000000000000000000000001",
                                        "Body", message.body(),
                                        "To", message.to(),
                                        "From", message.from(),
                                        "Status", "queued"))
                                : new Input.MessageFailed("refused", Map.of());
                    case Happening.RecordingFails _
                    when waiting instanceof Action.StartRecording || waiting instanceof Action.StopRecording ->
                        new Input.RecordingFailed("refused");
                    case Happening.Return(var more, var over) when waiting instanceof Action.RedirectTwiml -> {
                        var parameters = call.apply(over);
                        parameters.putAll(more);
                        yield new Input.Returned(parameters);
                    }
                    case Happening.Press _,
                            Happening.Say _,
                            Happening.Silence _,
                            Happening.Queue _,
                            Happening.Dial _,
                            Happening.Recorded _,
                            Happening.Call _,
                            Happening.Web _,
                            Happening.WebFails _,
                            Happening.Message _,
                            Happening.RecordingFails _,
                            Happening.Return _,
                            Happening.Wait _ -> null;
                });
    }

    private boolean web() {
        return waiting instanceof Action.HttpRequest || waiting instanceof Action.RunFunction;
    }

    /// What the voice layer would collect: up to the finish key, and no more than the wanted number of keys.
    private Input pressed(String keys, Action.Gather gather) {
        var digits = keys;
        int end = gather.finishOnKey().isEmpty() ? -1 : keys.indexOf(gather.finishOnKey());
        if (end >= 0) {
            digits = keys.substring(0, end);
        }
        var most = gather.numDigits();
        if (most != null && digits.length() > most) {
            digits = digits.substring(0, most);
        }
        return new Input.GatherFinished(digits.isEmpty() ? call.apply(false) : with("Digits", digits));
    }

    private Map<String, String> with(String... pairs) {
        var parameters = call.apply(false);
        for (int index = 0; index < pairs.length; index += 2) {
            parameters.put(pairs[index], pairs[index + 1]);
        }
        return parameters;
    }
}
