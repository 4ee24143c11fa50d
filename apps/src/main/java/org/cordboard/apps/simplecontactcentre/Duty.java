package org.cordboard.apps.simplecontactcentre;

import com.twilio.rest.taskrouter.v1.workspace.Worker;
import com.twilio.twiml.MessagingResponse;
import com.twilio.twiml.messaging.Message;
import java.util.Locale;
import org.cordboard.apps.setup.Centre;
import org.cordboard.apps.web.Webhook.Answer;
import org.cordboard.apps.web.Webhook.Parameters;

/// Agents write "on" or "off" from the phone that their `contact_uri` names.
final class Duty {
    private final Centre centre;

    Duty(Centre centre) {
        this.centre = centre;
    }

    Answer text(Parameters text) {
        var words = centre.workerAt(text.get("From"))
                .map(worker -> changed(worker, text.get("Body").strip().toLowerCase(Locale.ROOT)))
                .orElse("This number takes calls. Only its agents can write to it.");
        return Answer.xml(new MessagingResponse.Builder()
                .message(new Message.Builder(words).build())
                .build());
    }

    private String changed(Worker worker, String word) {
        var name = worker.getFriendlyName();
        return switch (word) {
            case "on" -> {
                centre.put(worker.getSid(), centre.activity("Available"));
                yield name + ", you are on duty. Write off to go home.";
            }
            case "off" -> {
                centre.put(worker.getSid(), centre.activity("Offline"));
                yield name + ", you are off duty. Write on to come back.";
            }
            default -> name + ", you are " + worker.getActivityName() + ". Write on or off.";
        };
    }
}
