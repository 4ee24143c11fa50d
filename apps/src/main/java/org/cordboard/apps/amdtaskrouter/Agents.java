package org.cordboard.apps.amdtaskrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.cordboard.apps.web.LiveBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents as the dashboard shows them, and the timer that brings back those set aside. Any thread.
class Agents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agents.class);

    private final TwilioRestClient client;
    private final AmdSetup centre;
    private final int secondsAside;
    private final LiveBoard board = new LiveBoard(this::wish);
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("agents").factory());

    /// By worker SID.
    private final Map<String, ScheduledFuture<?>> returning = new ConcurrentHashMap<>();

    /// One line of the dashboard.
    record Row(String sid, String name, String activity) {}

    /// @param secondsAside how long an agent stays temporarily unavailable
    Agents(TwilioRestClient client, AmdSetup centre, int secondsAside) {
        this.client = client;
        this.centre = centre;
        this.secondsAside = secondsAside;
    }

    LiveBoard board() {
        return board;
    }

    void refresh() {
        for (var worker : Worker.reader(centre.workspaceSid()).read(client)) {
            changed(worker.getSid(), worker.getFriendlyName(), worker.getActivityName());
        }
    }

    /// An agent has a new activity. One set aside comes back after a while, unless something else happens first.
    void changed(String sid, String name, String activity) {
        board.show(sid, new Row(sid, name, activity));
        var earlier = returning.remove(sid);
        if (earlier != null) {
            earlier.cancel(false);
        }
        if (activity.equals(AmdSetup.TEMPORARILY_UNAVAILABLE)) {
            returning.put(sid, timer.schedule(() -> put(sid, centre.idleSid()), secondsAside, TimeUnit.SECONDS));
        }
    }

    /// What a click on the dashboard asks for: `{"sid": "WK…", "online": true}`.
    private void wish(JsonNode wish) {
        var sid = wish.path("sid").asText();
        if (sid.matches("WK[0-9a-f]{32}")) {
            put(sid, wish.path("online").asBoolean() ? centre.idleSid() : centre.offlineSid());
        }
    }

    private void put(String sid, String activitySid) {
        try {
            Worker.updater(centre.workspaceSid(), sid).setActivitySid(activitySid).update(client);
        } catch (ApiException e) {
            log.warn("{} keeps its activity: {}", sid, e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
