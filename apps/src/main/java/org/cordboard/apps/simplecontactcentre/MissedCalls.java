package org.cordboard.apps.simplecontactcentre;

import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Say;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.cordboard.apps.setup.Centre;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.web.LiveBoard;
import org.cordboard.apps.web.Webhook.Answer;
import org.cordboard.apps.web.Webhook.Parameters;

/// Calls whose task was canceled before an agent took it: the caller gave up, or nobody was there. Who still waits is
/// told so. The page shows them; a restart forgets them.
final class MissedCalls {
    private static final String GAVE_UP = "hangup";

    private final Centre centre;
    private final LiveBoard board = new LiveBoard(_ -> {});
    private final AtomicInteger count = new AtomicInteger();

    /// @param total how many so far
    private record Row(int total, String at, String from, String language, String why) {}

    MissedCalls(Centre centre) {
        this.centre = centre;
    }

    LiveBoard board() {
        return board;
    }

    Answer event(Parameters event) {
        if (event.get("EventType").equals("task.canceled")) {
            var task = Json.tree(event.get("TaskAttributes"));
            var call = task.path("call_sid").asText();
            var gaveUp = event.get("TaskCanceledReason").contains(GAVE_UP);
            if (!gaveUp && !call.isEmpty()) {
                centre.tell(call, nobody());
            }
            var number = count.incrementAndGet();
            board.show(
                    Integer.toString(number),
                    new Row(
                            number,
                            Instant.now().toString(),
                            task.path("from").asText(),
                            task.path("selected_language").asText(),
                            gaveUp ? "caller gave up" : "nobody on duty"));
        }
        return Answer.empty();
    }

    private static VoiceResponse nobody() {
        return new VoiceResponse.Builder()
                .say(new Say.Builder("Nobody is on duty now. We have noted your number and will call back.").build())
                .hangup(new Hangup.Builder().build())
                .build();
    }
}
