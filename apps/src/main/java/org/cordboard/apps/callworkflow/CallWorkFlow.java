package org.cordboard.apps.callworkflow;

import com.twilio.exception.ApiException;
import com.twilio.rest.api.v2010.account.Queue;
import com.twilio.rest.api.v2010.account.queue.Member;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.Platform;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.web.Site;
import org.cordboard.apps.web.WebServer;
import org.cordboard.apps.web.Webhook.Answer;
import org.cordboard.apps.web.Webhook.Parameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two routes: the flow asks `/business-hours`, and the workspace tells `/events`, from which callers whose workflow
/// timed out are sent to the voicemail.
public final class CallWorkFlow {
    private static final Logger log = LoggerFactory.getLogger(CallWorkFlow.class);
    private static final int USUAL_PORT = 3002;

    private final Platform platform;
    private final BusinessHours hours;
    private final InstantSource clock;
    private final String voicemailUrl;

    CallWorkFlow(Platform platform, BusinessHours hours, InstantSource clock, String voicemailUrl) {
        this.platform = platform;
        this.hours = hours;
        this.clock = clock;
        this.voicemailUrl = voicemailUrl;
    }

    public static AutoCloseable start(Environment environment) {
        var site = Site.of(environment, USUAL_PORT);
        var hours = BusinessHours.parse(
                environment.get("BUSINESS_HOURS", "always"),
                ZoneId.of(environment.get("TIME_ZONE", ZoneId.systemDefault().getId())));
        var setup = WorkFlowSetup.make(site);
        var server = site.server();
        new CallWorkFlow(site.platform(), hours, InstantSource.system(), setup.voicemailUrl()).routes(server);
        site.started(server);
        System.out.printf("""
                The call work flow works with %s.
                  1. Let the workers' phones register: %s
                  2. Log workers in: WORKSPACE_SID=%s ./dev app worker, then Go online on its page.
                  3. Call %s and press 1 for support or 2 for sales; accept on the page, answer the phone.
                  4. Nobody accepts within %d seconds, or it is after hours: leave a message.
                """, site.platform().name(), setup.phones(), setup.workspaceSid(), setup.number(), setup.waitSeconds());
        return server;
    }

    void routes(WebServer server) {
        server.open("/business-hours", context -> context.contentType("application/json")
                        .result(Json.text(Map.of("open", hours.open(clock.instant())))))
                .webhook("/events", this::event);
    }

    /// Where a canceled task does not end the wait, its caller is taken out of the queue and moved on to the voicemail.
    /// A caller who has left the queue already is where the flow wants him.
    private Answer event(Parameters event) {
        var timedOut = event.get("EventType").equals("task.canceled")
                && event.get("TaskCanceledReason").contains("timeout");
        var call = Json.tree(event.get("TaskAttributes")).path("call_sid").asText();
        if (timedOut && !call.isEmpty()) {
            log.info("{} waited in vain", event.get("TaskSid"));
            queueOf(event.get("WorkflowSid")).ifPresent(queue -> moveOn(queue, call));
        }
        return Answer.empty();
    }

    /// The calls of a workflow wait in a queue named after it.
    private Optional<String> queueOf(String workflowSid) {
        for (var queue : Queue.reader().read(platform.client())) {
            if (queue.getFriendlyName().equals(workflowSid)) {
                return Optional.of(queue.getSid());
            }
        }
        return Optional.empty();
    }

    private void moveOn(String queue, String call) {
        try {
            Member.updater(queue, call, URI.create(voicemailUrl)).update(platform.client());
        } catch (ApiException e) {
            log.info("{} waits no more: {}", call, e.getMessage());
        }
    }
}
