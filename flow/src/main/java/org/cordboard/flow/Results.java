package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// What an input means to the widget that waits for it: the table from callbacks to exits.
final class Results {

    static final Set<String> OVER = Set.of("completed", "busy", "failed", "no-answer", "canceled");

    /// Queue results after which the call ended or serves someone else.
    private static final Set<String> TAKEN = Set.of("hangup", "redirected", "redirected-from-bridged");

    private final Limits limits;
    private final BiConsumer<Integer, String> warn;

    Results(Limits limits, BiConsumer<Integer, String> warn) {
        this.limits = limits;
        this.warn = warn;
    }

    /// Whether the input says that the flow no longer has the call.
    static boolean callGone(Input input) {
        return switch (input) {
            case Input.CallEnded _ -> true;
            case Input.EnqueueFinished(var parameters) ->
                over(parameters) || TAKEN.contains(parameters.getOrDefault("QueueResult", ""));
            case Input.RecordFinished(var parameters) ->
                over(parameters) || parameters.getOrDefault("Digits", "").equals("hangup");
            case Input.AudioFinished(var parameters) -> over(parameters);
            case Input.GatherFinished(var parameters) -> over(parameters);
            case Input.DialFinished(var parameters) -> over(parameters);
            case Input.Returned(var parameters) -> over(parameters);
            case Input.CallOutcome _,
                    Input.Responded _,
                    Input.NotResponded _,
                    Input.RecordingChanged _,
                    Input.RecordingFailed _,
                    Input.MessageSent _,
                    Input.MessageFailed _,
                    Input.TimePassed _,
                    Input.Unexpected _,
                    Input.Stop _ -> false;
        };
    }

    /// Empty when the widget does not wait for such an input.
    Optional<Outcome> of(Widget widget, Input input, boolean gone) {
        return switch (widget) {
            case Widget.SayPlay sayPlay when input instanceof Input.AudioFinished(var parameters) -> {
                var outputs = stored(parameters);
                outputs.put("voice", sayPlay.voice());
                outputs.put("language", sayPlay.language());
                yield outcome("audioComplete", outputs);
            }
            case Widget.Gather _ when input instanceof Input.GatherFinished(var parameters) -> gathered(parameters);
            case Widget.Enqueue _ when input instanceof Input.EnqueueFinished(var parameters) -> queued(parameters);
            case Widget.SendToFlex _ when input instanceof Input.EnqueueFinished(var parameters) -> queued(parameters);
            case Widget.Connect _ when input instanceof Input.DialFinished(var parameters) ->
                outcome(gone ? "hangup" : "callCompleted", stored(parameters));
            case Widget.Voicemail _ when input instanceof Input.RecordFinished(var parameters) ->
                recorded(parameters, gone);
            case Widget.TwimlRedirect _ when input instanceof Input.Returned(var parameters) -> {
                var outputs = stored(parameters);
                outputs.remove("FlowEvent");
                yield outcome("return", outputs);
            }
            case Widget.OutgoingCall call when input instanceof Input.CallOutcome(var parameters) ->
                dialled(call, parameters);
            case Widget.HttpRequest _ -> answered(input, "failed", 299);
            case Widget.RunFunction _ -> answered(input, "fail", 399);
            case Widget.RecordCall _ -> recordingSwitched(input);
            case Widget.SendMessage _ -> messaged(input);
            case Widget.Trigger _,
                    Widget.SayPlay _,
                    Widget.Gather _,
                    Widget.Split _,
                    Widget.Enqueue _,
                    Widget.Connect _,
                    Widget.OutgoingCall _,
                    Widget.Voicemail _,
                    Widget.SetVariables _,
                    Widget.TwimlRedirect _,
                    Widget.SendToFlex _,
                    Widget.RunSubflow _,
                    Widget.Unsupported _ -> Optional.empty();
        };
    }

    /// The exit a widget has for the end of its call; empty when the end of the call ends the branch.
    Optional<Outcome> ofHangUp(Widget widget, Map<String, String> parameters) {
        return switch (widget) {
            case Widget.Connect _, Widget.Voicemail _ -> outcome("hangup", stored(parameters));
            case Widget.OutgoingCall call -> {
                var status = parameters.getOrDefault("CallStatus", "completed");
                yield status.equals("completed") && call.firstVersion()
                        ? outcome("hangup", stored(parameters))
                        : dialled(call, Map.of("CallStatus", status.equals("completed") ? "failed" : status));
            }
            case Widget.Enqueue _, Widget.SendToFlex _ -> {
                var outputs = new LinkedHashMap<>(parameters);
                outputs.putIfAbsent("QueueResult", "hangup");
                yield queued(outputs);
            }
            case Widget.Trigger _,
                    Widget.SayPlay _,
                    Widget.Gather _,
                    Widget.Split _,
                    Widget.RecordCall _,
                    Widget.HttpRequest _,
                    Widget.RunFunction _,
                    Widget.SetVariables _,
                    Widget.TwimlRedirect _,
                    Widget.RunSubflow _,
                    Widget.SendMessage _,
                    Widget.Unsupported _ -> Optional.empty();
        };
    }

