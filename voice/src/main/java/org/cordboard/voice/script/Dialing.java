package org.cordboard.voice.script;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.media.Playback;
import org.cordboard.media.audio.Sounds;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.bridge.Bridge;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.twiml.Target;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.twiml.Verb.Recorded;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Dial with Number, Client and Sip: rings one or many, bridges the first to accept, tells what came of it. One object
/// per run, on the parent's own thread.
final class Dialing {
    private static final int CANCELED = 487;
    private static final Duration ALERTED_FIRST = Duration.ofMillis(250);
    private static final Duration ALERTED_AT_LAST = Duration.ofSeconds(2);

    private final Stage stage;
    private final Leg leg;
    private final Verb.Dial dial;
    private final Page page;
    private final List<Leg> children = new ArrayList<>();
    private final Map<Leg, ApplicationCall> applications = new ConcurrentHashMap<>();
    private int failed;
    private CallStatus verdict = CallStatus.FAILED;
    private volatile @Nullable Leg lastTried;
    private volatile @Nullable Bridge bridge;
    private boolean redirected;
    private @Nullable RunningRecording recording;
    private @Nullable Playback ringback;

    Dialing(Stage stage, Leg leg, Verb.Dial dial, Page page) {
        this.stage = stage;
        this.leg = leg;
        this.dial = dial;
        this.page = page;
    }

    /// A child accepted: its whisper ended with the leg alive.
    private record Accepted(Leg child) implements Signal {}

    /// A child rings.
    private record Alerted() implements Signal {}

    /// A child is gone.
    private record Gone(Leg child) implements Signal {}

    VerbEnd perform(Target.Endpoints targets) throws Departure, InterruptedException {
        try {
            for (var group : groups(targets.list())) {
                var winner = ring(group);
                if (winner.isPresent()) {
                    return bridge(winner.get());
                }
            }
            return end(null, verdict.wire(), null);
        } catch (Departure departure) {
            var over = departure instanceof LegOver;
            release(over ? CallStatus.NO_ANSWER : CallStatus.CANCELED);
            return end(null, over ? "no-answer" : "completed", departure);
        } finally {
            quiet();
        }
    }

    private List<List<Target.Endpoint>> groups(List<Target.Endpoint> endpoints) {
        return dial.sequential() ? endpoints.stream().map(List::of).toList() : List.of(endpoints);
    }

    private Optional<Leg> ring(List<Target.Endpoint> endpoints) throws Departure, InterruptedException {
        children.clear();
        failed = 0;
        verdict = CallStatus.FAILED;
        for (var endpoint : endpoints) {
            start(endpoint);
        }
        var answer = fromPageToPage(endpoints) ? Deadline.in(ALERTED_AT_LAST) : Deadline.NEVER;
        if (answer.never()) {
            answer(endpoints.size());
        }
        while (failed < endpoints.size()) {
            switch (leg.inbox().take(answer)) {
                case Alerted _ -> answer = answer.never() ? answer : answer.or(Deadline.in(ALERTED_FIRST));
                case Signal.TimeUp _ -> {
                    answer = Deadline.NEVER;
                    answer(endpoints.size());
                }
                case Accepted(var child)
                when children.contains(child) && child.live() -> {
                    others(child);
                    return Optional.of(child);
                }
                case Gone(var child) when children.contains(child) -> failed(child.status(), child);
                case Signal.Digit(var key)
                when key == '*' && dial.hangupOnStar() -> {
                    release(CallStatus.CANCELED);
                    verdict = CallStatus.CANCELED;
                    quiet();
                    return Optional.empty();
                }
                default -> {
                    // Keys mean nothing while it rings.
                }
            }
        }
        answer(0);
        quiet();
        return Optional.empty();
    }

    /// Over the internet a page hears of a call to it before its caller's page has its media up. Here both are quick,
    /// and applications that count on that order would miss one of the two.
    private boolean fromPageToPage(List<Target.Endpoint> endpoints) {
        return !leg.answered()
                && leg.from().startsWith("client:")
                && endpoints.stream().anyMatch(e -> e.address() instanceof Address.Client);
    }

    /// Once the targets are on their way.
    private void answer(int targets) throws LegOver {
        if (!dial.answerOnBridge()) {
            leg.answer();
        }
        if (leg.answered() && ringback == null && failed < targets) {
            var country = dial.ringTone();
            ringback = leg.media().play(Sounds.ringback(country == null ? "us" : country));
        }
        if (recording == null && dial.recorded().when() == Recorded.When.FROM_RINGING) {
            recording = record(stage, leg, dial.recorded(), page);
        }
    }

    private void start(Target.Endpoint endpoint) {
        var from = stage.callerId().of(leg, dial.callerId(), endpoint.address());
        if (from.isEmpty()) {
            stage.alerts().error(leg, 13214, "this caller id may not be shown to " + shown(endpoint.address()));
            failed++;
            return;
        }
        if (endpoint.address() instanceof Address.Application) {
            ApplicationCall.dial(stage, leg, from.get(), dial, endpoint, page, this::watch, this::accepted);
            return;
        }
        var order = new Dialer.Order(
                leg.account(),
                Leg.Direction.DIAL,
                leg,
                from.get(),
                endpoint.address(),
                Script.absolute(endpoint.statusCallback(), page),
                dial.timeout(),
                dial.timeLimit(),
                null);
        stage.dialer().dial(order, this::watch, child -> screen(child, endpoint));
    }

