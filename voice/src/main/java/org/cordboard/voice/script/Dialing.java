package org.cordboard.voice.script;

import java.util.List;
import java.util.Optional;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.bridge.Bridge;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.twiml.Target;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.twiml.Verb.Recorded;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Dial with Number, Client, Sip and Application: rings one or many, bridges the first to accept, tells what came of it.
/// One object per run, on the parent's own thread.
final class Dialing {
    private static final int CANCELED = 487;

    private final Stage stage;
    private final Leg leg;
    private final Verb.Dial dial;
    private final Page page;
    private final Verdict verdict = new Verdict();
    private final Ringing ringing;
    private boolean redirected;
    private @Nullable RunningRecording recording;

    Dialing(Stage stage, Leg leg, Verb.Dial dial, Page page) {
        this.stage = stage;
        this.leg = leg;
        this.dial = dial;
        this.page = page;
        this.ringing = new Ringing(stage, leg, dial, page, verdict, () -> record(Recorded.When.FROM_RINGING));
    }

    VerbEnd perform(Target.Endpoints targets) throws Departure, InterruptedException {
        try {
            for (var group : groups(targets.list())) {
                var winner = ringing.ring(group);
                if (winner.isPresent()) {
                    return bridge(winner.get());
                }
            }
            return end(null, verdict.status().wire(), null);
        } catch (Departure departure) {
            var over = departure instanceof LegOver;
            ringing.release(over ? CallStatus.NO_ANSWER : CallStatus.CANCELED);
            return end(null, over ? "no-answer" : "completed", departure);
        } finally {
            ringing.quiet();
        }
    }

    private List<List<Target.Endpoint>> groups(List<Target.Endpoint> endpoints) {
        return dial.sequential() ? endpoints.stream().map(List::of).toList() : List.of(endpoints);
    }

    private void record(Recorded.When now) throws LegOver {
        if (recording == null && dial.recorded().when() == now) {
            recording = DialRecording.start(stage, leg, dial.recorded(), page);
        }
    }

    private VerbEnd bridge(Leg child) throws Departure, InterruptedException {
        ringing.quiet();
        leg.answer();
        record(Recorded.When.FROM_ANSWER);
        var talk = new Bridge(stage.media());
        watchTransfers(leg, child);
        watchTransfers(child, leg);
        boolean application = ringing.invite(child, talk);
        Departure departure = null;
        try {
            // The child leaves by itself when its stay ends, unless REST gave it something else to do.
            var how = talk.stay(leg, dial.hangupOnStar(), Deadline.inSeconds(dial.timeLimit()));
            redirected = how == Bridge.End.OTHER_LEFT && child.live();
        } catch (Departure way) {
            departure = way;
        } finally {
            leg.onTransfer(null);
            child.onTransfer(null);
            if (application) {
                child.release(CallStatus.COMPLETED, CANCELED);
            }
        }
        return end(talk, "completed", departure);
    }

    /// A party wants its partner to go elsewhere (Voice reference 11.9).
    private void watchTransfers(Leg sender, Leg partner) {
        var url = dial.referUrl() == null ? Optional.<String>empty() : page.resolve(dial.referUrl());
        sender.onTransfer(transfer -> {
            if (url.isEmpty()) {
                stage.alerts().error(sender, 13802, "a party asked for a transfer, but <Dial> has no referUrl");
                transfer.refuse();
                return;
            }
            transfer.accept();
            var more = Fields.of("ReferTransferTarget", transfer.target());
            var script = Script.at(stage, url.get(), dial.referMethod(), more, null);
            partner.divert(script, Diverted.Why.REDIRECTED);
            transfer.report(200);
            sender.release(CallStatus.COMPLETED, 200);
        });
    }

    private VerbEnd end(@Nullable Bridge talk, String status, @Nullable Departure departure) {
        Long seconds = talk == null || redirected ? null : talk.seconds();
        var fields = verdict.told(status, talk != null, seconds);
        if (recording != null) {
            recording.stop();
            fields = fields.plus("RecordingUrl", recording.url());
        }
        return new VerbEnd(fields, true, departure);
    }
}
