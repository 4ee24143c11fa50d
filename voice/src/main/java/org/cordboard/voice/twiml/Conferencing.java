package org.cordboard.voice.twiml;

import java.util.Map;
import java.util.Set;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// The Conference noun: long, because everything about a conference is said by those who join it.
final class Conferencing {
    private static final int NAME_MAX = 128;

    private record Beep(boolean enter, boolean exit) {}

    private static final Map<String, Beep> BEEPS = Map.of(
            "true", new Beep(true, true),
            "false", new Beep(false, false),
            "onEnter", new Beep(true, false),
            "onExit", new Beep(false, true));
    private static final Map<String, String> JITTER_BUFFERS =
            Map.of("small", "small", "medium", "medium", "large", "large", "off", "off");
    private static final Map<String, Boolean> RECORDS =
            Map.of("do-not-record", false, "false", false, "record-from-start", true, "true", true);

    private Conferencing() {}

    static Target conference(Attributes a) {
        a.ignore("eventCallbackUrl", "recordingConfigurationId");
        var name = a.element().text();
        var beep = a.choice("beep", new Beep(true, true), BEEPS, 13235);
        var waitUrl = a.text("waitUrl");
        var conference = new Target.Conference(
                name,
                a.flag("muted", false, 13230),
                beep.enter,
                beep.exit,
                a.flag("startConferenceOnEnter", true, 13232),
                a.flag("endConferenceOnExit", false, 13231),
                label(a),
                a.choice("jitterBufferSize", "large", JITTER_BUFFERS, Attributes.SCHEMA),
                waitUrl,
                a.method("waitMethod", HttpMethod.POST, 13234),
                a.whole("maxParticipants", 250, 2, 250, Attributes.SCHEMA),
                a.choice("record", false, RECORDS, Attributes.SCHEMA),
                Dials.trim(a, true, 13239),
                a.text("region"),
                Dials.blankToNull(a.text("coach")),
                a.callback("statusCallback", Set.of("start", "end"), Callback.CONFERENCE_EVENTS, Attributes.SCHEMA),
                a.callback(
                        "recordingStatusCallback", Set.of("completed"), Callback.RECORDING_EVENTS, Attributes.SCHEMA));
        if (name.isEmpty() || name.length() > NAME_MAX) {
            a.warn(13237, "a conference needs a name of 1 to " + NAME_MAX + " characters");
            return new Target.Nothing("bad conference name");
        }
        return conference;
    }

    private static @Nullable String label(Attributes a) {
        var label = Dials.blankToNull(a.text("participantLabel"));
        if (label != null && (label.length() > NAME_MAX || label.contains("/") || label.matches("CA[0-9a-fA-F]{32}"))) {
            a.warn(16024, "'" + label + "' cannot be a participant's label");
            return null;
        }
        return label;
    }
}
