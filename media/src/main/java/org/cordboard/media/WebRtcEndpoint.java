package org.cordboard.media;

/// A browser phone's audio: ICE-lite, DTLS-SRTP and G.711 on the one UDP port that all browsers share.
/// SDP goes in and comes out as text, because nearly all of it is about this transport. Once connected it is an endpoint like any other;
/// [#connect(RemoteMedia)] is not for it.
public sealed interface WebRtcEndpoint extends MediaEndpoint permits BrowserEndpoint {
    /// Our offer, when we call the browser.
    String offer();

    /// Takes the browser's answer to [#offer()].
    ///
    /// @throws IllegalArgumentException when it has no audio that we can carry; the message says why
    void answered(String answer);

    /// Takes the browser's offer, the first or a later one (ICE restart, hold), and gives our answer.
    ///
    /// @throws IllegalArgumentException when it has no audio that we can carry; the message says why
    String answer(String offer);
}
