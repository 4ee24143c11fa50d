package org.cordboard.apps.amdtaskrouter;

import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Enqueue;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Queue;
import com.twilio.twiml.voice.Task;
import java.util.Map;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.web.Resources;
import org.cordboard.apps.web.Site;
import org.cordboard.apps.web.WebServer;
import org.cordboard.apps.web.Webhook.Answer;
import org.cordboard.apps.web.Webhook.Parameters;

/// The routes: `/incoming` queues a call (`/inbound` is the same), `/assign` rings the reserved agent, `/outbound` is
/// told what became of that call, `/trevents` hears of agents and canceled tasks, and the dashboard.
public final class AmdTaskRouter {
    private static final int USUAL_PORT = 5001;

    private final WebServer server;
    private final AmdSetup centre;
    private final Agents agents;
    private final Assignments assignments;

    AmdTaskRouter(WebServer server, AmdSetup centre, Agents agents, Assignments assignments) {
        this.server = server;
        this.centre = centre;
        this.agents = agents;
        this.assignments = assignments;
    }

    public static AutoCloseable start(Environment environment) {
        var site = Site.of(environment, USUAL_PORT);
        var client = site.platform().client();
        var server = site.server();
        var centre = AmdSetup.make(site);
        var agents = new Agents(client, centre, environment.number("TEMP_UNAVAILABLE_TIMER", 30));
        var outbound = new OutboundCalls(client, server, environment.get("CALLER_ID", ""));
        new AmdTaskRouter(server, centre, agents, new Assignments(client, centre, outbound)).routes();
        site.started(server);
        centre.connect(site);
        agents.refresh();
        System.out.printf("""
                TaskRouter with machine detection works with %s.
                  1. Open %s and set the agents online: %s.
                  2. Call %s; the agent who has waited longest is rung.
                  3. Let a machine answer, or nobody: the next agent is rung, the first is set aside for a while.
                """, site.platform().name(), site.page(), centre.agents(), centre.number());
        return () -> {
            agents.close();
            server.close();
        };
    }

    void routes() {
        server.page("/", context -> context.html(Resources.text(AmdTaskRouter.class, "dashboard.html")))
                .page("/index", context -> context.redirect("/"))
                .board("/live", agents.board())
                .webhook("/incoming", this::incoming)
                .webhook("/inbound", this::incoming)
                .webhook("/assign", this::assign)
                .webhook("/outbound", this::outbound)
                .webhook("/trevents", this::events);
    }

    private Answer incoming(Parameters call) {
        var task = new Task.Builder(Json.text(Map.of("caller_id", call.get("From")))).build();
        var enqueue = new Enqueue.Builder().workflowSid(centre.workflowSid()).task(task).build();
        return Answer.xml(new VoiceResponse.Builder().enqueue(enqueue).build());
    }

    /// Rings the agent; the reservation stays pending until it is known who answers.
    private Answer assign(Parameters reservation) {
        assignments.ring(new Assignment(
                reservation.get("TaskSid"),
                reservation.get("ReservationSid"),
                Json.tree(reservation.get("WorkerAttributes")).path("phone").asText(),
                Json.tree(reservation.get("TaskAttributes")).path("caller_id").asText()));
        return Answer.empty();
    }

    /// The outbound call's document, asked for when somebody answered, and its status callback.
    private Answer outbound(Parameters call) {
        var task = call.get("task");
        var reservation = call.get("reservation");
        if (call.has("CallbackSource")) {
            assignments.ended(task, reservation, call.get("CallStatus"));
            return Answer.empty();
        }
        if (!assignments.answered(task, reservation, call.get("AnsweredBy"))) {
            return Answer.xml(
                    new VoiceResponse.Builder().hangup(new Hangup.Builder().build()).build());
        }
        // Dialling the reservation's caller accepts the reservation.
        var caller = new Queue.Builder("")
                .reservationSid(reservation)
                .postWorkActivitySid(centre.temporarilyUnavailableSid())
                .build();
        return Answer.xml(new VoiceResponse.Builder()
                .dial(new Dial.Builder().queue(caller).build())
                .build());
    }

    private Answer events(Parameters event) {
        switch (event.get("EventType")) {
            case "worker.activity.update" ->
                agents.changed(
                        event.get("WorkerSid"), event.get("WorkerName"), event.get("WorkerActivityName"));
            case "task.canceled" -> assignments.canceled(event.get("TaskSid"));
            case "task.wrapup" -> assignments.complete(event.get("TaskSid"));
            default -> {} // the other events are for whoever debugs a routing plan
        }
        return Answer.empty();
    }
}
