package org.cordboard.server.story;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// F166 with phones that people use: two baresip processes, each judged by what it recorded.
class RealPhonesIT {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    @Timeout(120)
    void twoBaresipsTalkInTheConferenceOfTheTask(String transport) throws Exception {
        try (var centre = new Centre(data.resolve("data"))) {
            var connection = centre.connection();
            try (var dave = new Baresip(
                            data.resolve("dave"), "dave", centre.sip(), connection.sipDomain(),
                            connection.phonePassword(), true, transport, 620);
                    var caller = new Baresip(
                            data.resolve("caller"), CALLER, centre.sip(), connection.sipDomain(), "none", false,
                            transport, 440)) {
                dave.awaitRegistered();
                caller.dial("sip:" + connection.demoNumber() + "@" + connection.sipAddress());
                caller.await("CALL_ESTABLISHED", PATIENCE);
                caller.press('1');
                untilIs("pending", centre::taskStatus);
                centre.setActivity("dave", "Available");
                untilIs("reserved", centre::taskStatus);
                var reservation = centre.reservations().getFirst();
                centre.api()
                        .post(
                                centre.workspace() + "/Tasks/"
                                        + reservation.path("task_sid").asText() + "/Reservations/"
                                        + reservation.path("sid").asText(),
                                Map.of("Instruction", "conference", "EndConferenceOnCustomerExit", "true"));
                dave.await("CALL_ESTABLISHED", PATIENCE);
                untilIs("assigned", centre::taskStatus);
                until("both to record the other's tone", () -> caller.tenthsOfTone(620) >= 8 && dave.tenthsOfTone(440) >= 8);
                caller.hangUp();
                dave.await("CALL_CLOSED", PATIENCE);
                untilIs("wrapping", centre::taskStatus);
            }
        }
    }
}
