package org.cordboard.api.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/// The published code of an instruction that could not be carried out (12): by the parameter its refusal names, or
/// one for a reservation that is no longer pending, or one for a call that could not be made.
final class InstructionAlerts {
    private static final int REFUSED_ELSEWHERE = 40144;
    private static final int TRANSFERRED = 40151;

    /// Codes of one instruction.
    ///
    /// @param notPending the reservation is over
    /// @param otherwise the call could not be made
    /// @param byParameter what a refusal mentions, longer names before those they contain
    private record Codes(int notPending, int otherwise, Map<String, Integer> byParameter) {}

    private static final Map<String, Codes> BY_INSTRUCTION = Map.of(
            "call",
            new Codes(
                    40114,
                    40113,
                    inOrder("CallStatusCallbackUrl", 40158, "CallTo", 40110, "CallFrom", 40111, "CallUrl", 40112,
                            "contact_uri", 40110, "not an address", 40110)),
            "redirect",
            new Codes(40123, 40122, inOrder("RedirectUrl", 40120, "RedirectCallSid", 40121)),
            "dequeue",
            new Codes(
                    40135,
                    40133,
                    inOrder("DequeuePostWorkActivitySid", 40130, "DequeueTo", 40131, "DequeueFrom", 40132,
                            "DequeueStatusCallbackEvent", 40134, "DequeueStatusCallbackUrl", 40157,
                            "contact_uri", 40131, "not an address", 40131, "non voice call task", 40140)),
            "conference",
            new Codes(
                    40136,
                    40145,
                    inOrder("PostWorkActivitySid", 40139, "StatusCallback ", 40159, "ConferenceStatusCallback ", 40159,
                            "contact_uri", 40137, "From ", 40141, "not an address", 40137,
                            "created using the <Enqueue> TwiML verb", 40142, "non voice call task", 40142)));

    private InstructionAlerts() {}

    /// @param refusal the message that REST would have answered
    static int code(String instruction, boolean reservationPending, String refusal) {
        if (instruction.equals("reject")) {
            return 40100;
        }
        Codes codes = BY_INSTRUCTION.get(instruction);
        if (codes == null) {
            return REFUSED_ELSEWHERE;
        }
        if (!reservationPending) {
            return codes.notPending();
        }
        if (refusal.contains("on a transferred task")) {
            return TRANSFERRED;
        }
        return codes.byParameter().entrySet().stream()
                .filter(entry -> refusal.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(codes.otherwise());
    }

    private static Map<String, Integer> inOrder(Object... namesAndCodes) {
        Map<String, Integer> ordered = new LinkedHashMap<>();
        for (int i = 0; i < namesAndCodes.length; i += 2) {
            ordered.put((String) namesAndCodes[i], (Integer) namesAndCodes[i + 1]);
        }
        return ordered;
    }
}
