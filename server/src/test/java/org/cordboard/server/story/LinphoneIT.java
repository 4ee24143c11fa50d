package org.cordboard.server.story;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;

import java.nio.file.Path;
import java.util.Map;
import org.cordboard.server.phone.ScriptedPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A third kind of phone that people use (F125, F166): linphonec is the worker's phone, judged by what it recorded.
class LinphoneIT {
    @TempDir
    Path data;

    @Test
    @Timeout(180)
    void linphoneIsCalledForATaskTalksAndHangsUp() throws Exception {
        try (var centre = new Centre(data.resolve("data"))) {
            var connection = centre.connection();
            try (var dave = new Linphone(
                            data.resolve("dave"), "dave", centre.sip(), connection.sipDomain(),
                            connection.phonePassword(), 620);
                    var caller = new ScriptedPhone(CALLER)) {
                dave.awaitRegistered();
                var call = centre.callIn(caller);
                call.press("1");
                untilIs("pending", centre::taskStatus);
                centre.setActivity("dave", "Available");
                untilIs("reserved", centre::taskStatus);
                var reservation = centre.reservations().getFirst();
                centre.api()
                        .post(
                                centre.workspace() + "/Tasks/"
                                        + reservation.path("task_sid").asText() + "/Reservations/"
                                        + reservation.path("sid").asText(),
                                Map.of("Instruction", "conference", "EndConferenceOnExit", "true"));
                dave.awaitTalking();
                untilIs("assigned", centre::taskStatus);
                call.sing(440);
                until("linphone to record the caller", () -> dave.tenthsOfTone(440) >= 8);
                until("the caller to hear linphone", () -> call.ears().tone(620));
                dave.hangUp();
                dave.awaitEnd();
                untilIs("wrapping", centre::taskStatus);
                until("the caller's call to end with the conference", call::over);
            }
        }
    }
}
