package org.cordboard.voice.conference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.Room;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.leg.Cut;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.leg.WaitFailed;
import org.cordboard.voice.recording.Recordings;

/// The live conferences of this node. A name is taken while its conference lives; later it means a new one.
public final class Conferences {
    private record Key(AccountSid account, String name) {}

    private final MediaEngine media;
    private final CallRecords records;
    private final CallEvents events;
    private final Recordings recordings;
    private final Sids sids;
    private final Map<Key, LiveConference> byName = new ConcurrentHashMap<>();
    private final Map<ConferenceSid, LiveConference> bySid = new ConcurrentHashMap<>();
    private final List<Consumer<LiveConference>> endings = new CopyOnWriteArrayList<>();

    public Conferences(MediaEngine media, CallRecords records, CallEvents events, Recordings recordings, Sids sids) {
        this.media = media;
        this.records = records;
        this.events = events;
        this.recordings = recordings;
        this.sids = sids;
    }

    /// How a stay ended.
    public enum Left {
        /// Ejected, or the conference ended.
        CONFERENCE_OVER,
        STAR,
        TIME_LIMIT
    }

    /// The live conference of that name, made when there is none.
    public synchronized LiveConference named(Account account, String name) {
        var known = byName.get(new Key(account.sid(), name));
        if (known != null && !known.over()) {
            return known;
        }
        var room = media.openRoom(Room.Settings.CONFERENCE, new Room.Listener() {});
        var made = new LiveConference(sids.conference(), account, name, this, room, records.now());
        byName.put(new Key(account.sid(), name), made);
        bySid.put(made.sid(), made);
        return made;
    }

    public Optional<LiveConference> find(ConferenceSid sid) {
        return Optional.ofNullable(bySid.get(sid));
    }

    public Optional<LiveConference> find(AccountSid account, String name) {
        return Optional.ofNullable(byName.get(new Key(account, name)));
    }

    public List<LiveConference> all() {
        return new ArrayList<>(bySid.values());
    }

    /// Told of every conference that ends.
    public void onEnd(Consumer<LiveConference> listener) {
        endings.add(listener);
    }

    /// Keeps a seat for a leg that is being dialled; it is given up when the leg ends before it comes.
    public Seat expect(LiveConference conference, Leg leg, Joining joining) throws JoinFailure {
        var seat = conference.expect(leg, joining);
        leg.atEnd(_ -> conference.leave(seat, seat.present ? "participant_hung_up" : "participant_add_failed"));
        return seat;
    }

    /// Joins and stays, on the leg's own thread, until the conference or the leg lets go.
    public Left stay(LiveConference conference, Leg leg, Joining joining, boolean leaveOnStar, Deadline limit)
            throws Departure, JoinFailure, InterruptedException {
        return stay(expect(conference, leg, joining), leaveOnStar, limit);
    }

    public Left stay(Seat seat, boolean leaveOnStar, Deadline limit)
            throws Departure, JoinFailure, InterruptedException {
        var conference = seat.conference;
        try {
            conference.enter(seat);
            while (true) {
                var left = onceRound(seat, leaveOnStar, limit);
                if (left.isPresent()) {
                    conference.leave(seat, "participant_hung_up");
                    return left.get();
                }
            }
        } catch (LegOver over) {
            conference.leave(seat, "participant_hung_up");
            throw over;
        } catch (WaitFailed failed) {
            conference.leave(seat, "participant_add_failed");
            throw new JoinFailure(failed.code(), String.valueOf(failed.getMessage()));
        } catch (Diverted diverted) {
            conference.leave(seat, "participant_updated_via_api");
            throw diverted;
        }
    }

    private static Optional<Left> onceRound(Seat seat, boolean leaveOnStar, Deadline limit)
            throws Departure, InterruptedException {
        var left = new ArrayList<Left>();
        try {
            seat.leg.inbox().cuttable(() -> {
                switch (seat.condition()) {
                    case GONE -> left.add(Left.CONFERENCE_OVER);
                    case WAITING -> {
                        seat.waiting.run(seat.leg);
                        sit(seat, leaveOnStar, limit, left);
                    }
                    case HELD -> {
                        long started = System.nanoTime();
                        seat.holding.run(seat.leg);
                        pauseAfterShortRun(seat, started);
                    }
                    case TALKING, EXPECTED -> sit(seat, leaveOnStar, limit, left);
                }
            });
        } catch (Cut _) {
            // The seat changed: the next round looks at it again.
            return left.stream().findFirst();
        }
        return left.stream().findFirst();
    }

    private static void sit(Seat seat, boolean leaveOnStar, Deadline limit, List<Left> left)
            throws Departure, InterruptedException {
        while (true) {
            switch (seat.leg.inbox().take(limit)) {
                case Signal.Digit(var key)
                when key == '*' && leaveOnStar -> {
                    left.add(Left.STAR);
                    return;
                }
                case Signal.TimeUp _ -> {
                    left.add(Left.TIME_LIMIT);
                    return;
                }
                default -> {
                    // Other keys mean nothing in a conference.
                }
            }
        }
    }

    /// A hold document that ends at once must not be asked for without pause.
    private static void pauseAfterShortRun(Seat seat, long started) throws Departure, InterruptedException {
        var earliest = new Deadline(started + 1_000_000_000L, false);
        while (!earliest.passed()) {
            seat.leg.inbox().take(earliest);
        }
    }

    /// Puts a participant out; his leg goes on with its own document.
    public void eject(Seat seat) {
        seat.conference.leave(seat, "participant_updated_via_api");
    }

    void ended(LiveConference conference) {
        byName.remove(new Key(conference.account().sid(), conference.name()), conference);
        bySid.remove(conference.sid());
        endings.forEach(listener -> listener.accept(conference));
    }

    CallRecords records() {
        return records;
    }

    CallEvents events() {
        return events;
    }

    Recordings recordings() {
        return recordings;
    }

    Instant now() {
        return records.now();
    }
}
