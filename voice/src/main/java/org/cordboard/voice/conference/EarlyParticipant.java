package org.cordboard.voice.conference;

import java.util.Locale;
import org.cordboard.media.Playback;
import org.cordboard.media.audio.Sounds;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Places;
import org.jspecify.annotations.Nullable;

/// A participant whose phone rings, as the others hear him (Voice reference 7.6, EarlyMedia): our ringing tone, or what his
/// network sends, until he comes or does not. He counts as present from the first ring, so that whoever waits for him alone
/// hears the ringing instead of music. Any thread.
public final class EarlyParticipant {
    private final LiveConference conference;
    private final Seat seat;
    private @Nullable Playback heard;
    private boolean real;
    private boolean over;

    private EarlyParticipant(LiveConference conference, Seat seat) {
        this.conference = conference;
        this.seat = seat;
    }

    /// Watches the leg of a seat that was just expected.
    public static void watch(Seat seat) {
        var early = new EarlyParticipant(seat.conference, seat);
        seat.leg.onRinging(early::rings);
        seat.leg.onEarlySound(early::sounds);
        seat.conference.arrival(seat.leg.sid()).thenRun(early::end);
    }

    private void rings() {
        conference.rings(seat);
        play(false);
    }

    private void sounds() {
        conference.rings(seat);
        play(true);
    }

    private synchronized void play(boolean fromNetwork) {
        if (over || real || !conference.begun() || (heard != null && !fromNetwork)) {
            return;
        }
        stop();
        real = fromNetwork;
        if (!fromNetwork) {
            heard = conference.announce(Sounds.ringback(country()));
            return;
        }
        try {
            var sound = new Overheard();
            seat.leg.media().tap(sound);
            heard = conference.announce(sound);
        } catch (LegOver _) {
            // He is gone; his going ends this too.
        }
    }

    /// Where it rings.
    private String country() {
        return Places.of("To", seat.leg.to()).getOrDefault("ToCountry", "us").toLowerCase(Locale.ROOT);
    }

    private synchronized void end() {
        over = true;
        stop();
    }

    private void stop() {
        if (heard != null) {
            heard.stop();
            heard = null;
        }
    }
}
