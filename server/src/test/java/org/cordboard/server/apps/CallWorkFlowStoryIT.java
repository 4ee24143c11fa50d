package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.PATIENCE;
import static org.cordboard.server.apps.AppCentre.until;
import static org.cordboard.server.apps.AppCentre.untilEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cordboard.apps.callworkflow.CallWorkFlow;
import org.cordboard.apps.worker.WorkerApplication;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F163, F164, F166 to F168 and F173: the call work flow with its worker page, utilities, phones and voicemail.
@Timeout(180)
class CallWorkFlowStoryIT {
    private static final String NUMBER = "+15550001010";
    private static final String CALLER = "+16505551111";
    private static final double CALLER_HERTZ = 440;
    private static final double WORKER_HERTZ = 620;

    @TempDir
    Path data;

    private AppCentre centre;
    private String workspace;
    private int page;

    private void start(Map<String, String> settings) throws Exception {
        centre = new AppCentre(data);
        centre.closing(CallWorkFlow.start(centre.environment(FreePort.find(), settings)));
        workspace = centre.workspace("writers");
        page = FreePort.find();
        var sid = workspace.substring(workspace.lastIndexOf('/') + 1);
        centre.closing(WorkerApplication.start(centre.environment(page, Map.of("WORKSPACE_SID", sid)), List.of()));
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private Chromium online(String worker) {
        var browser = loggedIn(worker);
        goOnline(browser);
        return browser;
    }

    private static void goOnline(Chromium browser) {
        browser.press("Go online");
        logged(browser, "Worker activity updated to: Available");
    }

    private Chromium loggedIn(String worker) {
        var browser = centre.closing(new Chromium());
        browser.open("http://127.0.0.1:" + page + "/index.html");
        logged(browser, "+ ActivitySid_Unavailable = WA");
        browser.type("clientid", worker);
        browser.type("password", centre.connection().tokenPassword());
        browser.press("Get access token");
        logged(browser, "Worker registered: " + worker + ".");
        return browser;
    }

    private static String log(Chromium browser) {
        return AppCentre.text(browser, "#log");
    }

    private static void logged(Chromium browser, String line) {
        try {
            until("the log line " + line, () -> log(browser).contains("> " + line));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the log is\n" + log(browser), e);
        }
    }

    private PhoneCall caller(String keys) throws Exception {
        var call = centre.call(CALLER, NUMBER);
        assertEquals(200, call.awaitAnswer(PATIENCE));
        assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the menu is heard");
        call.press(keys);
        return call;
    }

    private String taskStatus() {
        var tasks = centre.api().list(workspace + "/Tasks", "tasks");
        return tasks.isEmpty() ? "none" : tasks.getLast().path("assignment_status").asText();
    }

    private void talk(PhoneCall caller, PhoneCall worker) {
        caller.sing(CALLER_HERTZ);
        worker.sing(WORKER_HERTZ);
        assertTrue(
                caller.ears().within(PATIENCE, () -> caller.ears().tone(WORKER_HERTZ)), "the caller hears the worker");
        assertTrue(
                worker.ears().within(PATIENCE, () -> worker.ears().tone(CALLER_HERTZ)), "the worker hears the caller");
    }

    /// The text of the document in its order: a reservation times out, the worker comes back, accepts, talks, ends.
    @Test
    void aCallerWaitsIsOfferedTwiceTalksAndIsEnded() throws Exception {
        start(Map.of());
        ScriptedPhone dave = centre.phone("dave");
        var caller = caller("1");
        untilEquals("pending", this::taskStatus);
        var browser = online("dave");
        logged(browser, "reservation.created: You are reserved to handle a call from: " + CALLER);
        logged(browser, "Reservation timed out: WR");
        logged(browser, "Worker activity updated to: Offline");
        browser.press("Go online");
        untilEquals("reserved", this::taskStatus);
        browser.press("Accept");
        var answered = dave.awaitRinging(PATIENCE).answer();
        talk(caller, answered);
        logged(browser, "Conference SID: CF");
        logged(browser, "Worker activity updated to: Unavailable");
        untilEquals("assigned", this::taskStatus);
        browser.screenshot("worker-connected");
        utilitiesTellOfTheCall();
        browser.press("End conference");
        assertTrue(caller.awaitEnd(PATIENCE));
        assertTrue(answered.awaitEnd(PATIENCE));
        logged(browser, "Response: Conference CF");
        untilEquals("Offline", () -> centre.activityOf(workspace, "dave"));
        untilEquals("completed", this::taskStatus);
    }

    private void utilitiesTellOfTheCall() throws Exception {
        var task = centre.api().list(workspace + "/Tasks", "tasks").getLast().path("sid").asText();
        var sid = "[0-9a-f]{32}";
        printed("workerStatus", "\\+\\+\\+ Start\\.", "\\+ WK" + sid + " : dave : Unavailable");
        printed(
                "tasksReservationsList",
                "\\+\\+ SID: " + task + " assignmentStatus: assigned, Queue:support",
                "\\+\\+\\+ theAttributes from:\\" + CALLER + " conference\\.sid:CF" + sid + " worker:CA" + sid
                        + " customer:CA" + sid,
                "\\+\\+ SID: " + task + " assignmentStatus: assigned Task Queue:support Reservation sid:WR" + sid
                        + " status:timeout workerName:dave",
                "\\+\\+ SID: " + task + " assignmentStatus: assigned Task Queue:support Reservation sid:WR" + sid
                        + " status:accepted workerName:dave");
        printed("conferenceList", "\\+  SID: CF" + sid + " status: in-progress friendlyName: " + task);
        printed("conferenceListInProgress", "\\+ CF" + sid + " Name: " + task);
    }

    private void printed(String utility, String... lines) throws Exception {
        var terminal = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            var settings = Map.of("WORKSPACE_SID", workspace.substring(workspace.lastIndexOf('/') + 1));
            WorkerApplication.start(centre.environment(page, settings), List.of(utility)).close();
        } finally {
            System.setOut(terminal);
        }
        var printed = bytes.toString(StandardCharsets.UTF_8);
        for (var line : lines) {
            assertTrue(printed.lines().anyMatch(one -> one.matches(line)), line + " is not in\n" + printed);
        }
    }

