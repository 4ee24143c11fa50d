package org.cordboard.voice.script;

import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Line;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;

/// Refer: asks the far end to call someone else and tells what came of it.
final class Referral {
    private static final int NOT_SIP = 13801;
    private static final int SECONDS_MAX = 60;
    private static final int REQUEST_TIMEOUT = 408;

    private Referral() {}

    static VerbEnd perform(Stage stage, Leg leg, Verb.Refer refer) throws Departure, InterruptedException {
        if (!leg.line().refers()) {
            stage.alerts().error(leg, NOT_SIP, "<Refer> needs a caller who came by SIP");
            return VerbEnd.with(Fields.of("ReferCallStatus", "failed"));
        }
        var referring = leg.line().refer(refer.uri());
        leg.inbox().tell(referring, referring);
        var end = Deadline.inSeconds(SECONDS_MAX);
        while (true) {
            switch (leg.inbox().take(end)) {
                case Signal.Finished(var what, Line.Referred referred)
                when what == referring -> {
                    return VerbEnd.with(referred(referred));
                }
                case Signal.TimeUp _ -> {
                    return VerbEnd.with(referred(new Line.Referred(REQUEST_TIMEOUT, 0)));
                }
                default -> {
                    // Nothing else tells of the transfer.
                }
            }
        }
    }

    private static Fields referred(Line.Referred referred) {
        int outcome = referred.outcome();
        var status = switch (outcome) {
            case 486, 600 -> "busy";
            case 487, 480, 408 -> "no-answer";
            default -> outcome >= 200 && outcome < 300 ? "in-progress" : "failed";
        };
        var fields = Fields.of("ReferCallStatus", status, "ReferSipResponseCode", Integer.toString(referred.answer()));
        return referred.outcome() == 0
                ? fields
                : fields.plus("NotifySipResponseCode", Integer.toString(referred.outcome()));
    }
}
