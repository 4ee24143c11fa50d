package org.cordboard.api.voice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Ranges;
import org.cordboard.api.ports.Calls;
import org.cordboard.routing.entity.Recording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a finished recording sounds like (10.3): WAV or MP3, as recorded or mixed into one channel, whole or in part.
final class RecordingSound {
    static final Parameter<Integer> REQUESTED_CHANNELS = Parameter.integer("RequestedChannels", 1, 2);

    private static final Logger LOG = LoggerFactory.getLogger(RecordingSound.class);
    private static final String WAV = ".wav";
    private static final String MP3 = ".mp3";
    /// What [Calls#sound] may have made of a recording.
    private static final List<String> FORMS = List.of(WAV, MP3, ".mono.wav", ".mono.mp3");

    private final Calls calls;
    private final @Nullable Path folder;

    /// @param folder of the recordings' files; null when nothing is recorded
    RecordingSound(Calls calls, @Nullable Path folder) {
        this.calls = calls;
        this.folder = folder;
    }

    /// The SID in the last part of a sound's path.
    static String sid(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /// @param name last part of the path: the SID, perhaps with `.wav` or `.mp3`
    Answer of(Exchange x, Recording recording, String name) {
        String ending = name.substring(sid(name).length());
        boolean mp3 = ending.equals(MP3);
        if (folder == null || !recording.status().equals("completed") || !(ending.isEmpty() || mp3 || ending.equals(WAV))) {
            throw x.notFound();
        }
        int channels = x.get(REQUESTED_CHANNELS, recording.channels());
        if (channels > recording.channels()) {
            throw new Problem(
                    ErrorCode.RECORDING_MONO, "Recording " + recording.sid() + " has one channel; two cannot be had");
        }
        Path file = mp3 || channels < recording.channels()
                ? calls.sound(recording, mp3, channels)
                : own(folder, recording.file());
        if (file == null || !Files.isRegularFile(file)) {
            throw x.notFound();
        }
        try {
            return Ranges.of(Answer.ofFile(mp3 ? "audio/mpeg" : "audio/x-wav", file), x.request());
        } catch (IOException gone) {
            throw x.notFound();
        }
    }

    /// A file of the folder, never one outside of it.
    private static @Nullable Path own(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        return file.startsWith(folder.normalize()) ? file : null;
    }

    void delete(Recording recording) {
        if (folder == null) {
            return;
        }
        String base = recording.file().replaceFirst("\\.wav$", "");
        for (String form : FORMS) {
            Path file = own(folder, base + form);
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException stillThere) {
                LOG.warn("The sound of {} could not be deleted; remove {} by hand", recording.sid(), file, stillThere);
            }
        }
    }
}
