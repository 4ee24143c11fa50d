package org.cordboard.voice.conference;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import org.cordboard.media.Room;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.twiml.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records the mix of a conference once, for the first participant who wants it (Voice reference 7.1, 10.2): from the
/// moment it begins, so that waiting is not in it, or from when somebody who wants it comes in. Called under the conference's lock.
final class MixRecording {
    private static final Logger LOG = LoggerFactory.getLogger(MixRecording.class);
    private static final Duration MAX = Duration.ofHours(4);

    private final ConferenceSid conference;
    private final Room room;
    private final Recordings recordings;
    private boolean begun;

    MixRecording(ConferenceSid conference, Room room, Recordings recordings) {
        this.conference = conference;
        this.room = room;
        this.recordings = recordings;
    }

    void beginIfWanted(Collection<Seat> seats) {
        var wanting = seats.stream().filter(s -> s.present && s.joining.record()).findFirst();
        if (begun || wanting.isEmpty()) {
            return;
        }
        begun = true;
        begin(wanting.get());
    }

    private void begin(Seat wanting) {
        var joining = wanting.joining;
        var wish = new Recordings.Wish(
                wanting.leg,
                conference,
                "Conference",
                false,
                Verb.Track.INBOUND,
                joining.trimSilence(),
                MAX,
                Duration.ZERO,
                joining.recordingCallback());
        try {
            recordings.start(wish, room::tap);
        } catch (IOException e) {
            LOG.error("{} cannot be recorded", conference, e);
        }
    }
}
