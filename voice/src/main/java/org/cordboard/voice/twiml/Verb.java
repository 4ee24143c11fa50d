package org.cordboard.voice.twiml;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// One instruction of a document. Times are seconds unless the name says otherwise; defaults are filled in.
public sealed interface Verb {
    /// What `loop="0"` means: as good as for ever.
    int LOOP_MAX = 1_000;

    /// What may be played to a listener, also inside a Gather.
    sealed interface Prompt extends Verb {}

    /// @param text the inner XML of the element, SSML tags included
    record Say(String text, String voice, String language, int loop) implements Prompt {}

    record Play(String url, int loop) implements Prompt {}

    /// An answer that was itself audio.
    record Sound(byte[] audio, String mediaType) implements Prompt {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sound(var bytes, var type) && Arrays.equals(bytes, audio) && type.equals(mediaType);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(audio);
        }
    }

    /// `<Play digits>`.
    record PlayDigits(String digits, int loop) implements Verb {}

    record Pause(int length) implements Prompt {}

    /// @param keys whether keys are input
    /// @param numDigits 0 when unlimited
    /// @param finishOnKey empty when no key finishes
    /// @param spoken null when speech is no input
    record Gather(
            boolean keys,
            Action action,
            int timeout,
            String finishOnKey,
            int numDigits,
            boolean actionOnEmptyResult,
            boolean bargeIn,
            @Nullable Spoken spoken,
            List<Prompt> prompts)
            implements Verb {}

    /// How a Gather listens to speech.
    ///
    /// @param endSeconds silence that ends it; 0 when the listener decides
    /// @param maxSeconds how long it may last
    /// @param partial told what was understood so far
    record Spoken(
            String language,
            @Nullable String hints,
            int endSeconds,
            int maxSeconds,
            @Nullable Callback partial) {}

    /// @param timeout seconds of silence that end it, 0 for never
    /// @param maxLength null for what is usual on this kind of call
    record Record(
            Action action,
            int timeout,
            String finishOnKey,
            @Nullable Integer maxLength,
            boolean playBeep,
            boolean trimSilence,
            @Nullable Callback recordingCallback)
            implements Verb {}

    record Dial(
            Action action,
            int timeout,
            int timeLimit,
            boolean hangupOnStar,
            @Nullable String callerId,
            boolean answerOnBridge,
            @Nullable String ringTone,
            Recorded recorded,
            @Nullable String referUrl,
            HttpMethod referMethod,
            boolean sequential,
            Target target)
            implements Verb {}

    /// @param name null with a workflow
    record Enqueue(
            Action action,
            @Nullable String waitUrl,
            HttpMethod waitMethod,
            @Nullable String name,
            @Nullable String workflowSid,
            @Nullable Task task,
            int maxQueueSize)
            implements Verb {}

    /// The work that an Enqueue with a workflow makes.
    ///
    /// @param attributes JSON text as written, empty for none
    record Task(
            String attributes,
            @Nullable Integer priority,
            @Nullable Integer timeout) {}

    record Leave() implements Verb {}

    /// @param headers of the BYE
    record Hangup(Map<String, String> headers) implements Verb {}

    /// @param url empty for the current document
    record Redirect(String url, HttpMethod method) implements Verb {}

    /// @param headers of the refusal
    record Reject(boolean busy, Map<String, String> headers) implements Verb {}

    record Refer(Action action, String uri) implements Verb {}

    /// @param action told of it in the background; the document goes on meanwhile
    record Start(Action action, List<Background> children) implements Verb {}

    /// @param action told of it in the background
    record Stop(Action action, List<Stopped> children) implements Verb {}

    record Connect(Action action, Background.Stream stream) implements Verb {}

    record Echo() implements Verb {}

    /// Nobody here takes payments; the action is told so.
    record Pay(Action action) implements Verb {}

    /// Known to the schema, but nothing we perform.
    record Unsupported(String name) implements Verb {}

    /// Which element of a `<Stop>` names what.
    record Stopped(String kind, @Nullable String name) {}

    /// How a dialled call or conference leg is recorded.
    record Recorded(
            When when,
            boolean dual,
            Track track,
            boolean trimSilence,
            @Nullable Callback callback) {
        public enum When {
            NEVER,
            FROM_ANSWER,
            FROM_RINGING
        }
    }

    /// Direction as seen from the platform: inbound is what the far end says.
    enum Track {
        INBOUND,
        OUTBOUND,
        BOTH
    }
}
