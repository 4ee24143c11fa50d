package org.cordboard.voice.conference;

import java.util.Map;
import org.cordboard.routing.sid.CallSid;

/// How a participant changes while he is in: muted, held, coaching, what his going means. Called under the conference's
/// lock.
final class SeatChanges {
    private final LiveConference conference;
    private final Map<CallSid, Seat> seats;
    private final ConferenceEvents events;

    SeatChanges(LiveConference conference, Map<CallSid, Seat> seats, ConferenceEvents events) {
        this.conference = conference;
        this.seats = seats;
        this.events = events;
    }

    void apply(Seat seat, Change change) throws JoinFailure {
        if (change.coaching() != null || change.coach() != null) {
            coach(seat, change);
        }
        mute(seat, change);
        programs(seat, change);
        hold(seat, change);
        if (flags(seat, change) || change.coaching() != null) {
            events.modified(seat);
        }
    }

    private void mute(Seat seat, Change change) {
        var muted = change.muted();
        if (muted == null || muted == seat.muted) {
            return;
        }
        seat.muted = muted;
        if (seat.place != null) {
            seat.place.mute(muted);
        }
        events.muted(seat);
    }

    private void programs(Seat seat, Change change) {
        if (change.waiting() != null) {
            seat.waiting = change.waiting();
            if (!conference.begun()) {
                seat.changed();
            }
        }
        if (change.holding() != null) {
            seat.holding = change.holding();
        }
    }

    private void hold(Seat seat, Change change) {
        var held = change.held();
        if (held == null || held == seat.held) {
            return;
        }
        seat.held = held;
        if (seat.place != null && conference.begun()) {
            seat.place.hold(held);
        }
        events.held(seat);
        seat.changed();
    }

    private static boolean flags(Seat seat, Change change) {
        boolean modified = false;
        var end = change.endOnExit();
        if (end != null && end != seat.endOnExit) {
            seat.endOnExit = end;
            modified = true;
        }
        var beep = change.beepOnExit();
        if (beep != null && beep != seat.beepOnExit) {
            seat.beepOnExit = beep;
            modified = true;
        }
        return modified;
    }

    private void coach(Seat seat, Change change) throws JoinFailure {
        boolean coaching = change.coaching() == null ? seat.coaching : change.coaching();
        var target = change.coach() == null ? seat.coach : change.coach();
        if (coaching && (target == null || !seats.containsKey(target))) {
            throw new JoinFailure(JoinFailure.BAD_COACH, "the call to coach is not in the conference");
        }
        seat.coaching = coaching;
        seat.coach = coaching ? target : null;
        retarget(seat);
    }

    /// Lets the voice of a coach, and those of his coaches, go where they belong now.
    void retarget(Seat seat) {
        var place = seat.place;
        var target = seat.coach == null ? null : seats.get(seat.coach);
        if (place != null) {
            place.coach(seat.coaching && target != null ? target.place : null);
        }
        for (var other : seats.values()) {
            var otherPlace = other.place;
            if (other.coaching && seat.leg.sid().equals(other.coach) && otherPlace != null) {
                otherPlace.coach(place);
            }
        }
    }
}
