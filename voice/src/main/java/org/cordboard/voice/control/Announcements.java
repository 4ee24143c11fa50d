package org.cordboard.voice.control;

import org.cordboard.voice.conference.LiveConference;
import org.cordboard.voice.conference.Seat;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.script.Announcement;
import org.cordboard.voice.script.PageFailure;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Sounds and documents played once into a conference that goes on, to all or to one (Voice reference 7.5, 7.6).
final class Announcements {
    private static final int NOT_BRIDGED = 16001;
    private static final int ON_HOLD = 16027;
    private static final int ABSENT = 16028;
    private static final int RETRIEVAL = 11200;

    private final Stage stage;

    Announcements(Stage stage) {
        this.stage = stage;
    }

    void toAll(LiveConference live, Options options) {
        if (!live.begun()) {
            throw notBridged();
        }
        announce(live, live.seats().getFirst(), null, options);
    }

    void toOne(LiveConference live, Seat seat, Options options) {
        announce(live, seat, seat, options);
    }

    /// @param to the one participant who hears it, null for all
    private void announce(LiveConference live, Seat by, @Nullable Seat to, Options options) {
        var url = options.text("AnnounceUrl", "");
        var method = options.method("AnnounceMethod", HttpMethod.POST);
        var more = Fields.of("ConferenceSid", live.sid().value(), "FriendlyName", live.name());
        var leg = by.leg();
        Thread.ofVirtual().name("announce-" + live.sid()).start(() -> {
            try {
                var source = Announcement.fetch(stage, leg, url, method, more, () -> live.announced(url, to, null));
                if (to == null) {
                    live.announce(source);
                } else {
                    leg.media().play(source);
                }
            } catch (PageFailure | LegOver | InterruptedException failure) {
                stage.alerts().error(leg, RETRIEVAL, "the announcement failed: " + failure.getMessage());
                live.announced(url, to, String.valueOf(failure.getMessage()));
            }
        });
    }

    /// Refuses what the participant could not hear.
    static void check(LiveConference live, Seat seat) {
        if (!live.begun()) {
            throw notBridged();
        }
        switch (seat.hearing()) {
            case ABSENT -> throw new ControlFailure(400, ABSENT, "The participant is not there yet");
            case HELD -> throw new ControlFailure(400, ON_HOLD, "The participant is on hold");
            case TALK -> {
                // He will hear it.
            }
        }
    }

    private static ControlFailure notBridged() {
        return new ControlFailure(400, NOT_BRIDGED, "The conference is not in progress");
    }
}