    private void accepted(Leg child, ApplicationCall call) {
        applications.put(child, call);
        leg.inbox().post(new Accepted(child));
    }

    private void watch(Leg child) {
        children.add(child);
        lastTried = child;
        child.onRinging(() -> leg.inbox().post(new Alerted()));
        child.atEnd(gone -> leg.inbox().post(new Gone(gone)));
    }

    private static String shown(Address address) {
        return Addresses.shown(address);
    }

    /// The child's own program: what it hears before the bridge, then the wait for it.
    private void screen(Leg child, Target.Endpoint endpoint) throws Departure, InterruptedException {
        if (endpoint.sendDigits() != null) {
            var sending = child.media().sendDigits(endpoint.sendDigits());
            child.inbox().tell(sending.ended(), sending);
            Signal signal;
            do {
                signal = child.inbox().take(Deadline.NEVER);
            } while (!(signal instanceof Signal.Finished(var what, var _) && what == sending));
        }
        if (endpoint.machineDetection() != null) {
            Detection.start(stage, child, endpoint.machineDetection(), page);
        }
        if (endpoint.url() != null) {
            var whisper = page.resolve(endpoint.url());
            if (whisper.isEmpty()) {
                stage.alerts().error(child, 11100, "'" + endpoint.url() + "' is not an absolute URL");
                return;
            }
            Script.whisper(stage, whisper.get(), endpoint.method()).run(child);
        }
        try {
            leg.inbox().post(new Accepted(child));
            while (true) {
                if (child.inbox().take(Deadline.NEVER) instanceof Bridge.Invitation(var made)) {
                    made.stay(child, false, Deadline.NEVER);
                    return;
                }
            }
        } finally {
            // Gone before the invitation came: the parent must not wait for it alone.
            var made = bridge;
            if (made != null && child == lastTried) {
                made.end();
            }
        }
    }

    private VerbEnd bridge(Leg child) throws Departure, InterruptedException {
        quiet();
        leg.answer();
        if (dial.recorded().when() == Recorded.When.FROM_ANSWER) {
            recording = record(stage, leg, dial.recorded(), page);
        }
        var talk = new Bridge(stage.media());
        bridge = talk;
        if (!child.live()) {
            talk.end();
        }
        watchTransfers(leg, child);
        watchTransfers(child, leg);
        var application = applications.get(child);
        if (application == null) {
            child.inbox().post(new Bridge.Invitation(talk));
        } else {
            talk.admit(application.outer());
            child.atEnd(_ -> talk.end());
        }
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
            if (application != null) {
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
        var child = lastTried;
        var fields = Fields.of("DialCallStatus", status, "DialBridged", Boolean.toString(talk != null))
                .plus("DialCallSid", child == null ? null : child.sid().value())
                .plus("DialCallDuration", talk == null || redirected ? null : Long.toString(talk.seconds()));
        if (child != null && child.to().startsWith("sip:")) {
            fields = fields.plus("DialSipResponseCode", Integer.toString(child.sipCode()));
            for (var header : child.farHeaders().entrySet()) {
                var name = header.getKey().equals("Call-ID") ? "DialSipCallId" : "DialSipHeader_" + header.getKey();
                fields = fields.plus(name, header.getValue());
            }
        }
        if (recording != null) {
            recording.stop();
            fields = fields.plus("RecordingUrl", recording.url());
        }
        return new VerbEnd(fields, true, departure);
    }

    /// Of several failures the friendliest is told.
    private void failed(CallStatus status, Leg child) {
        children.remove(child);
        failed++;
        if (rank(status) >= rank(verdict)) {
            verdict = status;
            lastTried = child;
        }
    }

    private static int rank(CallStatus status) {
        return switch (status) {
            case BUSY -> 4;
            case NO_ANSWER, COMPLETED -> 3;
            case CANCELED -> 2;
            case FAILED, QUEUED, RINGING, IN_PROGRESS -> 1;
        };
    }

    private void others(Leg winner) {
        lastTried = winner;
        for (var child : List.copyOf(children)) {
            if (child != winner) {
                child.release(CallStatus.CANCELED, CANCELED);
            }
        }
    }

    private void release(CallStatus status) {
        List.copyOf(children).forEach(child -> child.release(status, CANCELED));
    }

    private void quiet() {
        if (ringback != null) {
            ringback.stop();
            ringback = null;
        }
    }

    /// Starts recording a leg as a Dial wants it; null when it does not, or cannot.
    static @Nullable RunningRecording record(Stage stage, Leg leg, Recorded recorded, Page page) throws LegOver {
        if (recorded.when() == Recorded.When.NEVER) {
            return null;
        }
        var wish = new Recordings.Wish(
                leg,
                null,
                "DialVerb",
                recorded.dual(),
                recorded.track(),
                recorded.trimSilence(),
                Duration.ofHours(4),
                Duration.ZERO,
                Script.absolute(recorded.callback(), page));
        try {
            var endpoint = leg.media();
            var run = stage.recordings().start(wish, endpoint::tap);
            leg.recorded(run.url(), run.sid(), run.ended().thenApply(RunningRecording.Ended::seconds));
            return run;
        } catch (IOException e) {
            stage.alerts().error(leg, 12400, "cannot record: " + e.getMessage());
            return null;
        }
    }
}
