package org.cordboard.voice.script;

import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.twiml.Target;

/// What happens on a called party's leg between its answer and the bridge: keys are sent, somebody listens who answered,
/// a document is run. On that leg's own thread.
final class Screening {
    private static final int DECLINED = 603;

    private Screening() {}

    static void run(Stage stage, Leg child, Target.Endpoint endpoint, Page page)
            throws Departure, InterruptedException {
        if (endpoint.sendDigits() != null) {
            press(child, endpoint.sendDigits());
        }
        if (endpoint.machineDetection() != null) {
            Detection.start(stage, child, endpoint.machineDetection(), page);
        }
        if (endpoint.url() == null) {
            return;
        }
        var whisper = page.resolve(endpoint.url());
        if (whisper.isEmpty()) {
            stage.alerts().error(child, 11100, "'" + endpoint.url() + "' is not an absolute URL");
            child.release(CallStatus.FAILED, DECLINED);
            throw new LegOver();
        }
        Script.whisper(stage, whisper.get(), endpoint.method()).run(child);
    }

    private static void press(Leg child, String digits) throws Departure, InterruptedException {
        var sending = child.media().sendDigits(digits);
        child.inbox().tell(sending.ended(), sending);
        Signal signal;
        do {
            signal = child.inbox().take(Deadline.NEVER);
        } while (!(signal instanceof Signal.Finished(var what, var _) && what == sending));
    }
}
