package org.cordboard.voice.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Places;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.twiml.Target;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.twiml.Verb;
import org.jspecify.annotations.Nullable;

/// Rings the targets of a Dial until one accepts. One object per Dial, on the parent's own thread; what a called party
/// hears before the bridge runs on the thread of its leg.
final class Ringing {
    private static final int CANCELED = 487;
    private static final Duration ALERTED_FIRST = Duration.ofMillis(250);
    private static final Duration ALERTED_AT_LAST = Duration.ofSeconds(2);

    private final Stage stage;
    private final Leg leg;
    private final Verb.Dial dial;
    private final Page page;
    private final UnderWay underWay;
    private final Verdict verdict;
    private final List<Leg> children = new ArrayList<>();
    private final Map<Leg, ApplicationCall> applications = new ConcurrentHashMap<>();
    private int failed;
    private volatile @Nullable Bridge bridge;
    private @Nullable Playback ringback;

    /// @param underWay told when the targets ring and the caller is to hear of it
    Ringing(Stage stage, Leg leg, Verb.Dial dial, Page page, Verdict verdict, UnderWay underWay) {
        this.stage = stage;
        this.leg = leg;
        this.dial = dial;
        this.page = page;
        this.verdict = verdict;
        this.underWay = underWay;
    }

    /// Hears that the targets ring.
    @FunctionalInterface
    interface UnderWay {
        void hear() throws LegOver;
    }

    /// A child accepted: its whisper ended with the leg alive.
    private record Accepted(Leg child) implements Signal {}

    /// A child rings.
    private record Alerted() implements Signal {}

    /// A child is gone.
    private record Gone(Leg child) implements Signal {}

    /// Rings them all at once.
    ///
    /// @return who accepted first; empty when nobody did, or the caller gave up by his star key
    Optional<Leg> ring(List<Target.Endpoint> endpoints) throws Departure, InterruptedException {
        children.clear();
        failed = 0;
        verdict.begin();
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
                case Gone(var child) when children.contains(child) -> failed(child);
                case Signal.Digit(var key)
                when key == '*' && dial.hangupOnStar() -> {
                    release(CallStatus.CANCELED);
                    verdict.canceled();
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
            ringback = leg.media().play(Sounds.ringback(country()));
        }
        underWay.hear();
    }

    /// Where it rings as far as the caller can hear: the document's word, else the first number's country.
    private String country() {
        var wanted = dial.ringTone();
        if (wanted != null) {
            return wanted;
        }
        return children.stream()
                .map(child -> Places.of("To", child.to()).getOrDefault("ToCountry", "").toLowerCase(Locale.ROOT))
                .filter(country -> !country.isEmpty())
                .findFirst()
                .orElse("us");
    }

    private void start(Target.Endpoint endpoint) {
        var from = stage.callerId().of(leg, dial.callerId(), endpoint.address());
        if (from.isEmpty()) {
            var to = Addresses.shown(endpoint.address());
            stage.alerts().error(leg, 13214, "this caller id may not be shown to " + to);
            failed++;
            return;
        }
        if (endpoint.address() instanceof Address.Application) {
            ApplicationCall.dial(stage, leg, from.get(), dial, endpoint, page, this::watch, this::accepted);
            return;
        }
        var order = new Dialer.Order(
                leg.account(),
                Direction.DIAL,
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
        verdict.tried(child);
        child.onRinging(() -> leg.inbox().post(new Alerted()));
        child.atEnd(gone -> leg.inbox().post(new Gone(gone)));
    }

    /// The child's own program: what it hears before the bridge, then the wait for it.
    private void screen(Leg child, Target.Endpoint endpoint) throws Departure, InterruptedException {
        Screening.run(stage, child, endpoint, page);
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
            if (made != null && child == verdict.child()) {
                made.end();
            }
        }
    }

    /// Brings the one who accepted into the bridge.
    ///
    /// @return whether it is an application, which has no program that would leave by itself
    boolean invite(Leg child, Bridge talk) {
        bridge = talk;
        if (!child.live()) {
            talk.end();
        }
        var application = applications.get(child);
        if (application == null) {
            child.inbox().post(new Bridge.Invitation(talk));
            return false;
        }
        talk.admit(application.outer());
        child.atEnd(_ -> talk.end());
        return true;
    }

    private void failed(Leg child) {
        children.remove(child);
        failed++;
        verdict.failed(child);
    }

    private void others(Leg winner) {
        verdict.tried(winner);
        for (var child : List.copyOf(children)) {
            if (child != winner) {
                child.release(CallStatus.CANCELED, CANCELED);
            }
        }
    }

    /// Gives up all who are rung.
    void release(CallStatus status) {
        List.copyOf(children).forEach(child -> child.release(status, CANCELED));
    }

    /// No more ringing in the caller's ear.
    void quiet() {
        if (ringback != null) {
            ringback.stop();
            ringback = null;
        }
    }
}
