package org.cordboard.voice.conference;

import org.cordboard.media.JitterBufferSize;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.twiml.Callback;
import org.jspecify.annotations.Nullable;

/// How one leg comes into a conference.
///
/// @param coach the call that alone hears this one
/// @param waiting what the leg hears until the conference begins; when it returns there is silence
/// @param holding what the leg hears while held, again and again
/// @param record record the conference from its start
public record Joining(
        boolean muted,
        boolean beepOnEnter,
        boolean beepOnExit,
        boolean startOnEnter,
        boolean endOnExit,
        @Nullable String label,
        JitterBufferSize jitterBuffer,
        int maxParticipants,
        boolean record,
        boolean trimSilence,
        boolean coaching,
        @Nullable CallSid coach,
        @Nullable Callback statusCallback,
        @Nullable Callback recordingCallback,
        Program waiting,
        Program holding) {
    public static final int PARTICIPANTS_MAX = 250;

    /// Everything as usual.
    public static Joining plain(Program waiting, Program holding) {
        return new Joining(
                false,
                true,
                true,
                true,
                false,
                null,
                JitterBufferSize.LARGE,
                PARTICIPANTS_MAX,
                false,
                true,
                false,
                null,
                null,
                null,
                waiting,
                holding);
    }

    public Joining withFlags(boolean start, boolean end) {
        return new Joining(
                muted,
                beepOnEnter,
                beepOnExit,
                start,
                end,
                label,
                jitterBuffer,
                maxParticipants,
                record,
                trimSilence,
                coaching,
                coach,
                statusCallback,
                recordingCallback,
                waiting,
                holding);
    }

    public Joining withBeeps(boolean enter, boolean exit) {
        return new Joining(
                muted,
                enter,
                exit,
                startOnEnter,
                endOnExit,
                label,
                jitterBuffer,
                maxParticipants,
                record,
                trimSilence,
                coaching,
                coach,
                statusCallback,
                recordingCallback,
                waiting,
                holding);
    }

    public Joining withMuted(boolean nowMuted) {
        return new Joining(
                nowMuted,
                beepOnEnter,
                beepOnExit,
                startOnEnter,
                endOnExit,
                label,
                jitterBuffer,
                maxParticipants,
                record,
                trimSilence,
                coaching,
                coach,
                statusCallback,
                recordingCallback,
                waiting,
                holding);
    }

    public Joining withCoach(@Nullable CallSid target) {
        return new Joining(
                muted,
                beepOnEnter,
                beepOnExit,
                startOnEnter,
                endOnExit,
                label,
                jitterBuffer,
                maxParticipants,
                record,
                trimSilence,
                target != null,
                target,
                statusCallback,
                recordingCallback,
                waiting,
                holding);
    }
}
