package org.cordboard.media;

/// What an endpoint tells its owner. Calls come one at a time, in order, on a virtual thread; they may block.
public interface MediaListener {
    /// A key was pressed (`0-9 A-D # *`): reported once, when its first event packet or enough of its tone was heard.
    default void digit(char digit) {}

    /// Nothing was received for [MediaConfig#rtpTimeout()] although we expect audio. Said once per silence.
    default void rtpTimedOut() {}

    /// The far end began or ceased to speak.
    default void speaking(boolean speaking) {}

    /// The audio doctor found or changed its opinion; [Diagnosis#healthy()] tells whether something is wrong.
    default void diagnosed(Diagnosis diagnosis) {}

    /// The media path of a browser phone is up (ICE and DTLS done).
    default void connected() {}

    /// The media path of a browser phone is lost for good: no consent for 30 s, or DTLS failed.
    default void lost(String reason) {}
}
