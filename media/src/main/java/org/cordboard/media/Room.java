package org.cordboard.media;

import org.cordboard.media.audio.AudioSource;
import org.jspecify.annotations.Nullable;

/// Where legs hear each other: a bridge of two or a conference of many. Everyone hears the sum of the others, never themselves.
///
/// A listener L hears every participant P that is not L, not muted and not held; of a coaching P only the coached leg hears.
/// A held participant hears nothing of the room. A room and the endpoints in it share one media thread.
public interface Room extends AutoCloseable {
    /// @param relayDigits send on to the others each key pressed (a bridge does, a conference does not)
    record Settings(boolean relayDigits) {
        public static final Settings BRIDGE = new Settings(true);
        public static final Settings CONFERENCE = new Settings(false);
    }

    /// What a room tells its owner; same threading as [MediaListener].
    interface Listener {
        /// A participant began or ceased to speak while able to be heard.
        default void speaking(Participant participant, boolean speaking) {}
    }

    /// The two sounds of coming and going.
    enum Beep {
        ENTER,
        EXIT
    }

    /// One endpoint's place in the room.
    interface Participant {
        MediaEndpoint endpoint();

        void mute(boolean muted);

        /// Held: neither hears nor is heard. Music for it is played on its endpoint.
        void hold(boolean held);

        /// Makes this participant heard by `target` only; null makes it a normal participant again.
        /// When the target leaves, the coach is heard by nobody until retargeted.
        void coach(@Nullable Participant target);

        /// Leaves the room; the endpoint stays open. Harmless when repeated.
        void leave();
    }

    /// Takes an endpoint in, out of the room it was in before.
    Participant join(MediaEndpoint endpoint, boolean muted, boolean held);

    default Participant join(MediaEndpoint endpoint) {
        return join(endpoint, false, false);
    }

    /// Plays to everyone who hears the room, over the voices; up to eight at once, the oldest gives way.
    Playback play(AudioSource source);

    /// A short beep for everyone who hears the room.
    Playback beep(Beep beep);

    /// Lets `tap` hear the mix as `inbound`: all participants that are not muted, held or coaching; `outbound` is what is played to the room.
    AudioTap.Handle tap(AudioTap tap);

    /// Everyone leaves, playbacks and taps end.
    @Override
    void close();
}
