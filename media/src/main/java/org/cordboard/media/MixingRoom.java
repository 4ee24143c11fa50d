package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Sounds;

/// Mixes: the sum of all, minus each listener's own part, plus those who coach the listener. Owned by one media thread.
final class MixingRoom implements Room {
    private static final int PLAYBACKS_MAX = 8;

    private final MediaLoop loop;
    private final Settings settings;
    private final Listener listener;
    private final ListenerCalls calls;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Playing> playbacks = new ArrayList<>();
    private final Taps taps = new Taps();
    private final int[] sum = new int[FRAME];
    private final short[] played = new short[FRAME];
    private final short[] common = new short[FRAME];
    private boolean anyPlayed;
    private boolean anyCoach;
    private boolean closed;

    MixingRoom(MediaLoop loop, Settings settings, Listener listener, ListenerCalls calls) {
        this.loop = loop;
        this.settings = settings;
        this.listener = listener;
        this.calls = calls;
    }

    @Override
    public Participant join(MediaEndpoint endpoint, boolean muted, boolean held) {
        var core = switch (endpoint) {
            case Endpoint plain -> plain;
            case BrowserEndpoint browser -> browser.core();
        };
        var seat = new Seat(core, endpoint, this, muted, held);
        core.moveTo(loop, () -> sit(seat));
        return seat;
    }

    private void sit(Seat seat) {
        var before = seat.endpoint.seat();
        if (before != null) {
            before.vacate();
        }
        if (closed || seat.hasLeft()) {
            return;
        }
        seats.add(seat);
        seat.endpoint.seat(seat);
    }

    void remove(Seat seat) {
        seats.remove(seat);
        for (var other : seats) {
            if (other.target == seat) {
                other.target = null;
            }
        }
    }

    @Override
    public Playback play(AudioSource source) {
        var playing = new Playing(source, calls);
        loop.submit(() -> {
            if (closed) {
                playing.end(Playback.End.CLOSED);
                return;
            }
            if (playbacks.size() >= PLAYBACKS_MAX) {
                playbacks.removeFirst().end(Playback.End.STOPPED);
            }
            playbacks.add(playing);
        });
        return playing;
    }

    @Override
    public Playback beep(Beep beep) {
        return play(
                switch (beep) {
                    case ENTER -> Sounds.enterBeep();
                    case EXIT -> Sounds.exitBeep();
                });
    }

    @Override
    public AudioTap.Handle tap(AudioTap tap) {
        var placed = new Taps.Placed(tap);
        loop.submit(() -> {
            if (closed) {
                tap.ended();
            } else {
                taps.add(placed);
            }
        });
        return placed;
    }

    @Override
    public void close() {
        loop.submit(this::closeNow);
    }

    void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        for (var seat : List.copyOf(seats)) {
            seat.vacate();
        }
        for (var playing : playbacks) {
            playing.end(Playback.End.CLOSED);
        }
        taps.end();
        loop.remove(this);
    }

    // ---- the media thread, every 20 ms

    void mix(short[] scratch) {
        addUp();
        readPlaybacks(scratch);
        for (int i = 0; i < seats.size(); i++) {
            var seat = seats.get(i);
            if (!seat.held) {
                mixFor(seat);
            }
        }
        feedTaps();
    }

    private void addUp() {
        Arrays.fill(sum, 0);
        anyCoach = false;
        for (int i = 0; i < seats.size(); i++) {
            var seat = seats.get(i);
            seat.summed = !seat.muted && !seat.held && !seat.coaching && seat.endpoint.heardSomething();
            anyCoach |= seat.coaching;
            if (seat.summed) {
                var frame = seat.endpoint.inboundFrame();
                for (int s = 0; s < FRAME; s++) {
                    sum[s] += frame[s];
                }
            }
        }
    }

    private void readPlaybacks(short[] scratch) {
        if (anyPlayed) {
            Arrays.fill(played, (short) 0);
        }
        anyPlayed = !playbacks.isEmpty();
        for (int i = playbacks.size() - 1; i >= 0; i--) {
            var playing = playbacks.get(i);
            playing.addTo(played, scratch);
            if (playing.over()) {
                playbacks.remove(i);
            }
        }
    }

    private void mixFor(Seat seat) {
        var own = seat.endpoint.inboundFrame();
        var mix = seat.mix;
        if (seat.summed) {
            for (int s = 0; s < FRAME; s++) {
                mix[s] = Playing.saturated(sum[s] - own[s]);
            }
        } else {
            for (int s = 0; s < FRAME; s++) {
                mix[s] = Playing.saturated(sum[s]);
            }
        }
        if (anyPlayed) {
            add(mix, played);
        }
        for (int i = 0; anyCoach && i < seats.size(); i++) {
            var coach = seats.get(i);
            if (coach.target == seat && coach.speaksToTarget() && coach.endpoint.heardSomething()) {
                add(mix, coach.endpoint.inboundFrame());
            }
        }
    }

    private void feedTaps() {
        if (taps.isEmpty()) {
            return;
        }
        for (int s = 0; s < FRAME; s++) {
            common[s] = Playing.saturated(sum[s]);
        }
        taps.frame(common, played);
    }

    private static void add(short[] mix, short[] more) {
        for (int s = 0; s < FRAME; s++) {
            mix[s] = Playing.saturated(mix[s] + more[s]);
        }
    }

    void spoke(Seat who, boolean speaking) {
        calls.call(() -> listener.speaking(who, speaking));
    }

    void relay(Seat from, char key) {
        if (!settings.relayDigits()) {
            return;
        }
        for (var seat : seats) {
            if (seat != from && !seat.held) {
                seat.endpoint.relay(key);
            }
        }
    }
}
