package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;

import org.jspecify.annotations.Nullable;

/// One endpoint's place in a room. Its state belongs to the room's media thread, its public methods to anyone.
final class Seat implements Room.Participant {
    final Endpoint endpoint;
    private final MediaEndpoint shown;
    private final MixingRoom room;
    final short[] mix = new short[FRAME];
    boolean muted;
    boolean held;
    boolean coaching;
    @Nullable Seat target;
    /// Part of the common sum in this tick.
    boolean summed;

    private boolean left;

    Seat(Endpoint endpoint, MediaEndpoint shown, MixingRoom room, boolean muted, boolean held) {
        this.endpoint = endpoint;
        this.shown = shown;
        this.room = room;
        this.muted = muted;
        this.held = held;
    }

    @Override
    public MediaEndpoint endpoint() {
        return shown;
    }

    @Override
    public void mute(boolean now) {
        endpoint.run(() -> muted = now);
    }

    @Override
    public void hold(boolean now) {
        endpoint.run(() -> held = now);
    }

    @Override
    public void coach(Room.@Nullable Participant coached) {
        endpoint.run(() -> {
            coaching = coached != null;
            target = coached instanceof Seat other && other.room == room && !other.left ? other : null;
        });
    }

    @Override
    public void leave() {
        endpoint.run(this::vacate);
    }

    /// On the media thread.
    void vacate() {
        if (left) {
            return;
        }
        left = true;
        room.remove(this);
        if (endpoint.seat() == this) {
            endpoint.seat(null);
        }
    }

    boolean hasLeft() {
        return left;
    }

    /// What this participant hears of the room in this tick, or null when it hears nothing of it.
    short @Nullable [] heard() {
        return held ? null : mix;
    }

    boolean speaksToTarget() {
        return coaching && !muted && !held;
    }

    void spoke(boolean speaking) {
        if (!muted && !held) {
            room.spoke(this, speaking);
        }
    }

    void keyHeard(char key) {
        if (!muted && !held) {
            room.relay(this, key);
        }
    }
}
