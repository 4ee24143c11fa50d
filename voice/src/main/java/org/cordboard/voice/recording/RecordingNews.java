package org.cordboard.voice.recording;

import java.time.Instant;
import org.cordboard.routing.entity.Recording;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.webhook.Fields;

/// What applications are told of a recording (Voice reference 10.4).
final class RecordingNews {
    private RecordingNews() {}

    /// @param event the word that was subscribed to
    static Fields fields(Recording recording, String url, String event, Instant now) {
        var call = recording.call();
        var conference = recording.conference();
        var error = recording.errorCode();
        var seconds = recording.duration();
        return Fields.of(
                        "AccountSid", recording.account().value(),
                        "RecordingSid", recording.sid().value(),
                        "RecordingUrl", url,
                        "RecordingStatus", event.equals("started") ? "in-progress" : event,
                        "RecordingChannels", Integer.toString(recording.channels()),
                        "RecordingSource", recording.source(),
                        "RecordingStartTime", CallEvents.TIMESTAMP.format(recording.startTime()),
                        "RecordingTrack", recording.track(),
                        "Timestamp", CallEvents.TIMESTAMP.format(now))
                .plus("CallSid", call == null ? null : call.value())
                .plus("ConferenceSid", conference == null ? null : conference.value())
                .plus("RecordingDuration", seconds == null || seconds == 0 ? null : seconds.toString())
                .plus("ErrorCode", error == null ? null : error.toString());
    }
}
