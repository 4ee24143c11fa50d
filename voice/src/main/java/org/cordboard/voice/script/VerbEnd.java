package org.cordboard.voice.script;

import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// What a verb that may ask an action came to.
///
/// @param fields what the action is told
/// @param ask whether the action is asked at all
/// @param departure what the leg is on its way to, if anything
public record VerbEnd(Fields fields, boolean ask, @Nullable Departure departure) {
    static VerbEnd with(Fields fields) {
        return new VerbEnd(fields, true, null);
    }

    static VerbEnd nothing() {
        return new VerbEnd(Fields.NONE, false, null);
    }
}
