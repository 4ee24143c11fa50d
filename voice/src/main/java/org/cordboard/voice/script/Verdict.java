package org.cordboard.voice.script;

import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// What a Dial tells its action (Voice reference 5.8). Of several failures the friendliest is told; of the legs, the one
/// that answered or else the last one tried.
final class Verdict {
    private CallStatus status = CallStatus.FAILED;
    private volatile @Nullable Leg child;

    /// A new group of targets is rung.
    void begin() {
        status = CallStatus.FAILED;
    }

    void tried(Leg leg) {
        child = leg;
    }

    void failed(Leg leg) {
        if (rank(leg.status()) >= rank(status)) {
            status = leg.status();
            child = leg;
        }
    }

    /// The caller gave the called up.
    void canceled() {
        status = CallStatus.CANCELED;
    }

    CallStatus status() {
        return status;
    }

    /// @return null when no target could be tried at all
    @Nullable
    Leg child() {
        return child;
    }

    private static int rank(CallStatus status) {
        return switch (status) {
            case BUSY -> 4;
            case NO_ANSWER, COMPLETED -> 3;
            case CANCELED -> 2;
            case FAILED, QUEUED, RINGING, IN_PROGRESS -> 1;
        };
    }

    /// @param seconds connected; null when never, or when the called leg went on to something else
    Fields told(String dialStatus, boolean bridged, @Nullable Long seconds) {
        var leg = child;
        var fields = Fields.of("DialCallStatus", dialStatus, "DialBridged", Boolean.toString(bridged))
                .plus("DialCallSid", leg == null ? null : leg.sid().value())
                .plus("DialCallDuration", seconds == null ? null : seconds.toString());
        return leg != null && leg.to().startsWith("sip:") ? fields.with(sip(leg)) : fields;
    }

    private static Fields sip(Leg leg) {
        var fields = Fields.of("DialSipResponseCode", Integer.toString(leg.sipCode()));
        for (var header : leg.farHeaders().entrySet()) {
            var name = header.getKey().equals("Call-ID") ? "DialSipCallId" : "DialSipHeader_" + header.getKey();
            fields = fields.plus(name, header.getValue());
        }
        return fields;
    }
}
