package org.cordboard.voice.conference;

import java.time.Instant;
import org.cordboard.media.Room;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Signal;
import org.jspecify.annotations.Nullable;

/// One leg's place in a conference. Its fields are guarded by the conference.
public final class Seat {
    /// Something about the seat changed: look again.
    record Changed(Seat seat) implements Signal.Urgent {}

    /// What the leg in the seat does now.
    enum Condition {
        /// Dialled, not answered yet.
        EXPECTED,
        WAITING,
        HELD,
        TALKING,
        GONE
    }

    final LiveConference conference;
    final Leg leg;
    final Joining joining;
    final Instant created;
    boolean muted;
    boolean held;
    boolean coaching;
    boolean endOnExit;
    boolean beepOnExit;
    boolean present;
    /// His phone rings and the others may hear it.
    boolean ringing;

    boolean gone;

    @Nullable
    CallSid coach;

    Program waiting;
    Program holding;
    Room.@Nullable Participant place;

    Seat(LiveConference conference, Leg leg, Joining joining, Instant created) {
        this.conference = conference;
        this.leg = leg;
        this.joining = joining;
        this.created = created;
        this.muted = joining.muted();
        this.coaching = joining.coaching();
        this.coach = joining.coach();
        this.endOnExit = joining.endOnExit();
        this.beepOnExit = joining.beepOnExit();
        this.waiting = joining.waiting();
        this.holding = joining.holding();
    }

    /// Whether the API may play something to this one alone.
    public Hearing hearing() {
        synchronized (conference) {
            if (!present) {
                return Hearing.ABSENT;
            }
            return held ? Hearing.HELD : Hearing.TALK;
        }
    }

    /// What a participant hears at the moment.
    public enum Hearing {
        ABSENT,
        HELD,
        TALK
    }

    public Leg leg() {
        return leg;
    }

    Condition condition() {
        synchronized (conference) {
            if (gone) {
                return Condition.GONE;
            }
            if (!present) {
                return Condition.EXPECTED;
            }
            if (!conference.begun()) {
                return Condition.WAITING;
            }
            return held ? Condition.HELD : Condition.TALKING;
        }
    }

    void changed() {
        leg.inbox().post(new Changed(this));
    }

    /// The participant as the API shows it.
    public Participant record(Instant now) {
        return new Participant(
                conference.sid(),
                leg.sid(),
                leg.account().sid(),
                joining.label(),
                muted,
                held,
                coaching,
                coach,
                joining.startOnEnter(),
                endOnExit,
                status(),
                created,
                now);
    }

    private String status() {
        if (present) {
            return "connected";
        }
        return switch (leg.status()) {
            case QUEUED -> "queued";
            case RINGING -> "ringing";
            case IN_PROGRESS -> "connecting";
            case COMPLETED -> "complete";
            case BUSY, FAILED, NO_ANSWER, CANCELED -> "failed";
        };
    }
}
