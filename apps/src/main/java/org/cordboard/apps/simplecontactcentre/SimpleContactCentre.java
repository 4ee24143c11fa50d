package org.cordboard.apps.simplecontactcentre;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Enqueue;
import com.twilio.twiml.voice.Gather;
import com.twilio.twiml.voice.Play;
import com.twilio.twiml.voice.Redirect;
import com.twilio.twiml.voice.Say;
import com.twilio.twiml.voice.Task;
import java.util.List;
import java.util.Map;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.web.Resources;
import org.cordboard.apps.web.Site;
import org.cordboard.apps.web.WebServer;
import org.cordboard.apps.web.Webhook.Answer;
import org.cordboard.apps.web.Webhook.Parameters;

/// The webhooks, in the order a call meets them: `/incoming-call`, `/enqueue-call`, `/dummy-music`,
/// `/assignment-callback` and `/call-ended`; `/events` for calls nobody took, `/incoming-message` for agents who go on and
/// off duty by text.
public final class SimpleContactCentre {
    private static final int USUAL_PORT = 3000;
    private static final int VIP_PRIORITY = 10;

    /// What a key on the menu stands for.
    private static final Map<String, String> LANGUAGES = Map.of("1", "english", "2", "hindi");

    private final WebServer server;
    private final CentreSetup centre;
    private final List<String> vips;
    private final Duty duty;
    private final MissedCalls missed;

    /// @param vips callers served before all others
    SimpleContactCentre(WebServer server, CentreSetup centre, List<String> vips) {
        this.server = server;
        this.centre = centre;
        this.vips = vips;
        this.duty = new Duty(centre.centre());
        this.missed = new MissedCalls(centre.centre());
    }

    public static AutoCloseable start(Environment environment) {
        var site = Site.of(environment, USUAL_PORT);
        var server = site.server();
        var centre = CentreSetup.make(site);
        new SimpleContactCentre(server, centre, environment.list("VIP_NUMBERS", "")).routes();
        site.started(server);
        centre.connect(site);
        System.out.printf("""
                The contact centre works with %s.
                  1. Let the agents' phones register: %s
                  2. Call %s and press 1 for English or 2 for Hindi.
                  3. Answer the phone; after the call its agent is in Wrap-Up. Back to work:
                     WORKSPACE_SID=%s TOKEN_PASSWORD=any ./dev app worker
                     or write "on" to %s from the phone ("off" ends the day).
                  4. With everybody off, callers are told so and listed on %s
                """, site.platform().name(), centre.agents(), centre.number(), centre.workspaceSid(), centre.number(), site.page());
        return server;
    }

    void routes() {
        var music = Tune.wav();
        server.webhook("/incoming-call", _ -> Answer.xml(menu()))
                .webhook("/enqueue-call", this::enqueue)
                .webhook("/dummy-music", _ -> Answer.xml(new VoiceResponse.Builder()
                        .play(new Play.Builder(server.url("/music.wav")).build())
                        .build()))
                .open("/music.wav", context -> context.contentType("audio/wav").result(music))
                .webhook("/assignment-callback", _ -> assignment())
                .webhook("/call-ended", this::ended)
                .webhook("/events", missed::event)
                .webhook("/incoming-message", duty::text)
                .page("/", context -> context.html(Resources.text(SimpleContactCentre.class, "missed-calls.html")))
                .board("/live", missed.board());
    }

    private VoiceResponse menu() {
        var gather = new Gather.Builder()
                .numDigits(1)
                .timeout(5)
                .action(server.url("/enqueue-call"))
                .say(new Say.Builder("Welcome. For English, press 1. For Hindi, press 2.").build())
                .build();
        return new VoiceResponse.Builder()
                .gather(gather)
                .redirect(new Redirect.Builder(server.url("/incoming-call")).build())
                .build();
    }

    /// Makes the task; a wrong key gets the menu again.
    private Answer enqueue(Parameters call) {
        var language = LANGUAGES.get(call.get("Digits"));
        if (language == null) {
            return Answer.xml(menu());
        }
        var task = new Task.Builder(Json.text(Map.of("selected_language", language)))
                .priority(vips.contains(call.get("From")) ? VIP_PRIORITY : 0)
                .build();
        var enqueue = new Enqueue.Builder()
                .workflowSid(centre.workflowSid())
                .waitUrl(server.url("/dummy-music"))
                .waitUrlMethod(HttpMethod.GET)
                .task(task)
                .build();
        return Answer.xml(new VoiceResponse.Builder().enqueue(enqueue).build());
    }

    /// Calls the worker's `contact_uri` and takes the caller off hold when it answers.
    private Answer assignment() {
        return Answer.json(Json.text(Map.of(
                "instruction", "dequeue",
                "from", centre.number(),
                "post_work_activity_sid", centre.wrapUpSid(),
                "status_callback_url", server.url("/call-ended"))));
    }

    /// The work after the call is an activity of the agent here, not a state of the task.
    private Answer ended(Parameters call) {
        if (call.get("CallStatus").equals("completed") && call.has("TaskSid")) {
            centre.complete(call.get("TaskSid"));
        }
        return Answer.empty();
    }
}
