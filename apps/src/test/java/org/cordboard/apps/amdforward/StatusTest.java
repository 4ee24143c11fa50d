package org.cordboard.apps.amdforward;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void aCallGoesForwardAndEndsOnce() {
        assertTrue(Status.INCOMING.mayBecome(Status.RINGING));
        assertTrue(Status.RINGING.mayBecome(Status.GAVE_UP));
        assertFalse(Status.CONNECTED.mayBecome(Status.ANSWERED));
        for (var status : Status.values()) {
            for (var next : Status.values()) {
                assertFalse(status.over() && status.mayBecome(next), status + " became " + next);
            }
        }
    }
}
