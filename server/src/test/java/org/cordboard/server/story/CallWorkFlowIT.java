package org.cordboard.server.story;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.phone.ScriptedPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F166: the call work flow of the users' first document, in its order, with phones that tell what they hear and the
/// worker's page in Chromium.
class CallWorkFlowIT {
    @TempDir
    Path data;

    @Test
    @Timeout(180)
    void theWholeStory() throws Exception {
        try (var centre = new Centre(data);
                var caller = new ScriptedPhone(CALLER);
                var phone = centre.phoneOf("dave");
                var page = new Chromium()) {
            logIn(centre, page);

            var call = centre.callIn(caller);
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the welcome is spoken");
            call.press("1");
            untilIs("pending", centre::taskStatus);
            assertTrue(centre.reservations().isEmpty(), "nobody is online yet");
            assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "hold music");

            reservationTimesOut(centre, page);

            page.press("Go online");
            page.until(() -> page.enabled("Accept"), "a second reservation");
            assertEquals(2, centre.reservations().size());
            page.screenshot("desk-reserved");
            page.press("Accept");
            var ringing = phone.awaitRinging(PATIENCE);
            assertEquals("+15550001000", ringing.from());
            var answered = ringing.answer();
            call.sing(440);
            answered.sing(620);
            assertTrue(call.ears().within(PATIENCE, () -> call.ears().tone(620)), "the caller hears dave alone");
            assertTrue(answered.ears().within(PATIENCE, () -> answered.ears().tone(440)), "dave hears the caller alone");
            untilIs("assigned", centre::taskStatus);

            conferenceStands(centre, page);

            page.press("End conference");
            assertTrue(call.awaitEnd(PATIENCE), "the caller is hung up");
            assertTrue(answered.awaitEnd(PATIENCE), "dave is hung up");
            untilIs("completed", centre::taskStatus);
            untilIs("Offline", () -> centre.activityOf("dave"));
            page.until(() -> page.log().contains("Worker activity updated to: Offline"), "the last log line");
            assertFalse(page.enabled("End conference"));
            page.screenshot("desk-done");
        }
    }

    private static void logIn(Centre centre, Chromium page) {
        page.open(centre.connection().url());
        page.type("worker", "dave");
        page.type("password", centre.connection().tokenPassword());
        page.screenshot("desk-log-in");
        page.press("Log in");
        page.until(() -> page.log().contains("Current activity is: Offline"), "the log after log-in");
        assertEquals("writers", page.text("h1"));
        assertTrue(page.log().contains("> Worker registered: dave."));
        assertTrue(page.log().contains("> Skills: support"));
        assertTrue(page.log().contains("> + ActivitySid_Available = WA"));
        assertFalse(page.enabled("Accept"));
        assertFalse(page.enabled("Go offline"));
    }

    private static void reservationTimesOut(Centre centre, Chromium page) {
        page.press("Go online");
        page.until(() -> page.enabled("Accept"), "a reservation");
        assertTrue(page.log()
                .contains("reservation.created: You are reserved to handle a call from: " + CALLER));
        assertEquals("reserved", centre.taskStatus());
        page.until(() -> page.log().contains("Reservation timed out: WR"), "the time-out after 10 s");
        page.until(() -> page.log().contains("Worker activity updated to: Offline"), "the worker to be offline");
        untilIs("pending", centre::taskStatus);
        assertEquals("timeout", centre.reservations().getFirst().path("reservation_status").asText());
        assertEquals("Offline", centre.activityOf("dave"));
    }

    private static void conferenceStands(Centre centre, Chromium page) {
        page.until(() -> page.log().contains("Conference SID: CF"), "the conference in the log");
        untilIs("Unavailable", () -> centre.activityOf("dave"));
        var task = centre.tasks().getLast();
        until("one conference in progress", () -> centre.api()
                        .list(centre.api().accountPath("Conferences") + "?Status=in-progress", "conferences")
                        .size()
                == 1);
        assertTrue(task.path("attributes").asText().contains("\"conference\""));
        page.open(centre.connection().url());
        page.until(() -> page.enabled("End conference"), "the conference again after a reload");
        page.screenshot("desk-in-call");
        page.size(390, 844);
        page.screenshot("desk-phone-width");
        page.size(1100, 900);
    }

    @Test
    @Timeout(120)
    void aCallerWhoHangsUpCancelsTaskReservationAndRinging() throws Exception {
        try (var centre = new Centre(data);
                var caller = new ScriptedPhone(CALLER);
                var phone = centre.phoneOf("dave")) {
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
                            java.util.Map.of("Instruction", "conference"));
            var ringing = phone.awaitRinging(PATIENCE);
            call.hangUp();
            assertTrue(ringing.stopsRinging(PATIENCE), "the worker's phone stops ringing at once");
            untilIs("canceled", centre::taskStatus);
            assertEquals("hangup", centre.tasks().getLast().path("reason").asText());
            untilIs(
                    "canceled",
                    () -> centre.reservations().getFirst().path("reservation_status").asText());
        }
    }

    @Test
    @Timeout(60)
    void anUnknownNumberIs404() throws Exception {
        try (var centre = new Centre(data);
                var caller = new ScriptedPhone(CALLER)) {
            var call = caller.call("sip:+15559999999@" + centre.connection().sipAddress());
            assertEquals(404, call.awaitAnswer(PATIENCE));
        }
    }
}
