package org.cordboard.server.clients;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.sun.net.httpserver.HttpServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/// A worker client of the first generation in a real browser, with capability tokens that name the public hosts:
/// F147, F148.
@Timeout(120)
class LegacyWorkerSdkIT {
    private static final String TASKROUTER = "https://taskrouter.twilio.com/v1/Workspaces/";
    private static HttpServer page;
    private static Chromium browser;

    @TempDir
    Path data;

    private Centre centre;

    @BeforeAll
    static void openBrowser() throws Exception {
        page = NodeProject.page(NodeProject.file("src/legacy.js"));
        browser = new Chromium();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
        page.stop(0);
    }

    @BeforeEach
    void start() throws Exception {
        centre = new Centre(data);
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

    private static Map<String, Object> policy(String url, String method, Map<String, Object> postFilter) {
        return Map.of("url", url, "method", method, "allow", true, "query_filter", Map.of(), "post_filter", postFilter);
    }

    /// What the helper libraries make of "allow activity updates" and "allow reservation updates", and always allow.
    private String token(String worker, Instant expires, boolean activities) {
        var account = centre.connection().accountSid();
        var workspace = centre.connection().workspaceSid();
        var base = TASKROUTER + workspace;
        var own = base + "/Workers/" + worker;
        var bridge = "https://event-bridge.twilio.com/v1/wschannels/" + account + "/" + worker;
        var policies = new ArrayList<>(List.of(
                policy(bridge, "GET", Map.of()),
                policy(bridge, "POST", Map.of()),
                policy(own, "GET", Map.of()),
                policy(base + "/Activities", "GET", Map.of()),
                policy(base + "/Tasks/**", "GET", Map.of()),
                policy(own + "/Reservations/**", "GET", Map.of()),
                policy(own + "/Reservations", "GET", Map.of()),
                policy(base + "/Tasks/**", "POST", Map.of()),
                policy(own + "/Reservations/**", "POST", Map.of())));
        if (activities) {
            policies.add(policy(own, "POST", Map.of("ActivitySid", Map.of("required", true))));
        }
        return JWT.create()
                .withIssuer(account)
                .withExpiresAt(expires)
                .withClaim("version", "v1")
                .withClaim("friendly_name", worker)
                .withClaim("account_sid", account)
                .withClaim("channel", worker)
                .withClaim("workspace_sid", workspace)
                .withClaim("worker_sid", worker)
                .withClaim("policies", policies)
                .sign(Algorithm.HMAC256(centre.connection().authToken()));
    }

    private String token(String worker) {
        return token(sid(worker), Instant.now().plusSeconds(600), true);
    }

    private void open(String worker, String options) {
        js("Legacy.open('%s', '%s', '%s', %s)", worker, token(worker), centre.connection().url(), options);
        logged(worker, "ready " + worker);
    }

    private static Object js(String text, Object... arguments) {
        return browser.script("return " + text.formatted(arguments));
    }

    private static String log(String worker) {
        return (String) js("Legacy.log('%s')", worker);
    }

    private static void logged(String worker, String line) {
        try {
            until(worker + " sees " + line, () -> log(worker).contains(line));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; seen was\n" + log(worker), e);
        }
    }

    /// Status, reason phrase and whether there was a payload.
    private static String ask(String worker, String method, String url, String params) {
        return (String) js(
                "Legacy.outcome(Legacy.client('%s').ask('%s', Legacy.client('%s').%s, %s))", worker, method, worker, url, params);
    }

    private static void act(String params) {
        assertEquals("200 OK true", js("Legacy.outcome(Legacy.client('dave').act(%s))", params));
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

    private void online() {
        assertEquals("200 OK true", ask("dave", "POST", "own", "{ActivitySid: '" + centre.activity("Available") + "'}"));
        logged("dave", "activity.update " + sid("dave") + " Available");
    }

    @Test
    void isReadyAndMovesWithinItsPolicyOnly() {
        open("dave", "{}");
        logged("dave", "ready dave Offline");
        assertEquals("200 OK true", ask("dave", "GET", "base + '/Activities'", "{}"));
        online();
        var extra = ask("dave", "POST", "own", "{ActivitySid: '" + centre.activity("Offline") + "', FriendlyName: 'boss'}");
        assertTrue(extra.startsWith("403 "), "a parameter its filter does not name: " + extra);
        assertTrue(ask("dave", "POST", "own", "{FriendlyName: 'boss'}").startsWith("403 "));
        assertTrue(ask("dave", "GET", "base + '/Workers'", "{}").startsWith("403 "));
        assertTrue(ask("dave", "DELETE", "own", "{}").startsWith("403 "));
        assertEquals("Available", centre.activityOf("dave"));
        assertTrue(ask("dave", "GET", "base + '/Tasks/WT0123456789abcdef0123456789abcdef'", "{}").startsWith("404 "));
    }

    @Test
    void withoutLeaveNoActivityAndExpiredNothingAtAll() {
        open("dave", "{}");
        var strict = token(sid("dave"), Instant.now().plusSeconds(600), false);
        js("Legacy.client('dave').token = '%s'", strict);
        assertTrue(ask("dave", "POST", "own", "{ActivitySid: '" + centre.activity("Available") + "'}").startsWith("403 "));
        js("Legacy.client('dave').token = '%s'", token(sid("dave"), Instant.now().minusSeconds(5), true));
        assertTrue(ask("dave", "GET", "own", "{}").startsWith("401 "), "expired");
        js("Legacy.open('late', Legacy.client('dave').token, '%s', {})", centre.connection().url());
        logged("late", "disconnected");
        assertFalse(log("late").contains("connected\n"), "an expired token opens no socket");
        assertEquals("Offline", centre.activityOf("dave"));
    }

    @Test
    void reservationEventsNameTheTaskAndAReloadFindsThem() {
        open("dave", "{}");
        online();
        var task = task();
        logged("dave", "reservation.created WR");
        assertEquals(task, js("Legacy.client('dave').reservation.task_sid"));
        assertEquals(17L, js("Legacy.client('dave').reservation.task.attributes.order"));
        browser.open(NodeProject.address(page));
        open("dave", "{}");
        logged("dave", "reservation.created WR");
        assertEquals(task, js("Legacy.client('dave').reservation.task_sid"));
        act("{ReservationStatus: 'accepted', WorkerActivitySid: null}");
        logged("dave", "reservation.accepted WR");
        logged("dave", "of " + task + " accepted assigned");
        assertEquals(
                "200 OK true",
                ask("dave", "POST", "base + '/Tasks/" + task + "'", "{AssignmentStatus: 'completed', Reason: 'done'}"));
        untilIs("completed", centre::taskStatus);
        logged("dave", "reservation.completed WR");
        assertTrue(
                ask("dave", "DELETE", "base + '/Tasks/" + task + "'", "null").startsWith("403 "),
                "policies for GET and POST allow no DELETE");
    }

    @Test
    void rejectsAndTimesOut() {
        open("dave", "{}");
        online();
        task();
        logged("dave", "reservation.created WR");
        act("{ReservationStatus: 'rejected', WorkerActivitySid: '" + centre.activity("Unavailable") + "'}");
        logged("dave", "reservation.rejected WR");
        untilIs("Unavailable", () -> centre.activityOf("dave"));
        online();
        logged("dave", "reservation.timeout WR");
        logged("dave", "activity.update " + sid("dave") + " Offline");
    }

    @Test
    void theConferenceInstructionRingsThePhone() throws Exception {
        try (var caller = new ScriptedPhone(CALLER);
                var phone = centre.phoneOf("dave")) {
            open("dave", "{}");
            online();
            var call = centre.callIn(caller);
            call.press("1");
            logged("dave", "reservation.created WR");
            act("{Instruction: 'conference', From: null, PostWorkActivitySid: '" + centre.activity("Offline")
                    + "', Timeout: null, To: null, EndConferenceOnExit: 'true'}");
            var answered = phone.awaitRinging(PATIENCE).answer();
            call.sing(440);
            answered.sing(620);
            assertTrue(call.ears().within(PATIENCE, () -> call.ears().tone(620)), "the caller hears dave");
            assertTrue(answered.ears().within(PATIENCE, () -> answered.ears().tone(440)), "dave hears the caller");
            logged("dave", "reservation.accepted WR");
            assertTrue(
                    ((String) js("Legacy.client('dave').reservation.task.attributes.conference.sid")).startsWith("CF"),
                    "the conference is known when the acceptance is told");
            answered.hangUp();
            logged("dave", "reservation.wrapup WR");
            assertTrue(call.awaitEnd(PATIENCE), "the caller's call ends with the conference");
            untilIs("Offline", () -> centre.activityOf("dave"));
        }
    }

    @Test
    void heartbeatsComeAndAClosedPageMovesTheWorker() {
        var tab = NodeProject.openTab(browser, page);
        open("dave", "{disconnectActivitySid: '" + centre.activity("Unavailable") + "'}");
        online();
        until("a heartbeat", () -> (Long) js("Legacy.client('dave').heartbeats") > 0);
        NodeProject.closeTab(browser, tab);
        untilIs("Unavailable", () -> centre.activityOf("dave"));
    }

    @Test
    void aSecondSessionClosesTheFirstWhenItAsksTo() {
        open("dave", "{}");
        js("Legacy.open('second', '%s', '%s', {closeExistingSessions: true})", token("dave"), centre.connection().url());
        logged("second", "ready dave");
        logged("dave", "disconnected");
        assertFalse(log("second").contains("disconnected"));
    }
}
