package org.cordboard.media;

import java.net.InetSocketAddress;
import org.cordboard.media.audio.AudioSource;

/// The audio of one leg. It sends a packet every 20 ms from the moment it is connected until it is closed: what is played
/// to it plus what its room says to it, else silence.
///
/// Every method may be called from any thread and takes effect in the next tick; calls after [#close()] do nothing.
public sealed interface MediaEndpoint extends AutoCloseable permits RtpEndpoint, WebRtcEndpoint {
    /// Address and port to write into our SDP.
    InetSocketAddress localAddress();

    /// Starts, or after a re-INVITE re-targets, the exchange of audio. A changed address lets go of the source latched before.
    void connect(RemoteMedia remote);

    /// Changes what we do without touching the rest of what was agreed.
    void direction(Direction direction);

    /// Plays to this leg only, instead of what was played before. In a room the leg hears both, unless it is held there.
    Playback play(AudioSource source);

    /// Sends digits (`0-9 A-D # *`, `w` half a second, `W` one second): RFC 4733 where agreed, else tones in the audio.
    /// Digits sent while others are on their way follow them.
    Playback sendDigits(String digits);

    /// Listens for DTMF tones inside the audio too; switch on only where no telephone-event was agreed.
    void detectInBandDigits(boolean on);

    void jitterBuffer(JitterBufferSize size);

    /// Lets `tap` hear both directions until it is removed or the endpoint closes.
    AudioTap.Handle tap(AudioTap tap);

    /// A recent copy of the counters.
    MediaFigures figures();

    /// The audio doctor's present opinion.
    Diagnosis diagnosis();

    /// Leaves its room, ends playbacks and taps, and gives back its ports.
    @Override
    void close();
}
