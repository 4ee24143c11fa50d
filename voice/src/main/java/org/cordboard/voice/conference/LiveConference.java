package org.cordboard.voice.conference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.cordboard.media.Playback;
import org.cordboard.media.Room;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.jspecify.annotations.Nullable;

/// A conference from the first who comes to the last who leaves: init until two are present and one of them starts it,
/// then in progress, then completed for ever. Any thread; one lock per conference.
public final class LiveConference {
    enum State {
        INIT("init"),
        IN_PROGRESS("in-progress"),
        COMPLETED("completed");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }
    }

    private final ConferenceSid sid;
    private final Account account;
    private final String name;
    private final Conferences conferences;
    private final ConferenceEvents events;
    private final Room room;
    private final Instant created;
    private final Map<CallSid, Seat> seats = new LinkedHashMap<>();
    private final List<Consumer<LiveConference>> atEnd = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals();
    private final SeatChanges changes;
    private final MixRecording recording;
    private State state = State.INIT;
    private @Nullable String reasonEnded;
    private @Nullable CallSid endedBy;

    LiveConference(
            ConferenceSid sid, Account account, String name, Conferences conferences, Room room, Instant created) {
        this.sid = sid;
        this.account = account;
        this.name = name;
        this.conferences = conferences;
        this.room = room;
        this.created = created;
        this.events = new ConferenceEvents(this, conferences.events());
        this.changes = new SeatChanges(this, seats, events);
        this.recording = new MixRecording(sid, room, conferences.recordings());
        save();
    }

    public ConferenceSid sid() {
        return sid;
    }

    public Account account() {
        return account;
    }

    public String name() {
        return name;
    }

    public synchronized boolean begun() {
        return state == State.IN_PROGRESS;
    }

    public synchronized boolean over() {
        return state == State.COMPLETED;
    }

    /// Finds a participant by call or label.
    public synchronized Optional<Seat> seat(String callOrLabel) {
        return seats.values().stream()
                .filter(s -> s.leg.sid().value().equals(callOrLabel) || callOrLabel.equals(s.joining.label()))
                .findFirst();
    }

    /// Whether the call is in the room.
    public synchronized boolean present(CallSid call) {
        var seat = seats.get(call);
        return seat != null && seat.present;
    }

    /// Completed with true when the call is in the room, with false when it will not come any more.
    public synchronized CompletableFuture<Boolean> arrival(CallSid call) {
        if (present(call)) {
            return CompletableFuture.completedFuture(true);
        }
        if (state == State.COMPLETED) {
            return CompletableFuture.completedFuture(false);
        }
        return arrivals.of(call);
    }

    synchronized Seat expect(Leg leg, Joining joining) throws JoinFailure {
        if (state == State.COMPLETED) {
            throw new JoinFailure(16022, "the conference is over");
        }
        if (seats.size() >= joining.maxParticipants()) {
            throw new JoinFailure(JoinFailure.FULL, "the conference is full");
        }
        var label = joining.label();
        if (label != null && seats.values().stream().anyMatch(s -> label.equals(s.joining.label()))) {
            throw new JoinFailure(JoinFailure.LABEL_IN_USE, "the label '" + label + "' is in use");
        }
        var seat = new Seat(this, leg, joining, conferences.now());
        seats.put(leg.sid(), seat);
        events.subscribe(leg, joining.statusCallback());
        conferences.records().put(seat.record(conferences.now()));
        return seat;
    }

    /// Takes the leg of an expected seat into the room.
    void enter(Seat seat) throws LegOver, JoinFailure {
        synchronized (this) {
            if (state == State.COMPLETED || seat.gone) {
                throw new JoinFailure(16022, "the conference is over");
            }
            var endpoint = seat.leg.media();
            endpoint.jitterBuffer(seat.joining.jitterBuffer());
            seat.present = true;
            seat.place = room.join(endpoint, seat.muted, state == State.INIT);
            changes.retarget(seat);
            conferences.records().put(seat.record(conferences.now()));
            events.joined(seat);
            seat.leg.onSpeaking(speaking -> events.speech(seat, speaking));
            beginIfReady();
            if (state == State.IN_PROGRESS) {
                recording.beginIfWanted(seats.values());
            }
            arrivals.settle(seat.leg.sid(), true);
        }
        if (begun() && seat.joining.beepOnEnter()) {
            room.beep(Room.Beep.ENTER);
        }
    }

    /// His phone rings and the others may hear it: he counts as present.
    synchronized void rings(Seat seat) {
        if (!seat.gone && !seat.ringing) {
            seat.ringing = true;
            beginIfReady();
        }
    }

    private void beginIfReady() {
        var present = seats.values().stream().filter(s -> s.present || s.ringing).toList();
        if (state != State.INIT || present.size() < 2 || present.stream().noneMatch(s -> s.joining.startOnEnter())) {
            return;
        }
        state = State.IN_PROGRESS;
        save();
        events.started();
        for (var seat : present) {
            var place = seat.place;
            if (place != null) {
                place.hold(seat.held);
            }
            seat.changed();
        }
    }

    /// The leg leaves, or never came.
    ///
    /// @param reason as in `ReasonParticipantLeft`
    void leave(Seat seat, String reason) {
        boolean last;
        synchronized (this) {
            if (seat.gone) {
                return;
            }
            seat.gone = true;
            seats.remove(seat.leg.sid());
            arrivals.settle(seat.leg.sid(), false);
            if (seat.place != null) {
                seat.place.leave();
            }
            seat.leg.onSpeaking(_ -> {});
            conferences.records().remove(seat.record(conferences.now()));
            events.left(seat, reason);
            last = seats.isEmpty();
            if (state == State.IN_PROGRESS && seat.beepOnExit && !last) {
                room.beep(Room.Beep.EXIT);
            }
        }
        seat.changed();
        boolean kicked = reason.equals("participant_updated_via_api");
        if (seat.endOnExit && seat.present) {
            end("participant-with-end-conference-on-exit-" + (kicked ? "kicked" : "left"), seat.leg.sid(), seat.joining.label());
        } else if (last) {
            end("last-participant-" + (kicked ? "kicked" : "left"), seat.leg.sid(), seat.joining.label());
        }
    }

    /// Ends it for everybody; each goes on with his own document.
    public void end(String reason, @Nullable CallSid by) {
        end(reason, by, null);
    }

    /// @param label of the participant whose leaving ends it
    private void end(String reason, @Nullable CallSid by, @Nullable String label) {
        List<Seat> left;
        List<Consumer<LiveConference>> listeners;
        synchronized (this) {
            if (state == State.COMPLETED) {
                return;
            }
            state = State.COMPLETED;
            reasonEnded = reason;
            endedBy = by;
            left = List.copyOf(seats.values());
            arrivals.nobodyComes();
            listeners = List.copyOf(atEnd);
        }
        var why = by == null ? "conference_ended_via_api" : "moderator_ended_conference";
        left.forEach(seat -> leave(seat, why));
        room.close();
        save();
        events.ended(reason, by, label);
        conferences.ended(this);
        listeners.forEach(listener -> listener.accept(this));
    }

    public void atEnd(Consumer<LiveConference> listener) {
        synchronized (this) {
            if (state != State.COMPLETED) {
                atEnd.add(listener);
                return;
            }
        }
        listener.accept(this);
    }

    /// Plays to all.
    public Playback announce(AudioSource source) {
        return room.play(source);
    }

    /// An announcement was heard, or could not be.
    ///
    /// @param to the one participant who was to hear it, null for all
    /// @param failure why it failed, null when it did not
    public synchronized void announced(String url, @Nullable Seat to, @Nullable String failure) {
        events.announced(url, to, failure);
    }

    public synchronized void change(Seat seat, Change change) throws JoinFailure {
        changes.apply(seat, change);
        conferences.records().put(seat.record(conferences.now()));
    }

    public synchronized List<Seat> seats() {
        return List.copyOf(seats.values());
    }

    private synchronized void save() {
        conferences
                .records()
                .put(new Conference(
                        sid,
                        account.sid(),
                        name,
                        state.wire,
                        reasonEnded,
                        endedBy,
                        conferences.records().node(),
                        created,
                        conferences.now()));
    }
}
