package org.cordboard.apps.roundrobin;

import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.task.Reservation;
import java.util.Map;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.web.Resources;
import org.cordboard.apps.web.Site;
import org.cordboard.apps.web.WebServer;
import org.cordboard.apps.web.Webhook.Answer;
import org.cordboard.apps.web.Webhook.Parameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The three webhooks. Without state: what a callback needs comes with it.
public final class RoundRobin {
    private static final Logger log = LoggerFactory.getLogger(RoundRobin.class);
    private static final int USUAL_PORT = 3001;

    private final TwilioRestClient client;
    private final String workspaceSid;
    private final String transferFrom;
    private final WebServer server;

    RoundRobin(TwilioRestClient client, String workspaceSid, String transferFrom, WebServer server) {
        this.client = client;
        this.workspaceSid = workspaceSid;
        this.transferFrom = transferFrom;
        this.server = server;
    }

    public static AutoCloseable start(Environment environment) {
        var site = Site.of(environment, USUAL_PORT);
        var setup = RoundRobinSetup.make(site);
        var server = site.server();
        new RoundRobin(site.platform().client(), setup.workspaceSid(), setup.transferFrom(), server).routes();
        site.started(server);
        System.out.printf("""
                Round robin works with %s.
                  1. Let the phones register: %s
                  2. Call %s several times: each call rings the worker who has waited longest.
                  3. Let one phone ring: after %d seconds the next one rings.
                """, site.platform().name(), setup.agents(), setup.transferFrom(), RoundRobinSetup.RING_SECONDS);
        return server;
    }

    void routes() {
        server.webhook("/assignment-callback", this::assignment)
                .webhook("/status-callback", this::status)
                .webhook("/wait-url", _ -> Answer.xml(Resources.text(RoundRobin.class, "wait.xml")));
    }

    /// Dials the worker's `contact_uri` and connects the caller when somebody answers.
    private Answer assignment(Parameters event) {
        log.info("{} goes to {}", event.get("TaskSid"), event.get("WorkerName"));
        return Answer.json(Json.text(Map.of(
                "instruction", "dequeue",
                "from", transferFrom,
                "timeout", RoundRobinSetup.RING_SECONDS,
                "status_callback_url", server.url("/status-callback"))));
    }

    /// A call that ended well frees its worker; one nobody took goes to the next worker.
    private Answer status(Parameters event) {
        var task = event.get("TaskSid");
        if (task.isEmpty()) {
            log.warn("a status callback without a task: {}", event.get("CallSid"));
            return Answer.empty();
        }
        log.info("{} ended: {}", task, event.get("CallStatus"));
        try {
            if (event.get("CallStatus").equals("completed")) {
                Task.updater(workspaceSid, task)
                        .setAssignmentStatus(Task.Status.COMPLETED)
                        .update(client);
            } else {
                Reservation.updater(workspaceSid, task, event.get("ReservationSid"))
                        .setReservationStatus(Reservation.Status.REJECTED)
                        .update(client);
            }
        } catch (ApiException e) {
            log.info("{} had gone on already: {}", task, e.getMessage());
        }
        return Answer.empty();
    }
}
