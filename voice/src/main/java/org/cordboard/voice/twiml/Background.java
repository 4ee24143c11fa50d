package org.cordboard.voice.twiml;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes on beside the document.
public sealed interface Background {
    record Stream(
            String url,
            @Nullable String name,
            Verb.Track track,
            @Nullable Callback statusCallback,
            Map<String, String> parameters)
            implements Background {}

    record Recording(
            boolean dual,
            Verb.Track track,
            boolean trimSilence,
            @Nullable Callback callback) implements Background {}

    /// Accepted, but nothing we perform.
    record Unsupported(String kind, @Nullable String name) implements Background {}
}
