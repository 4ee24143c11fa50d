package org.cordboard.api.ports;

import org.cordboard.routing.entity.Reservation;
import org.jspecify.annotations.Nullable;

/// What TaskRouter can be told to do with a reservation beyond accepting and rejecting (TaskRouter reference 7.3).
/// Absent values have the published defaults, which need the worker and the task and are therefore found by the reader.
/// Option names are the REST names without the prefix of the instruction, whichever way the instruction came.
public sealed interface Instruction {
    Reservation reservation();

    /// As in the published messages.
    String word();

    /// Bridges the waiting caller with the worker; options `From`, `To`, `PostWorkActivitySid`, `Record`, `Timeout`,
    /// `StatusCallbackUrl`, `StatusCallbackEvent`.
    record Dequeue(Reservation reservation, Options options) implements Instruction {
        @Override
        public String word() {
            return "Dequeue";
        }
    }

    /// Calls the worker apart from the caller; options `To`, `Accept`, `Record`, `Timeout`, `StatusCallbackUrl`.
    record Call(Reservation reservation, String from, String url, Options options) implements Instruction {
        @Override
        public String word() {
            return "Call";
        }
    }

    /// Sends a parked call to a document; option `Accept`.
    record Redirect(Reservation reservation, String callSid, String url, Options options) implements Instruction {
        @Override
        public String word() {
            return "Redirect";
        }
    }

    /// Worker and caller meet in a conference named by the task; options as in the reference, 7.3.6.
    record Conference(Reservation reservation, Options options) implements Instruction {
        @Override
        public String word() {
            return "Conference";
        }
    }

    /// A supervisor joins the reservation's conference.
    ///
    /// @param supervisor worker SID or address; null when only `To` among the options names one
    /// @param mode `monitor`, `whisper` or `barge`
    record Supervise(Reservation reservation, @Nullable String supervisor, String mode, Options options)
            implements Instruction {
        @Override
        public String word() {
            return "Supervise";
        }
    }
}
