package org.cordboard.voice.recording;

import java.io.IOException;
import java.nio.file.Files;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Setting;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.CallRecords;

/// Recordings that ran when the last process died: completed with what their files hold, and told to whoever was to hear of
/// them. Run once, at start.
public final class LostRecordings {
    private static final int TOO_SHORT = 16101;
    private static final int WAV_HEADER_BYTES = 44;
    private static final int BYTES_PER_SECOND = 16_000;

    private final VoiceConfig config;
    private final CallRecords records;
    private final CallEvents events;

    public LostRecordings(VoiceConfig config, CallRecords records, CallEvents events) {
        this.config = config;
        this.records = records;
        this.events = events;
    }

    public void close() {
        var left = records.engine().read(view -> view.records(Recording.class));
        left.stream().filter(LostRecordings::ran).forEach(this::complete);
        records.engine().read(view -> view.records(Setting.class)).stream()
                .flatMap(setting -> PromisedNews.of(setting).stream())
                .forEach(this::keep);
    }

    private static boolean ran(Recording recording) {
        return switch (recording.status()) {
            case "in-progress", "paused", "processing" -> true;
            default -> false;
        };
    }

    private void complete(Recording recording) {
        int seconds = seconds(recording);
        records.put(new Recording(
                recording.sid(),
                recording.account(),
                recording.call(),
                recording.conference(),
                seconds == 0 ? "absent" : "completed",
                recording.source(),
                recording.channels(),
                recording.track(),
                seconds,
                seconds == 0 ? Integer.valueOf(TOO_SHORT) : null,
                recording.file(),
                recording.startTime(),
                recording.details(),
                recording.dateCreated(),
                records.now()));
    }

    /// Rounded up, as everywhere.
    private int seconds(Recording recording) {
        try {
            long bytes = Files.size(config.recordings().resolve(recording.file())) - WAV_HEADER_BYTES;
            long second = (long) BYTES_PER_SECOND * Math.max(1, recording.channels());
            return (int) Math.max(0, (bytes + second - 1) / second);
        } catch (IOException _) {
            return 0;
        }
    }

    private void keep(PromisedNews promised) {
        var recording = records.engine().read(view -> view.record(Recording.class, promised.recording().value()));
        var account = recording == null ? null : records.engine().read(view -> view.account(recording.account()));
        var callback = promised.callback();
        if (recording == null || account == null || !callback.events().contains(recording.status())) {
            records.remove(promised.kept());
            return;
        }
        var url = Recordings.url(config, account, recording.sid());
        var fields = RecordingNews.fields(recording, url, recording.status(), records.now());
        events.late(account, recording.sid().value(), callback, fields, () -> records.remove(promised.kept()));
    }
}
