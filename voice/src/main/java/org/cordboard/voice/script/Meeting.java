package org.cordboard.voice.script;

import org.cordboard.media.JitterBufferSize;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
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
        var coached = wanted.coach() == null ? null : coached(wanted.coach());
        if (wanted.coach() != null && coached == null) {
            stage.alerts().error(leg, JoinFailure.BAD_COACH, "there is no call to coach of that SID");
            return VerbEnd.with(Fields.of("DialCallStatus", "failed"));
        }
        var joining = joining(leg, wanted, page, conference.sid()).withCoach(coached);
        var recorded = DialRecording.start(stage, leg, dial.recorded(), page);
        Departure departure = null;
        var status = "answered";
        try {
            stage.conferences()
                    .stay(conference, leg, joining, dial.hangupOnStar(), Deadline.inSeconds(dial.timeLimit()));
        } catch (JoinFailure failure) {
            stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()));
            if (failure.code() == JoinFailure.LABEL_IN_USE) {
                return VerbEnd.nothing();
            }
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

    private @Nullable CallSid coached(String sid) {
        return stage.legs().find(sid).map(Leg::sid).orElse(null);
    }

    private Joining joining(Leg leg, Target.Conference wanted, Page page, ConferenceSid sid) {
        var waits = new Waits(stage);
        var more = Fields.of("ConferenceSid", sid.value(), "FriendlyName", wanted.name());
        var url = absolute(leg, wanted.waitUrl(), page);
        return new Joining(
                wanted.muted(),
                wanted.beepOnEnter(),
                wanted.beepOnExit(),
                wanted.startOnEnter(),
                wanted.endOnExit(),
                wanted.label(),
                JitterBufferSize.named(wanted.jitterBuffer()),
                wanted.maxParticipants(),
                wanted.record(),
                wanted.trimSilence(),
                false,
                null,
                Script.absolute(wanted.statusCallback(), page),
                Script.absolute(wanted.recordingCallback(), page),
                waits.conferenceOrFail(url, wanted.waitMethod(), more),
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
}
