package org.cordboard.voice.conference;

import java.util.concurrent.CompletableFuture;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// What a conference tells its application: numbered, in order, to the first address that a participant named. Called
/// under the conference's lock; sending happens elsewhere.
final class ConferenceEvents {
    private static final int BAD_ANSWER = 16011;

    private final LiveConference conference;
    private final CallEvents sender;
    private @Nullable Callback callback;
    private @Nullable Leg subscriber;
    private int sequence;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    ConferenceEvents(LiveConference conference, CallEvents sender) {
        this.conference = conference;
        this.sender = sender;
    }

    void subscribe(Leg leg, @Nullable Callback wanted) {
        if (callback == null && wanted != null) {
            callback = wanted;
            subscriber = leg;
        }
    }

    void started() {
        tell("start", "conference-start", Fields.NONE);
    }

    void joined(Seat seat) {
        tell("join", "participant-join", block(seat));
    }

    void left(Seat seat, String reason) {
        var leg = seat.leg;
        var more = Fields.of(
                "ParticipantCallStatus", leg.status().wire(),
                "ReasonParticipantLeft", reason,
                "Reason", reason.replace('_', ' '));
        tell("leave", "participant-leave", block(seat).with(more));
    }

    void muted(Seat seat) {
        tell("mute", seat.muted ? "participant-mute" : "participant-unmute", block(seat));
    }

    void held(Seat seat) {
        tell("hold", seat.held ? "participant-hold" : "participant-unhold", block(seat));
    }

    void modified(Seat seat) {
        tell("modify", "participant-modify", block(seat));
    }

    void speech(Seat seat, boolean speaking) {
        synchronized (conference) {
            tell("speaker", speaking ? "participant-speech-start" : "participant-speech-stop", block(seat));
        }
    }

    void announced(String url, @Nullable Seat to, @Nullable String failure) {
        var fields = Fields.of("AnnounceUrl", url)
                .plus("CallSid", to == null ? null : to.leg.sid().value())
                .plus("ReasonAnnouncementFailed", failure);
        tell("announcement", failure == null ? "announcement-end" : "announcement-fail", fields);
    }

    void ended(String reason, @Nullable CallSid by, @Nullable String label) {
        var fields = Fields.of("ReasonConferenceEnded", reason, "Reason", reason.replace('-', ' '))
                .plus("CallSidEndingConference", by == null ? null : by.value())
                .plus("ParticipantLabelEndingConference", label);
        tell("end", "conference-end", fields);
    }

    private static Fields block(Seat seat) {
        var coach = seat.coach;
        return Fields.of(
                        "CallSid", seat.leg.sid().value(),
                        "Muted", Boolean.toString(seat.muted),
                        "Hold", Boolean.toString(seat.held),
                        "Coaching", Boolean.toString(seat.coaching),
                        "StartConferenceOnEnter", Boolean.toString(seat.joining.startOnEnter()),
                        "EndConferenceOnExit", Boolean.toString(seat.endOnExit))
                .plus("ParticipantLabel", seat.joining.label())
                .plus("CallSidToCoach", coach == null ? null : coach.value());
    }

    private void tell(String word, String event, Fields more) {
        var to = callback;
        var leg = subscriber;
        if (to == null || leg == null || !to.events().contains(word)) {
            return;
        }
        sequence++;
        var fields = Fields.of(
                        "ConferenceSid", conference.sid().value(),
                        "FriendlyName", conference.name(),
                        "AccountSid", conference.account().sid().value(),
                        "SequenceNumber", Integer.toString(sequence),
                        "Timestamp", CallEvents.TIMESTAMP.format(sender.now()),
                        "StatusCallbackEvent", event)
                .with(more);
        last = sender.sendAfter(last, leg, to, fields, BAD_ANSWER);
    }
}
