package org.cordboard.server.story;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.cordboard.server.cli.CordboardCommand;
import org.cordboard.server.config.Setting;
import org.cordboard.server.phone.ScriptedPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F163: the utilities tell what the users' own programs told, over the public API.
class UtilitiesIT {
    @TempDir
    Path data;

    private record Printed(int exit, String text) {}

    private Printed cordboard(String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            int exit = CordboardCommand.run(arguments);
            return new Printed(exit, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    @Timeout(120)
    void theyTellWorkersTasksReservationsConferencesAndQueues() throws Exception {
        try (var centre = new Centre(data);
                var caller = new ScriptedPhone(CALLER);
                var phone = centre.phoneOf("dave")) {
            var at = new String[] {"--data", data.toString()};
            assertTrue(cordboard("workers", at[0], at[1]).text().matches("(?s).*WK[0-9a-f]{32} +dave +Offline +false.*"));

            var call = centre.callIn(caller);
            call.press("1");
            untilIs("pending", centre::taskStatus);
            assertTrue(cordboard("tasks", at[0], at[1]).text().matches("(?s).*WT[0-9a-f]{32} +pending +support.*"));
            assertTrue(cordboard("queues", at[0], at[1]).text().matches("(?s).*QU[0-9a-f]{32} +WW[0-9a-f]{32} +1 +100.*"));

            centre.setActivity("dave", "Available");
            untilIs("reserved", centre::taskStatus);
            var reservation = centre.reservations().getFirst();
            assertTrue(cordboard("reservations", at[0], at[1])
                    .text()
                    .matches("(?s).*reserved +support +WR[0-9a-f]{32} +pending +dave +\\" + CALLER + ".*"));
            centre.api()
                    .post(
                            centre.workspace() + "/Tasks/"
                                    + reservation.path("task_sid").asText() + "/Reservations/"
                                    + reservation.path("sid").asText(),
                            Map.of("Instruction", "conference"));
            phone.awaitRinging(PATIENCE).answer();
            untilIs("assigned", centre::taskStatus);
            until("the conference to be told", () -> cordboard("conferences", at[0], at[1])
                    .text()
                    .matches("(?s).*CF[0-9a-f]{32} +in-progress +WT[0-9a-f]{32}.*"));
            assertTrue(cordboard("conferences", "--json", at[0], at[1]).text().startsWith("{\"sid\":\"CF")
                    || cordboard("conferences", "--json", at[0], at[1]).text().contains("\"sid\":\"CF"));

            var inbound = centre.api().accountList("Calls", "calls").stream()
                    .filter(one -> one.path("direction").asText().equals("inbound"))
                    .findFirst()
                    .orElseThrow()
                    .path("sid")
                    .asText();
            assertTrue(cordboard("calls", at[0], at[1])
                    .text()
                    .matches("(?s).*" + inbound + " +in-progress +inbound +\\" + CALLER + ".*"));
            var audio = cordboard("calls", "audio", inbound, at[0], at[1]).text();
            assertTrue(audio.contains("PCMU over sip, live; here 127.0.0.1:"), audio);
            assertTrue(audio.matches("(?s).*inbound +[1-9][0-9]* .*outbound +[1-9][0-9]* .*"), audio);

            call.hangUp();
            var conference = centre.api()
                    .list(centre.api().accountPath("Conferences") + "?Status=in-progress", "conferences")
                    .getFirst();
            centre.api()
                    .post(
                            centre.api().accountPath("Conferences/" + conference.path("sid").asText()),
                            Map.of("Status", "completed"));
            untilIs("wrapping", centre::taskStatus);
            assertTrue(cordboard("tasks", "fix-wrapping", at[0], at[1]).text().contains("1 wrapping tasks completed"));
            assertEquals("completed", centre.taskStatus());
            assertTrue(cordboard("tasks", "delete-all", at[0], at[1]).text().contains("1 tasks deleted"));
            assertTrue(centre.tasks().isEmpty());
        }
    }

    @Test
    @Timeout(60)
    void aSecondStartFindsEverythingAndConnectionEnvIsTheOwnersAlone() throws Exception {
        String sid;
        String password;
        try (var centre = new Centre(data)) {
            sid = centre.worker("dave").path("sid").asText();
            password = centre.connection().tokenPassword();
            var file = data.resolve("connection.env");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            for (var name : new String[] {
                "CORDBOARD_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "WORKSPACE_SID", "TOKEN_PASSWORD", "DEMO_NUMBER",
                "SIP_ADDRESS"
            }) {
                assertTrue(Files.readString(file).matches("(?s).*(^|\n)" + name + "=\\S+\n.*"), name);
            }
        }
        try (var centre = new Centre(data)) {
            assertEquals(sid, centre.worker("dave").path("sid").asText());
            assertEquals(password, centre.connection().tokenPassword());
            assertEquals(2, centre.api().list(centre.workspace() + "/Workers", "workers").size());
        }
    }

    @Test
    @Timeout(60)
    void aTrunkCarriesNumbersOfOthersAndWithoutOneTheyFail() throws Exception {
        try (var carrier = new ScriptedPhone("carrier")) {
            var host = carrier.address().replaceFirst("^sip:[^@]*@", "").replaceFirst(";.*", "");
            try (var centre = new Centre(data, Map.of(Setting.SIP_TRUNK, host))) {
                assertEquals("ringing", statusOfCallTo(centre, "+14155550123", carrier));
            }
            try (var centre = new Centre(data)) {
                assertEquals("failed", statusOfCallTo(centre, "+14155550123", carrier));
            }
        }
    }

    @Test
    @Timeout(60)
    void aNumberMappedToARegisteredPhoneRingsIt() throws Exception {
        try (var centre = new Centre(data, Map.of(Setting.SIP_ROUTES, "+16505552222=sip:dave@cordboard.local"));
                var phone = centre.phoneOf("dave")) {
            assertEquals("ringing", statusOfCallTo(centre, "+16505552222", phone));
            assertTrue(phone.rings(PATIENCE));
        }
    }

    private static String statusOfCallTo(Centre centre, String number, ScriptedPhone carrier) {
        var call = centre.api()
                .post(
                        centre.api().accountPath("Calls"),
                        Map.of("To", number, "From", "+15550001000", "Twiml", "<Response><Say>Hello</Say></Response>"));
        var path = centre.api().accountPath("Calls/" + call.path("sid").asText());
        var status = new String[] {""};
        until("the call to ring or fail", () -> {
            status[0] = centre.api().get(path).path("status").asText();
            return !List.of("queued", "initiated").contains(status[0]);
        });
        return status[0];
    }

    @Test
    void anUnknownServerIsSaidInOneLine() {
        assertEquals(1, cordboard("workers", "--data", data.resolve("nothing").toString()).exit());
    }
}
