package org.cordboard.voice.conference;

import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Program;
import org.jspecify.annotations.Nullable;

/// What the API may change on a participant; null leaves a thing as it is.
public record Change(
        @Nullable Boolean muted,
        @Nullable Boolean held,
        @Nullable Program waiting,
        @Nullable Program holding,
        @Nullable Boolean endOnExit,
        @Nullable Boolean beepOnExit,
        @Nullable Boolean coaching,
        @Nullable CallSid coach) {}
