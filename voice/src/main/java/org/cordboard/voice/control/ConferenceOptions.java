package org.cordboard.voice.control;

import java.util.Set;
import org.cordboard.media.JitterBufferSize;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.conference.Joining;
import org.cordboard.voice.script.Waits;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// How a leg comes into a conference, read from the parameters of REST and of instructions, which name the same things
/// the same way (Voice reference 7.6).
public final class ConferenceOptions {
    private ConferenceOptions() {}

    /// @param label what the participant is called
    /// @param coached the call that alone is to hear him
    public static Joining joining(Options options, Waits waits, @Nullable String label, @Nullable CallSid coached) {
        var beep = options.text("Beep", "true");
        return new Joining(
                options.flag("Muted", false),
                beep.equals("true") || beep.equals("onEnter"),
                beep.equals("true") || beep.equals("onExit"),
                options.flag("StartConferenceOnEnter", true),
                options.flag("EndConferenceOnExit", false),
                label,
                JitterBufferSize.named(options.text("JitterBufferSize", "large")),
                options.whole("MaxParticipants", Joining.PARTICIPANTS_MAX),
                recorded(options),
                options.text("ConferenceTrim", "trim-silence").equals("trim-silence"),
                coached != null,
                coached,
                statusCallback(options),
                options.callback("ConferenceRecordingStatusCallback", HttpMethod.POST, Set.of("completed")),
                waits.conference(options.text("WaitUrl"), options.method("WaitMethod", HttpMethod.POST), Fields.NONE),
                waits.conference(null, HttpMethod.POST, Fields.NONE));
    }

    private static boolean recorded(Options options) {
        var word = options.text("ConferenceRecord", "false");
        return word.equals("record-from-start") || options.flag("ConferenceRecord", false);
    }

    private static @Nullable Callback statusCallback(Options options) {
        return options.callback("ConferenceStatusCallback", HttpMethod.POST, Set.of("start", "end"));
    }
}
