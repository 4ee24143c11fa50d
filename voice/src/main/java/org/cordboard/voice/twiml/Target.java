package org.cordboard.voice.twiml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// What a Dial connects to.
public sealed interface Target {
    /// Legs to ring, all at once or one after another.
    record Endpoints(List<Endpoint> list) implements Target {}

    /// @param beep on entering, on leaving
    /// @param waitUrl null for our music, empty for silence
    record Conference(
            String name,
            boolean muted,
            boolean beepOnEnter,
            boolean beepOnExit,
            boolean startOnEnter,
            boolean endOnExit,
            @Nullable String label,
            String jitterBuffer,
            @Nullable String waitUrl,
            HttpMethod waitMethod,
            int maxParticipants,
            boolean record,
            boolean trimSilence,
            @Nullable String region,
            @Nullable String coach,
            @Nullable Callback statusCallback,
            @Nullable Callback recordingCallback)
            implements Target {}

    /// @param url document for the queued caller before the bridge
    record Queue(
            String name,
            @Nullable String url,
            HttpMethod method,
            @Nullable String reservationSid,
            @Nullable String postWorkActivitySid)
            implements Target {}

    /// An element that we cannot dial, or none at all.
    record Nothing(String why) implements Target {}

    /// One leg to ring.
    ///
    /// @param url whisper or screening document, run on the new leg
    record Endpoint(
            Address address,
            @Nullable String url,
            HttpMethod method,
            @Nullable Callback statusCallback,
            @Nullable String sendDigits,
            @Nullable MachineDetection machineDetection) {}

    sealed interface Address {
        /// @param byoc SID of the account's own carrier that is to take the call; null for the usual way
        record Number(String text, @Nullable String byoc) implements Address {
            public Number(String text) {
                this(text, null);
            }
        }

        record Client(String identity, Map<String, String> parameters) implements Address {}

        record Sip(
                String uri,
                @Nullable String username,
                @Nullable String password) implements Address {}

        /// @param copyParentTo whether its leg is called what the caller called
        record Application(String sid, Map<String, String> parameters, boolean copyParentTo) implements Address {}
    }

    /// Machine detection as an application configures it; times in milliseconds but for the time-out. A threshold that it
    /// did not give is null: then the verdict may come sooner.
    record MachineDetection(
            boolean messageEnd,
            int timeoutSeconds,
            @Nullable Integer speechThreshold,
            @Nullable Integer speechEndThreshold,
            int silenceTimeout,
            @Nullable Callback callback) {
        static final Set<String> MODES = Set.of("Enable", "DetectMessageEnd");
    }
}
