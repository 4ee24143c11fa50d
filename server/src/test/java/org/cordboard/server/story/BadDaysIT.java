package org.cordboard.server.story;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.config.Setting;
import org.cordboard.server.phone.ScriptedPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F74, F148, F168: what goes wrong in a centre has a defined outcome, and nobody is left stuck.
class BadDaysIT {
    @TempDir
    Path data;

    private static void accept(Centre centre, Map<String, String> more) {
        var reservation = centre.reservations().stream()
                .filter(one -> one.path("reservation_status").asText().equals("pending"))
                .findFirst()
                .orElseThrow();
        var form = new java.util.HashMap<>(more);
        form.put("Instruction", "conference");
        centre.api()
                .post(
                        centre.workspace() + "/Tasks/" + reservation.path("task_sid").asText() + "/Reservations/"
                                + reservation.path("sid").asText(),
                        form);
    }

    @Test
    @Timeout(90)
    void aPhoneThatNeverAnswersSendsItsWorkerOfflineAndTheNextOneGetsTheCall() throws Exception {
        try (var centre = new Centre(data);
                var caller = new ScriptedPhone(CALLER);
                var silent = centre.phoneOf("dave");
                var phone = centre.phoneOf("charles")) {
            var call = centre.callIn(caller);
            call.press("1");
            untilIs("pending", centre::taskStatus);
            centre.setActivity("dave", "Available");
            untilIs("reserved", centre::taskStatus);
            accept(centre, Map.of("Timeout", "2"));
            var ringing = silent.awaitRinging(PATIENCE);
            assertTrue(ringing.stopsRinging(PATIENCE), "the ringing ends after its two seconds");
            untilIs("pending", centre::taskStatus);
            assertEquals("canceled", centre.reservations().getLast().path("reservation_status").asText());
            untilIs("Offline", () -> centre.activityOf("dave"));
            assertFalse(call.over(), "the caller waits on");

            centre.setActivity("charles", "Available");
            untilIs("reserved", centre::taskStatus);
            accept(centre, Map.of());
            phone.awaitRinging(PATIENCE).answer();
            untilIs("assigned", centre::taskStatus);
        }
    }

    @Test
    @Timeout(90)
    void oneRejectsAndTheNextAccepts() throws Exception {
        try (var centre = new Centre(data);
                var caller = new ScriptedPhone(CALLER)) {
            centre.setActivity("charles", "Available");
            centre.setActivity("dave", "Available");
            var call = centre.callIn(caller);
            call.press("1");
            untilIs("reserved", centre::taskStatus);
            var first = centre.reservations().getLast();
            var path = centre.workspace() + "/Tasks/" + first.path("task_sid").asText() + "/Reservations/";
            centre.api().post(path + first.path("sid").asText(), Map.of("ReservationStatus", "rejected"));
            untilIs("reserved", centre::taskStatus);
            var second = centre.reservations().stream()
                    .filter(reservation -> reservation.path("reservation_status").asText().equals("pending"))
                    .findFirst()
                    .orElseThrow();
            assertFalse(second.path("worker_sid").equals(first.path("worker_sid")), "the other worker is asked");
            centre.api().post(path + second.path("sid").asText(), Map.of("ReservationStatus", "accepted"));
            untilIs("assigned", centre::taskStatus);
        }
    }

    @Test
    @Timeout(120)
    void twoPagesOfOneWorkerBothSeeTheCall() throws Exception {
        try (var centre = new Centre(data);
                var caller = new ScriptedPhone(CALLER);
                var one = new Chromium();
                var two = new Chromium()) {
            for (var page : new Chromium[] {one, two}) {
                page.open(centre.connection().url());
                page.type("worker", "dave");
                page.type("password", centre.connection().tokenPassword());
                page.press("Log in");
            }
            one.press("Go online");
            two.until(() -> two.text("[role=status]").equals("Available"), "the second page to follow the first");
            var call = centre.callIn(caller);
            call.press("1");
            one.until(() -> one.enabled("Accept"), "the first page's offer");
            two.until(() -> two.enabled("Accept"), "the second page's offer");
            one.press("Reject");
            two.until(() -> two.log().contains("Reservation rejected: WR"), "the second page to hear of it");
        }
    }

    @Test
    @Timeout(120)
    void aPageWhoseServerStartsAgainComesBackByItself() throws Exception {
        int port = FreePort.find();
        var fixed = Map.of(Setting.HTTP_PORT, Integer.toString(port));
        try (var page = new Chromium()) {
            try (var centre = new Centre(data, fixed)) {
                page.open(centre.connection().url());
                page.type("worker", "dave");
                page.type("password", centre.connection().tokenPassword());
                page.press("Log in");
                page.press("Go online");
                page.until(() -> page.enabled("Go offline"), "to be online");
            }
            page.until(() -> page.text("[role=alert]").startsWith("Connection lost"), "the page to notice");
            assertFalse(page.enabled("Go offline"), "nothing can be pressed meanwhile");
            try (var centre = new Centre(data, fixed)) {
                page.until(() -> page.log().contains("Connected again."), "the page to come back");
                page.press("Go offline");
                untilIs("Offline", () -> centre.activityOf("dave"));
            }
        }
    }

    @Test
    @Timeout(60)
    void aWrongPasswordIsRefusedWithoutTellingWhoExists() throws Exception {
        try (var centre = new Centre(data);
                var page = new Chromium()) {
            page.open(centre.connection().url());
            page.type("worker", "dave");
            page.type("password", "not this");
            page.press("Log in");
            page.until(() -> page.text(".problem").equals("Worker name or password is wrong"), "the refusal");
            page.type("worker", "nobody");
            page.type("password", "not this");
            page.press("Log in");
            page.until(() -> page.text(".problem").equals("Worker name or password is wrong"), "the same refusal");
        }
    }
}
