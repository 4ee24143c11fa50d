package org.cordboard.voice.dial;

import org.cordboard.media.MediaEngine;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.Room;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.jspecify.annotations.Nullable;

/// Sound that a called phone or network sends before it answers, let through to a caller who is not answered either: the
/// announcements and ringing tones of the far network. Everybody else hears our own ringing tone. Any thread.
final class EarlyMedia {
    private final Leg leg;
    private final MediaEngine media;
    private @Nullable Room room;
    private boolean over;

    EarlyMedia(Leg leg, MediaEngine media) {
        this.leg = leg;
        this.media = media;
    }

    synchronized void begin(RtpEndpoint endpoint, RemoteMedia remote) {
        if (!over && leg.parent() == null) {
            endpoint.connect(remote);
            leg.earlySound();
            return;
        }
        var parent = leg.parent();
        if (over || room != null || parent == null || parent.answered()) {
            return;
        }
        if (parent.line() instanceof InboundLine line && line.early()) {
            try {
                endpoint.connect(remote);
                var joint = media.openRoom(Room.Settings.BRIDGE, new Room.Listener() {});
                room = joint;
                joint.join(endpoint);
                joint.join(parent.media());
            } catch (LegOver _) {
                end();
            }
        }
    }

    /// Whoever goes on to talk has left the room by then, or leaves it now.
    synchronized void end() {
        over = true;
        if (room != null) {
            room.close();
            room = null;
        }
    }
}
