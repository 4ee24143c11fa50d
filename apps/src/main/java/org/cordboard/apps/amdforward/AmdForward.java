package org.cordboard.apps.amdforward;

import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Conference;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Hangup;
import java.util.List;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.setup.Agent;
import org.cordboard.apps.setup.Telephony;
import org.cordboard.apps.web.Resources;
import org.cordboard.apps.web.Site;
import org.cordboard.apps.web.WebServer;
import org.cordboard.apps.web.Webhook.Answer;
import org.cordboard.apps.web.Webhook.Parameters;

/// The routes: `/incoming` for calls that come in (`/inbound` is the same), `/outgoing` for everything that becomes of
/// the outbound call, `/conference` for the caller coming and going, and the dashboard.
public final class AmdForward {
    private static final int USUAL_PORT = 5000;

    private final WebServer server;
    private final Forwarding forwarding;

    AmdForward(WebServer server, Forwarding forwarding) {
        this.server = server;
        this.forwarding = forwarding;
    }

    public static AutoCloseable start(Environment environment) {
        var site = Site.of(environment, USUAL_PORT);
        var platform = site.platform();
        var agent = Agent.of(site, "FORWARDING_NUMBER", "dave").getFirst();
        Agent.phones(site, List.of(agent));
        var server = site.server();
        var forwarding = new Forwarding(
                new OutboundCalls(platform.client(), server, environment.get("CALLER_ID", "")), agent.address());
        new AmdForward(server, forwarding).routes();
        site.started(server);
        var number = environment.get("INCOMING_NUMBER", "+15550001030");
        new Telephony(platform).number(number, server.url("/incoming"));
        System.out.printf("""
                Forwarding with machine detection works with %s.
                  1. Open %s and set the destination; now it is %s.
                  2. Call %s and answer the destination's phone as a person, a machine, or not at all.
                  3. Watch the dashboard.
                """, platform.name(), site.page(), agent.address(), number);
        return server;
    }

    void routes() {
        server.page("/", context -> context.html(Resources.text(AmdForward.class, "dashboard.html")))
                .page("/index", context -> context.redirect("/"))
                .board("/live", forwarding.board())
                .webhook("/incoming", this::incoming)
                .webhook("/inbound", this::incoming)
                .webhook("/wait", _ -> Answer.xml(Resources.text(AmdForward.class, "wait.xml")))
                .webhook("/outgoing", this::outgoing)
                .webhook("/conference", this::conference);
    }

    /// The caller waits in a conference named after the call, which ends when either side leaves.
    private Answer incoming(Parameters call) {
        var callSid = call.get("CallSid");
        forwarding.incoming(callSid, call.get("From"));
        var conference = room(callSid)
                .waitUrl(server.url("/wait"))
                .statusCallback(server.url("/conference"))
                .statusCallbackEvents(List.of(Conference.Event.JOIN, Conference.Event.END))
                .build();
        return Answer.xml(new VoiceResponse.Builder()
                .dial(new Dial.Builder().conference(conference).build())
                .build());
    }

    /// Serves both as the outbound call's document, asked for when somebody answered, and as its status callback.
    private Answer outgoing(Parameters call) {
        var inbound = call.get("conference");
        if (call.has("CallbackSource")) {
            forwarding.progress(inbound, call.get("CallStatus"));
            return Answer.empty();
        }
        if (!forwarding.answered(inbound, call.get("AnsweredBy"))) {
            return Answer.xml(
                    new VoiceResponse.Builder().hangup(new Hangup.Builder().build()).build());
        }
        return Answer.xml(new VoiceResponse.Builder()
                .dial(new Dial.Builder().conference(room(inbound).build()).build())
                .build());
    }

    private Answer conference(Parameters event) {
        var inbound = event.get("FriendlyName");
        if (event.get("StatusCallbackEvent").equals("conference-end")) {
            forwarding.ended(inbound);
        } else if (event.get("CallSid").equals(inbound)) {
            forwarding.waiting(inbound);
        }
        return Answer.empty();
    }

    private static Conference.Builder room(String callSid) {
        return new Conference.Builder(callSid)
                .beep(Conference.Beep.FALSE)
                .startConferenceOnEnter(true)
                .endConferenceOnExit(true);
    }
}
