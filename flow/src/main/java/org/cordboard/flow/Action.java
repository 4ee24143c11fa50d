package org.cordboard.flow;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the execution wants done. All texts are rendered. After an [Awaited] action the execution waits for the input
/// named in the record's comment; the other actions have no result.
public sealed interface Action {

    /// The execution waits until the result of this action is brought back.
    sealed interface Awaited extends Action {}

    /// Needs the live call of the execution. Each answers a ringing call. [CallTwiml] writes any of them as a document.
    sealed interface OnCall extends Awaited {}

    /// Needs no call; the caller, if any, hears silence meanwhile.
    sealed interface OffCall extends Awaited {}

    /// Something to hear, alone or as the prompt of a gather.
    sealed interface Audio extends OnCall {}

    /// Answered by [Input.AudioFinished]. Empty voice and language mean the server's own.
    record Say(String text, String voice, String language, int loop) implements Audio {}

    /// Answered by [Input.AudioFinished].
    record Play(String url, int loop) implements Audio {}

    /// Sends tones, `w` half a second and `W` a second of silence. Answered by [Input.AudioFinished].
    record PlayDigits(String digits) implements Audio {}

    /// Answered by [Input.GatherFinished].
    ///
    /// @param prompt null listens in silence; the first key or word cuts the prompt off
    /// @param finishOnKey "" when no key ends the input
    /// @param numDigits null for any number
    /// @param speechTimeout `auto` or whole seconds
    record Gather(
            @Nullable Audio prompt,
            Duration timeout,
            String finishOnKey,
            @Nullable Integer numDigits,
            String language,
            String hints,
            boolean profanityFilter,
            String speechTimeout,
            String speechModel)
            implements OnCall {}

    /// Answered by [Input.EnqueueFinished]. Either a workflow or a queue name is set, the other is "".
    ///
    /// @param taskChannel "" for the default channel
    /// @param attributes a JSON object as text; "" for none
    /// @param timeout life of the task; null for ever
    record Enqueue(
            String workflowSid,
            String queueName,
            String taskChannel,
            String attributes,
            int priority,
            @Nullable Duration timeout,
            String waitUrl,
            String waitUrlMethod)
            implements OnCall {}

    /// Answered by [Input.DialFinished].
    ///
    /// @param targets ring together when several; the first to answer wins
    /// @param timeLimit null for the platform's own limit
    record Dial(
            Noun noun,
            List<String> targets,
            String callerId,
            Duration timeout,
            @Nullable Duration timeLimit,
            boolean record,
            String sipUsername,
            String sipPassword)
            implements OnCall {

        public Dial {
            targets = List.copyOf(targets);
        }

        public enum Noun {
            NUMBER,
            CLIENT,
            SIP,
            CONFERENCE,
            SIM
        }
    }

    /// Answered by [Input.RecordFinished].
    record Record(
            Duration silence,
            String finishOnKey,
            Duration maxLength,
            boolean transcribe,
            String transcriptionCallbackUrl,
            boolean trimSilence,
            boolean playBeep,
            String recordingStatusCallbackUrl)
            implements OnCall {}

    /// Lets other TwiML drive the call. Answered by [Input.Returned], or by [Input.TimePassed] at [Execution#wakeAt].
    record RedirectTwiml(String url, String method) implements OnCall {}

    /// Answered by [Input.Responded] or [Input.NotResponded]. At most 10 seconds and 64 KiB; redirects are followed.
    ///
    /// @param url with the query complete
    /// @param contentType "" without a body
    /// @param accountAuth add the account's own credentials; the interpreter asks for it only as the author said, the
    ///     performer refuses hosts that are not the provider's own
    record HttpRequest(String method, String url, String contentType, String body, boolean accountAuth)
            implements OffCall {}

    /// A form POST signed like a webhook. Answered by [Input.Responded] or [Input.NotResponded]; same limits.
    record RunFunction(String url, Map<String, String> parameters) implements OffCall {

        public RunFunction {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /// Answered by [Input.CallOutcome].
    ///
    /// @param machineDetection null when no machine is looked for; then the verdict comes with the answer
    record MakeCall(
            String to,
            String from,
            Duration timeout,
            boolean record,
            String recordingChannels,
            String recordingStatusCallback,
            String trim,
            @Nullable MachineDetection machineDetection,
            String sendDigits,
            String sipAuthUsername,
            String sipAuthPassword)
            implements OffCall {}

    /// @param mode `Enable` or `DetectMessageEnd`
    record MachineDetection(
            String mode, Duration timeout, Duration speechThreshold, Duration speechEndThreshold, Duration silenceTimeout) {}

    /// Answered by [Input.RecordingChanged] or [Input.RecordingFailed]. The call goes on meanwhile.
    record StartRecording(String channels, String trim, String statusCallback, String method, String events)
            implements OffCall {}

    /// Stops the running recording of the call. Answered like [StartRecording].
    record StopRecording() implements OffCall {}

    /// Answered by [Input.MessageSent] or [Input.MessageFailed].
    record SendMessage(
            String body,
            String from,
            String to,
            String mediaUrl,
            String service,
            String channel,
            String attributes,
            String contentSid,
            Map<String, String> contentVariables)
            implements OffCall {

        public SendMessage {
            contentVariables =
                    Collections.unmodifiableMap(new LinkedHashMap<>(contentVariables));
        }
    }

    /// Hang the live call up. Comes before [End] whenever the execution still had one.
    record HangUp() implements Action {}

    /// The execution is over; nothing follows.
    record End(Execution.EndReason reason) implements Action {}
}