    private static Optional<Outcome> gathered(Map<String, String> parameters) {
        var outputs = stored(parameters);
        if (parameters.getOrDefault("Digits", "").isEmpty()) {
            outputs.remove("Digits"); // an earlier visit's digits stay
        } else {
            return outcome("keypress", outputs);
        }
        return outcome(parameters.getOrDefault("SpeechResult", "").isEmpty() ? "timeout" : "speech", outputs);
    }

    private Optional<Outcome> queued(Map<String, String> parameters) {
        return switch (parameters.getOrDefault("QueueResult", "")) {
            case "queue-full" -> outcome("failedToEnqueue", stored(parameters));
            case "error" -> {
                warn.accept(81009, "the call could not be put in the queue");
                yield outcome("failedToEnqueue", stored(parameters));
            }
            case "system-error" -> outcome("callFailure", stored(parameters));
            default -> outcome("callComplete", stored(parameters));
        };
    }

    private static Optional<Outcome> recorded(Map<String, String> parameters, boolean gone) {
        if (gone) {
            return outcome("hangup", stored(parameters));
        }
        boolean silent = parameters.getOrDefault("RecordingUrl", "").isEmpty();
        return outcome(silent ? "noAudio" : "recordingComplete", stored(parameters));
    }

    private static Optional<Outcome> dialled(Widget.OutgoingCall call, Map<String, String> parameters) {
        var event =
                switch (parameters.getOrDefault("CallStatus", "failed")) {
                    case "in-progress", "answered", "completed" ->
                        call.firstVersion()
                                        && parameters.getOrDefault("AnsweredBy", "").startsWith("machine")
                                ? "answeredByMachine"
                                : "answered";
                    case "busy" -> "busy";
                    case "no-answer" -> "noAnswer";
                    default -> "failed";
                };
        return outcome(event, stored(parameters));
    }

    private Optional<Outcome> answered(Input input, String failure, int lastGoodStatus) {
        return switch (input) {
            case Input.Responded response when response.body().length() > limits.responseChars() -> {
                warn.accept(0, "the answer is larger than " + limits.responseChars() + " characters");
                yield outcome(failure, Map.of());
            }
            case Input.Responded response -> {
                boolean good = response.status() >= 200 && response.status() <= lastGoodStatus;
                if (!good && failure.equals("fail")) {
                    warn.accept(81010, "the Function answered with status " + response.status());
                }
                yield outcome(good ? "success" : failure, response(response));
            }
            case Input.NotResponded(var reason) -> {
                warn.accept(failure.equals("fail") ? 81010 : 0, reason);
                yield outcome(failure, Map.of());
            }
            default -> Optional.empty();
        };
    }

    private static Map<String, Object> response(Input.Responded response) {
        var outputs = new LinkedHashMap<String, Object>();
        outputs.put("status_code", response.status());
        outputs.put("content_type", response.contentType());
        outputs.put("body", response.body());
        var concurrency = response.headers().get("x-twilio-function-concurrency");
        if (concurrency != null) {
            outputs.put("headers", Map.of("x-twilio-function-concurrency", concurrency));
        }
        var media = response.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (media.equals("application/json")) {
            try {
                if (Json.value(Json.parse(response.body())) instanceof Map<?, ?> object) {
                    outputs.put("parsed", object);
                }
            } catch (JsonProcessingException _) {
                return outputs; // no JSON after all: the text stands in body, an older parsed stays
            }
        }
        return outputs;
    }

    private static Optional<Outcome> recordingSwitched(Input input) {
        return switch (input) {
            case Input.RecordingChanged(var resource) -> outcome("success", resource);
            case Input.RecordingFailed _ -> outcome("failed", Map.of());
            default -> Optional.empty();
        };
    }

    private Optional<Outcome> messaged(Input input) {
        return switch (input) {
            case Input.MessageSent(var resource) -> outcome("sent", Map.of("outbound", resource));
            case Input.MessageFailed(var reason, var resource) -> {
                warn.accept(81011, reason);
                yield outcome("failed", resource.isEmpty() ? Map.of() : Map.of("outbound", resource));
            }
            default -> Optional.empty();
        };
    }

    private static boolean over(Map<String, String> parameters) {
        return OVER.contains(parameters.getOrDefault("CallStatus", ""));
    }

    private static Map<String, Object> stored(Map<String, String> parameters) {
        return new LinkedHashMap<>(parameters);
    }

    private static Optional<Outcome> outcome(String event, Map<String, Object> outputs) {
        return Optional.of(new Outcome(event, outputs));
    }
}
