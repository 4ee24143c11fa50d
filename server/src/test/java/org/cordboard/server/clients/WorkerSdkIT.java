package org.cordboard.server.clients;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.nio.file.Path;
import java.util.Map;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official worker SDK, unchanged, in a real browser: F142 to F146, F148. Only its two addresses are given.
@Timeout(120)
class WorkerSdkIT {
    private static HttpServer page;
    private static Chromium browser;

    @TempDir
    Path data;

    private Centre centre;
    private WorkerTokens tokens;

    @BeforeAll
    static void openBrowser() throws Exception {
        NodeProject.run(Map.of(), "npm", "run", "--silent", "build");
        page = NodeProject.page(NodeProject.file("dist/desk.js"));
        browser = new Chromium("--disable-features=BackForwardCache");
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
        page.stop(0);
    }

    @BeforeEach
    void start() throws Exception {
        centre = new Centre(data);
        tokens = new WorkerTokens(centre);
        browser.open(NodeProject.address(page));
    }

    @AfterEach
    void stop() {
        browser.open("about:blank");
        centre.close();
    }

    private String sid(String worker) {
        return centre.worker(worker).path("sid").asText();
    }

    private void open(String worker, String role, String options) {
        var token = tokens.of(sid(worker), role, 3_600);
        js("Desk.open('%s', '%s', '%s', %s)", worker, token, centre.connection().url(), options);
        logged(worker, "ready");
    }

    private static Object js(String text, Object... arguments) {
        return browser.script("return " + text.formatted(arguments));
    }

    private static String log(String worker) {
        return (String) js("Desk.log('%s')", worker);
    }

    private static void logged(String worker, String line) {
        try {
            until(worker + " sees " + line, () -> log(worker).contains(line));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; seen was\n" + log(worker), e);
        }
    }

    /// Waits for a promise and says how it ended.
    private static String outcome(String promise, Object... arguments) {
        return (String) js("Desk.outcome(" + promise + ")", arguments);
    }

    private static void fine(String promise, Object... arguments) {
        var said = outcome(promise, arguments);
        assertTrue(said.startsWith("ok"), promise.formatted(arguments) + ": " + said);
    }

    private void go(String worker, String activity) {
        fine("Desk.activity('%s', '%s').setAsCurrent()", worker, activity);
        untilIs(activity, () -> centre.activityOf(worker));
    }

    private String task() {
        var workflow = centre.api()
                .list(centre.workspace() + "/Workflows?FriendlyName=support", "workflows")
                .getFirst()
                .path("sid")
                .asText();
        return centre.api()
                .post(centre.workspace() + "/Tasks", Map.of("WorkflowSid", workflow, "Attributes", "{\"order\":17}"))
                .path("sid")
                .asText();
    }

    private String status(String task) {
        return centre.api().get(centre.workspace() + "/Tasks/" + task).path("assignment_status").asText();
    }

    @Test
    void startsKnowsItsActivitiesAndMovesBetweenThem() {
        open("dave", "worker", "{}");
        assertEquals("dave", js("Desk.worker('dave').name"));
        assertEquals("Offline", js("Desk.worker('dave').activity.name"));
        assertEquals(3L, js("Desk.worker('dave').activities.size"));
        assertEquals(5L, js("Desk.worker('dave').channels.size"));
        assertEquals("support", js("Desk.worker('dave').attributes.skills[0]"));
        go("dave", "Available");
        logged("dave", "activityUpdated " + sid("dave"));
        assertEquals(true, js("Desk.worker('dave').available"));
        fine("Desk.worker('dave').setAttributes({skills: ['support'], shift: 'late'})");
        logged("dave", "attributesUpdated");
        assertTrue(centre.worker("dave").path("attributes").asText().contains("\"late\""));
        fine("Desk.worker('dave').fetchLatestVersion()");
        assertFalse(log("dave").contains("error"), log("dave"));
    }

    @Test
    void acceptsWrapsAndCompletes() {
        open("dave", "worker", "{sdk: {enableVersionCheck: true}}");
        go("dave", "Available");
        var task = task();
        logged("dave", "reservationCreated WR");
        assertEquals("pending", js("Desk.reservation('dave').status"));
        assertEquals(17L, js("Desk.reservation('dave').task.attributes.order"));
        assertEquals("support", js("Desk.reservation('dave').task.queueName"));
        fine("Desk.reservation('dave').accept()");
        logged("dave", "accepted WR");
        until("the task reads assigned", () -> "assigned".equals(js("Desk.reservation('dave').task.status")));
        assertEquals("assigned", status(task));
        fine("Desk.reservation('dave').task.setAttributes({order: 18})");
        var again = outcome("Desk.reservation('dave').accept()");
        assertTrue(again.contains("400") && again.contains("is already in state [accepted]"), again);
        fine("Desk.reservation('dave').wrap()");
        logged("dave", "wrapup WR");
        untilIs("wrapping", () -> status(task));
        fine("Desk.reservation('dave').task.complete('done')");
        logged("dave", "completed WR");
        untilIs("completed", () -> status(task));
        assertEquals(0L, js("Desk.worker('dave').reservations.size"));
    }

