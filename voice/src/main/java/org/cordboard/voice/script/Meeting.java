package org.cordboard.voice.script;

import org.cordboard.media.JitterBufferSize;
import org.cordboard.voice.conference.JoinFailure;
import org.cordboard.voice.conference.Joining;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.twiml.Target;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Dial with a Conference: join by name and stay.
final class Meeting {
    private final Stage stage;

    Meeting(Stage stage) {
        this.stage = stage;
    }

    VerbEnd perform(Leg leg, Verb.Dial dial, Target.Conference wanted, Page page)
            throws Departure, InterruptedException {
        leg.answer();
        var conference = stage.conferences().named(leg.account(), wanted.name());
        var joining = joining(leg, wanted, page);
        var recorded = Dialing.record(stage, leg, dial.recorded(), page);
        Departure departure = null;
        var status = "answered";
        try {
            stage.conferences()
                    .stay(conference, leg, joining, dial.hangupOnStar(), Deadline.inSeconds(dial.timeLimit()));
        } catch (JoinFailure failure) {
            stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()));
            status = "failed";
        } catch (LegOver | Diverted way) {
            departure = way;
            status = way instanceof LegOver ? "completed" : "answered";
        }
        var fields = Fields.of("DialCallStatus", status);
        if (recorded != null) {
            recorded.stop();
            fields = fields.plus("RecordingUrl", recorded.url());
        }
        return new VerbEnd(fields, true, departure);
    }

    private Joining joining(Leg leg, Target.Conference wanted, Page page) {
        var waits = new Waits(stage);
        var more = Fields.of("FriendlyName", wanted.name());
        var url = absolute(leg, wanted.waitUrl(), page);
        var coach = wanted.coach();
        return new Joining(
                wanted.muted(),
                wanted.beepOnEnter(),
                wanted.beepOnExit(),
                wanted.startOnEnter(),
                wanted.endOnExit(),
                wanted.label(),
                jitterBuffer(wanted.jitterBuffer()),
                wanted.maxParticipants(),
                wanted.record(),
                wanted.trimSilence(),
                coach != null,
                coach == null ? null : stage.legs().find(coach).map(Leg::sid).orElse(null),
                Script.absolute(wanted.statusCallback(), page),
                Script.absolute(wanted.recordingCallback(), page),
                waits.conference(url, wanted.waitMethod(), more),
                waits.conference(null, wanted.waitMethod(), more));
    }

    private @Nullable String absolute(Leg leg, @Nullable String reference, Page page) {
        if (reference == null || reference.isEmpty()) {
            return reference;
        }
        var url = page.resolve(reference);
        if (url.isEmpty()) {
            stage.alerts().warn(leg, 13233, "'" + reference + "' is not a waitUrl");
        }
        return url.orElse(null);
    }

    static JitterBufferSize jitterBuffer(String word) {
        return switch (word) {
            case "off" -> JitterBufferSize.OFF;
            case "small" -> JitterBufferSize.SMALL;
            case "medium" -> JitterBufferSize.MEDIUM;
            default -> JitterBufferSize.LARGE;
        };
    }
}
