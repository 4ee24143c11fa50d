package org.cordboard.bench.amd;

import org.cordboard.media.detection.AnsweredBy;
import org.jspecify.annotations.Nullable;

/// One answered call as it is heard at 8 kHz after G.711.
///
/// @param kind what it is, for the confusion matrix
/// @param expected without waiting for the end
/// @param speechAt when speech or tones begin, in ms, or −1
/// @param beepEnd when the beep after a greeting ends, in ms, or null
record Sample(
        String kind,
        AnsweredBy expected,
        short[] samples,
        int speechAt,
        @Nullable Integer beepEnd,
        String conditions) {}
