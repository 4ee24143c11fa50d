package org.cordboard.sip.transaction;

import java.time.Duration;

/// What can happen to a transaction. Only what the machines look at is in here: the driver keeps the
/// messages themselves.
public sealed interface Input {
    /// A client transaction begins.
    record Start() implements Input {}

    /// A response arrived (client side).
    record Response(int status) implements Input {
        boolean provisional() {
            return status < 200;
        }

        boolean success() {
            return status >= 200 && status < 300;
        }
    }

    /// The request arrived again (server side).
    record Retransmission() implements Input {}

    /// The ACK arrived (INVITE server).
    record Ack() implements Input {}

    /// The transaction user answers (server side).
    record Answer(int status) implements Input {
        boolean provisional() {
            return status < 200;
        }

        boolean success() {
            return status >= 200 && status < 300;
        }
    }

    /// @param interval what the timer had been set to, for those that double
    record Fired(TimerName timer, Duration interval) implements Input {}

    /// The message could not be sent.
    record TransportError() implements Input {}
}
