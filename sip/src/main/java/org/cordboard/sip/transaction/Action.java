package org.cordboard.sip.transaction;

import java.time.Duration;

/// What the driver has to do after a step, in order.
public sealed interface Action {
    /// Send the request (client).
    record SendRequest() implements Action {}

    /// Send the request once more (client, timers A and E).
    record RepeatRequest() implements Action {}

    /// Send the ACK of a final response other than 2xx (INVITE client).
    record SendAck() implements Action {}

    /// Send the answer just given, and keep its bytes (server).
    record SendAnswer() implements Action {}

    /// Send the kept answer again (server).
    record RepeatAnswer() implements Action {}

    /// Hand the response, or the ACK of a 2xx, to the transaction user.
    record PassUp() implements Action {}

    record StartTimer(TimerName timer, Duration after) implements Action {}

    record StopTimer(TimerName timer) implements Action {}

    /// Timer B, F or H: nobody answers.
    record TellTimeout() implements Action {}

    record TellTransportError() implements Action {}
}
