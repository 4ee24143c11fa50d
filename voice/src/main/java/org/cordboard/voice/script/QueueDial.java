package org.cordboard.voice.script;

import java.util.Optional;
import org.cordboard.media.Playback;
import org.cordboard.media.audio.Sounds;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.voice.bridge.Bridge;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.queue.Queues;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.twiml.Target;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Dial with a Queue: takes the longest waiting caller, or the caller of a reservation, and talks to him.
final class QueueDial {
    private final Stage stage;

    QueueDial(Stage stage) {
        this.stage = stage;
    }

    VerbEnd perform(Leg leg, Verb.Dial dial, Target.Queue wanted, Page page) throws Departure, InterruptedException {
        leg.answer();
        var offer = Reserved.find(stage, wanted);
        if (wanted.reservationSid() != null && offer.isEmpty()) {
            stage.alerts().error(leg, 14215, "the reservation has no caller that could be connected");
            return failed("failed");
        }
        if (offer.isPresent() && wanted.postWorkActivitySid() != null && offer.get().postWork() == null) {
            stage.alerts().error(leg, 14218, "'" + wanted.postWorkActivitySid() + "' is no activity of the worker");
        }
        var queue = offer.map(Reserved::queue)
                .or(() -> stage.queues().find(leg.account().sid(), wanted.name()));
        if (queue.isEmpty()) {
            stage.alerts().error(leg, 14213, "there is no queue '" + wanted.name() + "'");
            return failed("failed");
        }
        var caller = claim(leg, dial, queue.get(), offer);
        if (caller.isEmpty()) {
            return failed("no-answer");
        }
        return bridge(leg, dial, wanted, page, queue.get(), caller.get(), offer);
    }

    private Optional<Leg> claim(Leg leg, Verb.Dial dial, VoiceQueue queue, Optional<Reserved> offer)
            throws Departure, InterruptedException {
        var end = Deadline.inSeconds(dial.timeout());
        Playback ringback = null;
        try (var arrivals = stage.queues().watch(queue.sid(), leg)) {
            while (true) {
                var caller = stage.queues()
                        .claim(queue.sid(), offer.map(Reserved::call).orElse(null));
                if (caller.isPresent() || offer.isPresent()) {
                    return caller;
                }
                if (ringback == null) {
                    ringback = leg.media().play(Sounds.ringback(dial.ringTone() == null ? "us" : dial.ringTone()));
                }
                if (!arrivals.await(end)) {
                    return Optional.empty();
                }
            }
        } finally {
            if (ringback != null) {
                ringback.stop();
            }
        }
    }

    private VerbEnd bridge(
            Leg leg,
            Verb.Dial dial,
            Target.Queue wanted,
            Page page,
            VoiceQueue queue,
            Leg caller,
            Optional<Reserved> offer)
            throws Departure, InterruptedException {
        var member = stage.queues().member(caller.sid());
        var time = member.map(m -> stage.queues().figures(m).first("QueueTime").orElse("0"))
                .orElse("0");
        var bridge = new Bridge(stage.media());
        var recording = DialRecording.start(stage, leg, dial.recorded(), page);
        stage.queues().connect(caller, new Queues.Taken(bridge, before(leg, wanted, page, queue, time)));
        if (offer.isPresent() && !offer.get().accept(leg)) {
            stage.alerts().error(leg, 14217, "the reservation cannot be accepted any more");
            bridge.end();
            return failed("failed");
        }
        Departure departure = null;
        try {
            bridge.stay(leg, dial.hangupOnStar(), Deadline.inSeconds(dial.timeLimit()));
        } catch (Departure way) {
            departure = way;
        }
        offer.ifPresent(Reserved::bridgeEnded);
        var fields = Fields.of(
                        "DialCallStatus",
                        "completed",
                        "DialCallSid",
                        caller.sid().value(),
                        "DialCallDuration",
                        Long.toString(bridge.seconds()),
                        "DialBridged",
                        "true",
                        "QueueSid",
                        queue.sid().value(),
                        "QueueResult",
                        "bridged",
                        "QueueTime",
                        time)
                .plus("RecordingUrl", recording == null ? null : recording.url());
        if (recording != null) {
            recording.stop();
        }
        return new VerbEnd(fields, true, departure);
    }

    private @Nullable Program before(Leg agent, Target.Queue wanted, Page page, VoiceQueue queue, String time) {
        var url = wanted.url() == null ? Optional.<String>empty() : page.resolve(wanted.url());
        if (url.isEmpty()) {
            if (wanted.url() != null) {
                stage.alerts().error(agent, 14211, "'" + wanted.url() + "' is not an absolute URL");
            }
            return null;
        }
        var more = Fields.of(
                "QueueSid",
                queue.sid().value(),
                "QueueTime",
                time,
                "DequeingCallSid",
                agent.sid().value());
        return caller -> {
            try {
                var document = new Pages(stage.webhooks(), stage.alerts())
                        .fetch(caller, url.get(), wanted.method(), more, Context.DEQUEUED);
                new Script(stage, Context.DEQUEUED, null, more).run(caller, document);
            } catch (PageFailure failure) {
                stage.alerts().error(caller, failure.code(), String.valueOf(failure.getMessage()), failure.url(), failure.exchange());
            }
        };
    }

    private static VerbEnd failed(String status) {
        return VerbEnd.with(Fields.of("DialCallStatus", status, "DialBridged", "false"));
    }
}
