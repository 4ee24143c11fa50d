package org.cordboard.media.detection;

import java.util.Locale;

/// Who answered, in the API's words.
public enum AnsweredBy {
    HUMAN,
    MACHINE_START,
    MACHINE_END_BEEP,
    MACHINE_END_SILENCE,
    MACHINE_END_OTHER,
    FAX,
    UNKNOWN;

    /// The value of `AnsweredBy`.
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
