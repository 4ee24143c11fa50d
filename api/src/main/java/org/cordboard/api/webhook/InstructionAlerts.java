package org.cordboard.api.webhook;

/// The published code of an instruction that could not be carried out (12): one when the reservation is no longer
/// pending, one when the instruction itself is at fault.
final class InstructionAlerts {
    private InstructionAlerts() {}

    static int code(String instruction, boolean reservationPending) {
        return switch (instruction) {
            case "reject" -> 40100;
            case "call" -> reservationPending ? 40112 : 40114;
            case "redirect" -> reservationPending ? 40120 : 40123;
            case "dequeue" -> reservationPending ? 40131 : 40135;
            case "conference" -> reservationPending ? 40141 : 40136;
            case String other -> 40144;
        };
    }
}
