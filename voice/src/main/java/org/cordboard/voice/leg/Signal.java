package org.cordboard.voice.leg;

import org.jspecify.annotations.Nullable;

/// What reaches a leg's program through its inbox.
public interface Signal {
    /// The far end pressed a key.
    record Digit(char key) implements Signal {}

    /// The far end answered.
    record Answered() implements Signal {}

    /// Nothing came before the deadline.
    record TimeUp() implements Signal {}

    /// Something that the program had started has ended.
    ///
    /// @param what what the program was given when it began to wait
    record Finished(Object what, @Nullable Object result) implements Signal {}

    /// Cuts into whatever runs inside [Inbox#cuttable]: a queue connects its caller, a conference begins.
    interface Urgent extends Signal {}
}