    @Test
    void rejectsAndIsOfferedTheTaskAgainAndTimesOutOffline() {
        open("dave", "worker", "{}");
        go("dave", "Available");
        task();
        logged("dave", "reservationCreated WR");
        var first = (String) js("Desk.reservation('dave').sid");
        fine("Desk.reservation('dave').reject()");
        logged("dave", "rejected " + first);
        until("a second offer", () -> !first.equals(js("Desk.reservation('dave').sid")));
        logged("dave", "timeout " + js("Desk.reservation('dave').sid"));
        untilIs("Offline", () -> centre.activityOf("dave"));
        until("the page knows", () -> "Offline".equals(js("Desk.worker('dave').activity.name")));
    }

    @Test
    void rejectsIntoAnotherActivity() {
        open("dave", "worker", "{}");
        go("dave", "Available");
        task();
        logged("dave", "reservationCreated WR");
        fine("Desk.reservation('dave').reject({activitySid: Desk.activity('dave', 'Unavailable').sid})");
        untilIs("Unavailable", () -> centre.activityOf("dave"));
        logged("dave", "activityUpdated");
    }

    @Test
    void theConferenceInstructionRingsThePhoneAndBothTalk() throws Exception {
        try (var caller = new ScriptedPhone(CALLER);
                var phone = centre.phoneOf("dave")) {
            open("dave", "worker", "{}");
            go("dave", "Available");
            var call = centre.callIn(caller);
            call.press("1");
            logged("dave", "reservationCreated WR");
            assertEquals(CALLER, js("Desk.reservation('dave').task.attributes.from"));
            fine("Desk.reservation('dave').conference({endConferenceOnCustomerExit: true})");
            var answered = phone.awaitRinging(PATIENCE).answer();
            call.sing(440);
            answered.sing(620);
            assertTrue(call.ears().within(PATIENCE, () -> call.ears().tone(620)), "the caller hears dave");
            assertTrue(answered.ears().within(PATIENCE, () -> answered.ears().tone(440)), "dave hears the caller");
            logged("dave", "accepted WR");
            until("the conference stands in the task", () -> js("Desk.reservation('dave').task.attributes.conference")
                    != null);
            fine("Desk.reservation('dave').task.updateParticipant({hold: true})");
            until("the caller no longer hears dave", () -> !call.ears().tone(620));
            fine("Desk.reservation('dave').task.updateParticipant({hold: false})");
            assertTrue(call.ears().within(PATIENCE, () -> call.ears().tone(620)), "the caller hears dave again");
            call.hangUp();
            logged("dave", "wrapup WR");
            assertTrue(answered.awaitEnd(PATIENCE), "dave's phone is hung up");
            fine("Desk.reservation('dave').complete()");
            untilIs("completed", centre::taskStatus);
        }
    }

    @Test
    void aCallIsTransferredFromWorkerToWorker() throws Exception {
        try (var caller = new ScriptedPhone(CALLER);
                var davesPhone = centre.phoneOf("dave");
                var charlesPhone = centre.phoneOf("charles")) {
            open("dave", "worker", "{}");
            open("charles", "worker", "{}");
            go("dave", "Available");
            var call = centre.callIn(caller);
            call.press("1");
            logged("dave", "reservationCreated WR");
            fine("Desk.reservation('dave').conference()");
            var dave = davesPhone.awaitRinging(PATIENCE).answer();
            logged("dave", "accepted WR");
            until("the conference stands", () -> js("Desk.reservation('dave').task.attributes.conference") != null);
            go("charles", "Available");
            fine("Desk.reservation('dave').task.transfer('%s', {mode: 'WARM'})", sid("charles"));
            logged("dave", "task.transferInitiated");
            logged("charles", "reservationCreated WR");
            assertEquals("WARM", js("Desk.reservation('charles').transfer.mode"));
            assertEquals(sid("dave"), js("Desk.reservation('charles').transfer.workerSid"));
            fine("Desk.reservation('charles').conference()");
            var charles = charlesPhone.awaitRinging(PATIENCE).answer();
            logged("charles", "accepted WR");
            logged("dave", "transfer.completed complete");
            fine("Desk.reservation('dave').wrap()");
            logged("dave", "wrapup WR");
            fine("Desk.reservation('dave').complete()");
            dave.hangUp();
            fine("Desk.reservation('charles').task.updateParticipant({hold: false})");
            call.sing(440);
            charles.sing(620);
            assertTrue(call.ears().within(PATIENCE, () -> call.ears().tone(620)), "the caller hears charles");
            assertTrue(charles.ears().within(PATIENCE, () -> charles.ears().tone(440)), "charles hears the caller");
            assertEquals("assigned", centre.taskStatus());
        }
    }

