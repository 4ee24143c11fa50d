package org.cordboard.apps.amdforward;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far a call is, in the order of its life; webhooks that arrive late never take it back. From [#COMPLETED] on it is
/// over, and the status is its disposition.
enum Status {
    INCOMING("incoming"),
    INITIATED("initiated"),
    RINGING("ringing"),
    ANSWERED("answered"),
    CONNECTED("connected to a human"),
    COMPLETED("completed: human"),
    MACHINE("machine"),
    FAX("fax"),
    BUSY("busy"),
    NO_ANSWER("no answer"),
    FAILED("failed"),
    GAVE_UP("caller gave up");

    private final String text;

    Status(String text) {
        this.text = text;
    }

    @JsonValue
    String text() {
        return text;
    }

    boolean over() {
        return compareTo(COMPLETED) >= 0;
    }

    boolean mayBecome(Status next) {
        return this == CONNECTED ? next == COMPLETED : !over() && next.compareTo(this) > 0;
    }
}
