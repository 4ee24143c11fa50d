package org.cordboard.flow;

import java.util.Map;

/// What happened since the last step. Inputs that come from a call carry the parameters the voice layer would post to an
/// action URL, under their published names (`CallSid`, `CallStatus`, `Digits` …): they become the widget's variables.
/// A `CallStatus` that says the call is over is believed.
public sealed interface Input {

    /// The prompt of a say-play was played to its end.
    record AudioFinished(Map<String, String> parameters) implements Input {}

    /// A gather ended: `Digits` (keys without the finish key), or `SpeechResult` and `Confidence`, or neither.
    record GatherFinished(Map<String, String> parameters) implements Input {}

    /// The caller left the queue: `QueueResult`, `QueueSid`, `QueueTime`.
    record EnqueueFinished(Map<String, String> parameters) implements Input {}

    /// The dialled party is gone or was never reached: `DialCallStatus`, `DialCallSid`, `DialCallDuration`.
    record DialFinished(Map<String, String> parameters) implements Input {}

    /// A recording ended: `RecordingUrl`, `RecordingSid`, `RecordingDuration`, `Digits`; without a `RecordingUrl` nothing
    /// was heard.
    record RecordFinished(Map<String, String> parameters) implements Input {}

    /// Foreign TwiML gave the call back (`FlowEvent=return`), its own parameters among the others.
    record Returned(Map<String, String> parameters) implements Input {}

    /// The outbound call of a make-outgoing-call came to something: `CallStatus` `in-progress` (with `AnsweredBy` when a
    /// machine was looked for), `busy`, `no-answer`, `failed` or `canceled`.
    record CallOutcome(Map<String, String> parameters) implements Input {}

    /// The call is over; in a make-outgoing-call of the first version, the called party hung up.
    record CallEnded(Map<String, String> parameters) implements Input {}

    /// A web server or Function answered, with whatever status.
    ///
    /// @param headers lower-case names
    record Responded(int status, String contentType, String body, Map<String, String> headers) implements Input {}

    /// No answer: bad address, no connection, too late, too large.
    record NotResponded(String reason) implements Input {}

    /// Recording of the call was started or stopped; the recording resource under its published, capitalised names.
    record RecordingChanged(Map<String, Object> resource) implements Input {}

    record RecordingFailed(String reason) implements Input {}

    /// The gateway took the message; the message resource under capitalised names.
    record MessageSent(Map<String, Object> resource) implements Input {}

    /// @param resource what the gateway said, empty when there is no gateway
    record MessageFailed(String reason, Map<String, Object> resource) implements Input {}

    /// The instant in [Execution#wakeAt] is reached. Early ones are harmless.
    record TimePassed() implements Input {}

    /// Something reached the execution that no widget waits for, for example a second call of a busy contact.
    record Unexpected(String event) implements Input {}

    /// Stop at once, by REST or because the flow is deleted.
    record Stop() implements Input {}
}