    @Test
    void aNewTokenReplacesTheOldAndAReloadFindsTheReservation() {
        open("dave", "worker", "{}");
        go("dave", "Available");
        js("Desk.worker('dave').updateToken('%s')", tokens.of(sid("dave"), "worker", 3_600));
        logged("dave", "tokenUpdated");
        fine("Desk.worker('dave').fetchLatestVersion()");
        task();
        logged("dave", "reservationCreated WR");
        browser.open(NodeProject.address(page));
        open("dave", "worker", "{}");
        assertEquals("pending", js("Desk.reservation('dave').status"));
        fine("Desk.reservation('dave').accept()");
        logged("dave", "accepted WR");
    }

    @Test
    void aClosedPageSetsTheWorkerOfflineOnlyWhenAsked() {
        var tab = NodeProject.openTab(browser, page);
        open("dave", "worker", "{sdk: {setWorkerOfflineIfDisconnected: true}}");
        open("charles", "worker", "{}");
        go("dave", "Available");
        go("charles", "Available");
        NodeProject.closeTab(browser, tab);
        untilIs("Offline", () -> centre.activityOf("dave"));
        assertEquals("Available", centre.activityOf("charles"));
    }

    /// With its back/forward cache on, Chromium keeps the socket of a page it left open, and answers our pings for it,
    /// until it drops the page; nobody can tell such a page from a quiet one. See docs/clients.md for what a page does.
    @Test
    void aPageLeftForAnotherCountsAsClosed() {
        var tab = NodeProject.openTab(browser, page);
        open("dave", "worker", "{sdk: {setWorkerOfflineIfDisconnected: true}}");
        go("dave", "Available");
        browser.open("about:blank");
        untilIs("Offline", () -> centre.activityOf("dave"));
        NodeProject.closeTab(browser, tab);
    }

    @Test
    void connectsIntoAnActivity() {
        var available = centre.activity("Available");
        open("dave", "worker", "{sdk: {connectActivitySid: '" + available + "'}}");
        untilIs("Available", () -> centre.activityOf("dave"));
    }

    @Test
    void aSupervisorSeesWorkersAndQueuesAndMovesOthers() {
        open("charles", "supervisor", "{supervisor: true}");
        var token = tokens.of(sid("charles"), "supervisor", 3_600);
        js("window.workspace = Desk.workspace('%s', '%s')", token, centre.connection().url());
        assertEquals(
                "charles,dave",
                js("workspace.fetchWorkersInfo().then(all => [...all.values()].map(x => x.friendlyName).sort().join())"));
        assertEquals(
                "dave",
                js("workspace.fetchWorkersInfo({FriendlyName: 'dave'})"
                        + ".then(all => [...all.values()].map(x => x.friendlyName).join())"));
        assertEquals(
                "charles,dave",
                js("workspace.fetchWorkersInfo({Ordering: 'DateStatusChanged:asc', PageSize: 1})"
                        + ".then(all => [...all.values()].map(x => x.friendlyName).sort().join())"));
        assertEquals(
                "support",
                js("workspace.fetchTaskQueues().then(all => [...all.values()].map(x => x.queueName).sort().join())"));
        fine("Desk.worker('charles').setWorkerActivity('%s', '%s')", sid("dave"), centre.activity("Available"));
        untilIs("Available", () -> centre.activityOf("dave"));
        open("dave", "worker", "{}");
        js("window.own = Desk.workspace('%s', '%s')", tokens.of(sid("dave"), "worker", 60), centre.connection().url());
        assertEquals(2L, js("own.fetchWorkersInfo().then(all => all.size)"), "whom a worker may transfer to");
        var refusal = outcome("own.fetchWorkerInfo('%s')", sid("charles"));
        assertTrue(refusal.contains("403"), "a worker may not look into another: " + refusal);
    }
}
