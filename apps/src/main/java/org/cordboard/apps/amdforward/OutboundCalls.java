package org.cordboard.apps.amdforward;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Say;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import java.net.URI;
import java.util.List;
import org.cordboard.apps.web.WebServer;

/// What the application asks of the platform. An interface's worth of it, so that tests can stand in.
class OutboundCalls {
    private static final int RING_SECONDS = 25;

    private final TwilioRestClient client;
    private final WebServer server;
    private final String callerId;

    /// @param callerId shown to the destination; empty shows the caller's own number, where the account may
    OutboundCalls(TwilioRestClient client, WebServer server, String callerId) {
        this.client = client;
        this.server = server;
        this.callerId = callerId;
    }

    /// Dials with machine detection; everything that follows arrives at `/outgoing`.
    ///
    /// @return SID of the outbound call
    String dial(String inbound, String caller, String destination) {
        var outgoing = server.url("/outgoing?conference=" + inbound);
        return Call.creator(
                        new PhoneNumber(destination),
                        new PhoneNumber(callerId.isEmpty() ? caller : callerId),
                        URI.create(outgoing))
                .setMachineDetection("Enable")
                .setTimeout(RING_SECONDS)
                .setStatusCallback(outgoing)
                .setStatusCallbackEvent(List.of("initiated", "ringing", "answered", "completed"))
                .create(client)
                .getSid();
    }

    /// Ends a call that is ringing as well as one that was just answered.
    void hangUp(String callSid) {
        Call.updater(callSid).setStatus(Call.UpdateStatus.COMPLETED).update(client);
    }

    /// Takes the caller out of the conference, tells why nobody comes, and hangs up.
    void apologize(String callSid, String why) {
        var twiml = new VoiceResponse.Builder()
                .say(new Say.Builder(why).build())
                .hangup(new Hangup.Builder().build())
                .build();
        Call.updater(callSid).setTwiml(new Twiml(twiml.toXml())).update(client);
    }
}
