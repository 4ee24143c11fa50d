package org.cordboard.voice.control;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.Leg;
import org.jspecify.annotations.Nullable;

/// What is odd about a call's parameters and yet no reason to refuse it (Voice reference 2.4): the developer finds it in his
/// log.
final class CallWarnings {
    private static final int DETECTION_UNHEARD = 21262;
    private static final int CALLBACK = 21609;
    private static final int CALLBACK_EVENT = 21626;
    private static final Set<String> EVENTS = Set.of("initiated", "ringing", "answered", "completed");

    private final Alerts alerts;

    CallWarnings(Alerts alerts) {
        this.alerts = alerts;
    }

    void look(Leg leg, Options options) {
        var callback = options.text("StatusCallback");
        if (callback != null && !usable(callback)) {
            alerts.warn(leg, CALLBACK, "StatusCallback is no absolute http or https address with a proper host");
        }
        for (var word : options.values().getOrDefault("StatusCallbackEvent", List.of())) {
            if (!EVENTS.contains(word.strip())) {
                alerts.warn(leg, CALLBACK_EVENT, "'" + word + "' is not one event of a call; repeat the parameter for several");
            }
        }
        if (options.flag("AsyncAmd", false)
                && options.text("MachineDetection") != null
                && options.text("AsyncAmdStatusCallback") == null) {
            alerts.warn(leg, DETECTION_UNHEARD, "AsyncAmd without AsyncAmdStatusCallback: nobody hears who answered");
        }
    }

    private static boolean usable(String url) {
        try {
            var uri = URI.create(url.strip());
            var scheme = uri.getScheme();
            @Nullable String host = uri.getHost();
            return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) && host != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
