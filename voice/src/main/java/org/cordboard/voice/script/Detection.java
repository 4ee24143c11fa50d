package org.cordboard.voice.script;

import java.time.Duration;
import org.cordboard.media.detection.MachineDetectionSettings;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Target.MachineDetection;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Who answered: listens beside the call and tells the application.
public final class Detection {
    private Detection() {}

    static void start(Stage stage, Leg leg, MachineDetection wanted, Page page) throws LegOver {
        start(stage, leg, wanted, Script.absolute(wanted.callback(), page));
    }

    public static void start(Stage stage, Leg leg, MachineDetection wanted, @Nullable Callback callback)
            throws LegOver {
        stage.media().detectAnswer(leg.media(), settings(wanted)).thenAccept(answer -> {
            leg.answeredBy(answer.answeredBy().apiName());
            if (callback != null) {
                var fields = Fields.of(
                        "CallSid", leg.sid().value(),
                        "AccountSid", leg.account().sid().value(),
                        "AnsweredBy", answer.answeredBy().apiName(),
                        "MachineDetectionDuration", Integer.toString(answer.millis()));
                stage.events().sendLater(leg, callback, fields);
            }
        });
    }

    public static MachineDetectionSettings settings(MachineDetection wanted) {
        return new MachineDetectionSettings(
                wanted.messageEnd(),
                Duration.ofSeconds(wanted.timeoutSeconds()),
                millis(wanted.speechThreshold()),
                millis(wanted.speechEndThreshold()),
                Duration.ofMillis(wanted.silenceTimeout()));
    }

    private static @Nullable Duration millis(@Nullable Integer chosen) {
        return chosen == null ? null : Duration.ofMillis(chosen);
    }
}
