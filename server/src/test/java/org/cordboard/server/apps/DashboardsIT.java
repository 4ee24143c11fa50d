package org.cordboard.server.apps;

import static org.cordboard.server.apps.AppCentre.untilEquals;

import java.nio.file.Path;
import java.util.Map;
import org.cordboard.apps.amdforward.AmdForward;
import org.cordboard.apps.amdtaskrouter.AmdTaskRouter;
import org.cordboard.server.browser.Chromium;
import org.cordboard.server.story.FreePort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// F151: the two dashboards in a browser.
@Timeout(180)
class DashboardsIT {
    @TempDir
    Path data;

    private AppCentre centre;
    private Chromium browser;
    private int port;

    @BeforeEach
    void start() throws Exception {
        centre = new AppCentre(data);
        browser = centre.closing(new Chromium());
        port = FreePort.find();
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    @Test
    void theDestinationIsChangedFromTheDashboard() throws Exception {
        centre.closing(AmdForward.start(centre.environment(port, Map.of())));
        browser.open("http://127.0.0.1:" + port + "/");
        untilEquals("live", () -> AppCentre.text(browser, "#live"));
        untilEquals("sip:dave@cordboard.local", () -> AppCentre.text(browser, "#now"));
        browser.type("destination", "+14155550100");
        browser.press("Set destination");
        untilEquals("+14155550100", () -> AppCentre.text(browser, "#now"));
        browser.screenshot("amd-forward");
    }

    @Test
    void anAgentIsSetOnlineAndOfflineFromTheDashboard() throws Exception {
        centre.closing(AmdTaskRouter.start(centre.environment(port, Map.of("AGENTS", "dave"))));
        var workspace = centre.workspace("AMD");
        browser.open("http://127.0.0.1:" + port + "/");
        untilEquals("Offline", () -> AppCentre.text(browser, ".activity"));
        browser.press("Go online");
        untilEquals("Idle", () -> AppCentre.text(browser, ".activity"));
        untilEquals("Idle", () -> centre.activityOf(workspace, "dave"));
        browser.screenshot("amd-taskrouter");
        browser.press("Go offline");
        untilEquals("Offline", () -> AppCentre.text(browser, ".activity"));
    }

    @Test
    void anAgentSetAsideComesBackByItself() throws Exception {
        centre.closing(AmdTaskRouter.start(
                centre.environment(port, Map.of("AGENTS", "dave", "TEMP_UNAVAILABLE_TIMER", "1"))));
        var workspace = centre.workspace("AMD");
        browser.open("http://127.0.0.1:" + port + "/");
        untilEquals("Offline", () -> AppCentre.text(browser, ".activity"));
        var aside = centre.api()
                .list(workspace + "/Activities?FriendlyName=Temporarily%20Unavailable", "activities")
                .getFirst();
        centre.api().post(
                workspace + "/Workers/" + centre.worker(workspace, "dave").path("sid").asText(),
                Map.of("ActivitySid", aside.path("sid").asText()));
        untilEquals("Idle", () -> AppCentre.text(browser, ".activity"));
    }
}
