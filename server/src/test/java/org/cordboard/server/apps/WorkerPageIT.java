package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.until;
import static org.cordboard.server.apps.AppCentre.untilEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cordboard.apps.worker.WorkerApplication;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F149, F150: the worker page in a browser, on the v1 worker bridge.
@Timeout(180)
class WorkerPageIT {
    /// The next task that the page fetches takes its time.
    private static final String SLOW_FIRST_TASK =
            """
            const real = window.fetch;
            let slow = true;
            window.fetch = async (address, request) => {
              const asked = JSON.parse(request?.body ?? "{}");
              if (slow && asked.method === "GET" && asked.url.includes("/Tasks/")) {
                slow = false;
                await new Promise((done) => setTimeout(done, 1000));
              }
              return real(address, request);
            };
            """;

    @TempDir
    Path data;

    private AppCentre centre;
    private Chromium browser;
    private String workspace;

    @BeforeEach
    void start() throws Exception {
        centre = new AppCentre(data);
        workspace = "/v1/Workspaces/" + centre.connection().workspaceSid();
        var port = FreePort.find();
        var environment =
                centre.environment(port, Map.of("WORKSPACE_SID", centre.connection().workspaceSid()));
        centre.closing(WorkerApplication.start(environment, List.of()));
        browser = centre.closing(new Chromium());
        browser.open("http://127.0.0.1:" + port + "/index.html");
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private String log() {
        return (String) browser.script("return document.querySelector('#log').innerText");
    }

    private void logged(String line) {
        try {
            until("the log line " + line, () -> log().contains("> " + line));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the log is\n" + log(), e);
        }
    }

    private void logIn() {
        logged("+ ActivitySid_Unavailable = WA");
        browser.type("clientid", "dave");
        browser.type("password", centre.connection().tokenPassword());
        browser.press("Get access token");
        logged("Current activity is: Offline");
    }

    private String task() {
        var workflow = centre.api().list(workspace + "/Workflows?FriendlyName=support", "workflows").getFirst();
        return centre.api()
                .post(workspace + "/Tasks", Map.of(
                        "WorkflowSid", workflow.path("sid").asText(),
                        "Attributes", "{\"from\":\"+16505551111\"}"))
                .path("sid")
                .asText();
    }

    @Test
    void aWorkerLogsInAndGoesOnlineAndOffline() {
        logIn();
        var inOrder = List.of(
                "+ ActivitySid_Offline = WA",
                "+ ActivitySid_Available = WA",
                "+ ActivitySid_Unavailable = WA",
                "Refresh the TaskRouter token using client id: dave",
                "TaskRouter Worker token refreshed, stringlength :",
                "registerTaskRouterCallbacks().",
                "TaskRouter token refreshed.",
                "Worker registered: dave.",
                "Skills: support",
                "Current activity is: Offline");
        var at = 0;
        for (var line : inOrder) {
            at = log().indexOf("> " + line, at);
            assertTrue(at >= 0, line + " is missing, or out of order, in\n" + log());
        }
        browser.press("Go online");
        logged("Worker activity updated to: Available");
        untilEquals("Available", () -> centre.activityOf(workspace, "dave"));
        browser.press("Go offline");
        logged("Worker activity updated to: Offline");
        untilEquals("Offline", () -> centre.activityOf(workspace, "dave"));
        browser.screenshot("worker-offline");
    }

    @Test
    void aReservationIsOfferedRejectedOfferedAgainAndTimesOut() {
        logIn();
        browser.press("Go online");
        logged("Worker activity updated to: Available");
        var task = task();
        logged("reservation.created: You are reserved to handle a call from: +16505551111");
        logged("Reservation SID: WR");
        logged("reservation.task.sid: " + task);
        browser.screenshot("worker-offer");
        browser.script(SLOW_FIRST_TASK);
        browser.press("Reject");
        until("the second offer", () -> log().split("> Reservation SID: WR").length == 3);
        var rejected = log().indexOf("Reservation rejected, SID: WR");
        assertTrue(
                rejected >= 0 && rejected < log().lastIndexOf("Reservation SID: WR"),
                "news is told in the order it came in, however long its task took to be fetched:\n" + log());
        assertTrue(browser.enabled("Accept"), "the second offer stands");
        logged("Reservation timed out: WR");
        logged("Worker activity updated to: Offline");
        logged("taskSid = " + task);
        untilEquals("Offline", () -> centre.activityOf(workspace, "dave"));
    }

    @Test
    void aWrongPasswordIsTold() {
        logged("+ ActivitySid_Unavailable = WA");
        browser.type("clientid", "dave");
        browser.type("password", "wrong");
        browser.press("Get access token");
        untilEquals("Invalid password.", () -> AppCentre.text(browser, "#message"));
    }
}
