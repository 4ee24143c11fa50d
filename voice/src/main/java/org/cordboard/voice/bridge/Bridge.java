package org.cordboard.voice.bridge;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.Room;
import org.cordboard.voice.leg.Cut;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;

/// A bridge between two legs. Each leg's program calls [#stay]; when one goes, the other's stay ends as well. Any
/// thread.
public final class Bridge {
    /// Tells a waiting leg to come in.
    public record Invitation(Bridge bridge) implements Signal.Urgent {}

    private record Ended(Bridge bridge) implements Signal.Urgent {}

    /// How a stay ended.
    public enum End {
        /// The other side left, or the bridge was closed.
        OTHER_LEFT,
        /// This side pressed the star.
        STAR,
        TIME_LIMIT
    }

    private final Room room;
    private final List<Leg> legs = new ArrayList<>();
    private long firstTogether;
    private long endedAt;
    private int parties;
    private boolean together;
    private boolean ended;

    public Bridge(MediaEngine media) {
        this.room = media.openRoom(Room.Settings.BRIDGE, new Room.Listener() {});
    }

    /// Joins the leg and waits until the bridge ends. When the leg departs, the bridge ends with it.
    public End stay(Leg leg, boolean leaveOnStar, Deadline limit) throws Departure, InterruptedException {
        try {
            if (!join(leg)) {
                return End.OTHER_LEFT;
            }
            return wait(leg, leaveOnStar, limit);
        } finally {
            end();
        }
    }

    private synchronized boolean join(Leg leg) throws Departure {
        if (ended) {
            return false;
        }
        room.join(leg.media());
        legs.add(leg);
        partyCame();
        return true;
    }

    /// Takes in audio that no program of a leg holds: the other end of a leg that runs a document of its own.
    public synchronized void admit(MediaEndpoint endpoint) {
        if (!ended) {
            room.join(endpoint);
            partyCame();
        }
    }

    private void partyCame() {
        if (++parties == 2) {
            together = true;
            firstTogether = System.nanoTime();
        }
    }

    private End wait(Leg leg, boolean leaveOnStar, Deadline limit) throws Departure, InterruptedException {
        var end = new End[] {End.OTHER_LEFT};
        try {
            leg.inbox().cuttable(() -> {
                while (true) {
                    switch (leg.inbox().take(limit)) {
                        case Signal.Digit(var key)
                        when key == '*' && leaveOnStar -> {
                            end[0] = End.STAR;
                            return;
                        }
                        case Signal.TimeUp _ -> {
                            end[0] = End.TIME_LIMIT;
                            return;
                        }
                        default -> {
                            // Keys are relayed by the room; nothing else concerns a bridge.
                        }
                    }
                }
            });
        } catch (Cut cut) {
            if (!(cut.signal() instanceof Ended(var which) && which == this)) {
                return wait(leg, leaveOnStar, limit);
            }
        }
        return end[0];
    }

    /// Ends it for both.
    public void end() {
        List<Leg> told;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            endedAt = System.nanoTime();
            told = List.copyOf(legs);
        }
        room.close();
        told.forEach(leg -> leg.inbox().post(new Ended(this)));
    }

    /// Whether both were ever in it.
    public synchronized boolean wereTogether() {
        return together;
    }

    /// How long both were in it, to the nearest second.
    public synchronized long seconds() {
        if (!together) {
            return 0;
        }
        return Math.round(((ended ? endedAt : System.nanoTime()) - firstTogether) / 1e9);
    }
}
