package org.cordboard.apps.amdtaskrouter;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.type.PhoneNumber;
import java.net.URI;
import org.cordboard.apps.web.WebServer;

/// Calls to agents' phones.
class OutboundCalls {
    private static final int RING_SECONDS = 20;

    private final TwilioRestClient client;
    private final WebServer server;
    private final String callerId;

    /// @param callerId shown to the agents; empty shows the caller's own number, where the account may
    OutboundCalls(TwilioRestClient client, WebServer server, String callerId) {
        this.client = client;
        this.server = server;
        this.callerId = callerId;
    }

    /// Dials with machine detection; task and reservation travel in the address that is told the outcome.
    ///
    /// @return SID of the call
    String ring(Assignment assignment) {
        var outbound = server.url(
                "/outbound?task=" + assignment.taskSid() + "&reservation=" + assignment.reservationSid());
        return Call.creator(
                        new PhoneNumber(assignment.phone()),
                        new PhoneNumber(callerId.isEmpty() ? assignment.caller() : callerId),
                        URI.create(outbound))
                .setMachineDetection("Enable")
                .setTimeout(RING_SECONDS)
                .setStatusCallback(outbound)
                .create(client)
                .getSid();
    }

    void hangUp(String callSid) {
        Call.updater(callSid).setStatus(Call.UpdateStatus.COMPLETED).update(client);
    }
}
