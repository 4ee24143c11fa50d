package org.cordboard.voice.twiml;

import java.util.Set;
import org.cordboard.voice.webhook.HttpMethod;

/// Where to report which events of something that goes on in the background.
public record Callback(String url, HttpMethod method, Set<String> events) {
    public static final Set<String> CALL_EVENTS = Set.of("initiated", "ringing", "answered", "completed");
    public static final Set<String> RECORDING_EVENTS = Set.of("in-progress", "completed", "absent");
    public static final Set<String> CONFERENCE_EVENTS =
            Set.of("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement");
}
