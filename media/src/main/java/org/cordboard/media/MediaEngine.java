package org.cordboard.media;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.cordboard.media.detection.AnsweredBy;
import org.cordboard.media.detection.MachineDetectionSettings;
import org.cordboard.media.recording.Recording;
import org.cordboard.media.recording.RecordingSettings;

/// The door to the media plane: opens endpoints and rooms. Close it last; it closes everything it opened.
public interface MediaEngine extends AutoCloseable {
    /// Starts the media threads.
    static MediaEngine start(MediaConfig config) throws IOException {
        return new MediaThreads(config);
    }

    /// Opens a plain RTP endpoint and binds its ports.
    ///
    /// @throws IOException when no port pair is free or [MediaConfig#maxEndpoints()] are open
    RtpEndpoint openRtp(MediaListener listener) throws IOException;

    /// Opens a browser phone's endpoint; the shared port is bound at the first call.
    WebRtcEndpoint openWebRtc(MediaListener listener) throws IOException;

    Room openRoom(Room.Settings settings, Room.Listener listener);

    /// Makes a recording to be put on an endpoint or room with `tap`.
    ///
    /// @throws IOException when the file cannot be made
    Recording record(RecordingSettings settings) throws IOException;

    /// Who answered a call.
    ///
    /// @param millis from the start of detection to the verdict
    record Answer(AnsweredBy answeredBy, int millis) {}

    /// Listens to what the far end says from now on and tells who answered; `unknown` when the endpoint closes before.
    /// Cancel the future to stop listening.
    CompletableFuture<Answer> detectAnswer(MediaEndpoint endpoint, MachineDetectionSettings settings);

    /// Endpoints open now, for limits and metrics.
    int endpointsOpen();

    /// Ticks since the start that came more than a frame late, for metrics.
    long lateTicks();

    @Override
    void close();
}
