package org.cordboard.voice.leg;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cordboard.routing.entity.Call;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// What requests say of a call (Voice reference 3.3, 3.4), read from its record: the same while it lives and after a crash.
public final class CallFields {
    private static final String API_VERSION = "2010-04-01";

    private CallFields() {}

    /// What every request about the call says.
    ///
    /// @param status which may be `initiated`, unlike that of the record
    /// @param extra parameters that this kind of call adds
    static Fields usual(Call call, String status, Map<String, String> extra) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("CallSid", call.sid().value());
        fields.put("AccountSid", call.account().value());
        fields.put("From", call.from());
        fields.put("To", call.to());
        fields.put("Caller", call.from());
        fields.put("Called", call.to());
        fields.put("CallStatus", status);
        fields.put("ApiVersion", API_VERSION);
        fields.put("Direction", call.direction());
        put(fields, "ParentCallSid", call.parent() == null ? null : call.parent().value());
        fields.putAll(Places.of("From", call.from()));
        fields.putAll(Places.of("To", call.to()));
        fields.putAll(Places.of("Caller", call.from()));
        fields.putAll(Places.of("Called", call.to()));
        fields.putAll(extra);
        put(fields, "ForwardedFrom", call.details().get("forwarded_from"));
        return Fields.of(fields);
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /// What the last callback says besides.
    static Fields ending(Call call) {
        var answered = call.answerTime();
        var end = call.endTime();
        long seconds = answered == null || end == null
                ? 0
                : Math.max(0, Duration.between(answered, end).toSeconds());
        var code = call.sipResponseCode();
        return Fields.of(
                        "CallDuration", Long.toString(seconds),
                        "Duration", Long.toString((seconds + 59) / 60),
                        "SipResponseCode", Integer.toString(code == null ? 0 : code))
                .plus("AnsweredBy", call.answeredBy())
                .plus("RecordingUrl", call.details().get("recording_url"))
                .plus("RecordingSid", call.details().get("recording_sid"))
                .plus("RecordingDuration", call.details().get("recording_duration"));
    }

    /// The last callback of a call that ended with the last process.
    public static Fields late(Call call, PromisedCallback promised) {
        return usual(call, call.status().wire(), promised.extra()).with(ending(call));
    }
}