    @Test
    void eachKeyReachesItsTeamAndARejectedCallTheNextWorker() throws Exception {
        start(Map.of());
        var charles = centre.phone("charles");
        var browserOfDave = online("dave");
        var browserOfEdith = online("edith");
        var browserOfCharles = loggedIn("charles");
        var caller = caller("1");
        logged(browserOfDave, "reservation.created: You are reserved");
        goOnline(browserOfCharles);
        until("charles is asked after dave would not", () -> {
            browserOfDave.pressed("Reject");
            return browserOfCharles.enabled("Accept");
        });
        logged(browserOfDave, "Reservation rejected, SID: WR");
        browserOfCharles.press("Accept");
        talk(caller, charles.awaitRinging(PATIENCE).answer());
        assertTrue(!log(browserOfEdith).contains("reservation.created"), "sales is left alone");
        caller.hangUp();
        var edith = centre.phone("edith");
        var buyer = caller("2");
        logged(browserOfEdith, "reservation.created: You are reserved");
        browserOfEdith.press("Accept");
        talk(buyer, edith.awaitRinging(PATIENCE).answer());
    }

    @Test
    void aCallerWhoGivesUpTakesTheTaskAlong() throws Exception {
        start(Map.of());
        var caller = caller("1");
        untilEquals("pending", this::taskStatus);
        caller.hangUp();
        untilEquals("canceled", this::taskStatus);
    }

    @Test
    void nobodyInTimeMeansTheVoicemail() throws Exception {
        start(Map.of("WORKFLOW_TIMEOUT", "3"));
        var caller = caller("1");
        untilEquals("canceled", this::taskStatus);
        leavesAMessage(caller);
    }

    @Test
    void afterHoursMeansTheVoicemail() throws Exception {
        start(Map.of("BUSINESS_HOURS", "00:00-00:00", "TIME_ZONE", "UTC"));
        var caller = centre.call(CALLER, NUMBER);
        assertEquals(200, caller.awaitAnswer(PATIENCE));
        leavesAMessage(caller);
    }

    private void leavesAMessage(PhoneCall caller) {
        assertTrue(caller.ears().within(PATIENCE, () -> caller.ears().tone(1_000)), "the beep is heard");
        caller.sing(CALLER_HERTZ);
        until("the recording has begun", () -> caller.ears().silence());
        caller.press("#");
        until("the recording", () -> !centre.api().accountList("Recordings", "recordings").isEmpty());
        assertTrue(caller.awaitEnd(PATIENCE));
    }
}
