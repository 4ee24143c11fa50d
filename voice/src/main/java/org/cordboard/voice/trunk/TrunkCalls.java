package org.cordboard.voice.trunk;

import java.io.IOException;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.voice.bridge.Bridge;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.recording.RunningRecording;
import org.cordboard.voice.script.Script;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// The programs of legs that come in for a trunk: ring the other side, bridge it, pass on its refusal. Each runs on its
/// leg's own thread.
public final class TrunkCalls {
    private static final int RING_SECONDS = 120;
    private static final int CANCELED = 487;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 480;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int NOT_REACHED = 32_011;

    private final Stage stage;

    public TrunkCalls(Stage stage) {
        this.stage = stage;
    }

    /// The other side answered.
    private record Accepted(Leg child) implements Signal {}

    /// The other side is gone.
    private record Gone(Leg child) implements Signal {}

    /// Rings the other side.
    @FunctionalInterface
    private interface Ring {
        Leg dial(Dialer.Order order, Dialer.Prepared prepared, Program program);
    }

    /// From the world to the exchange, for one of its numbers.
    public Program originating(Trunk trunk, String number) {
        return leg -> {
            var child = connected(
                    leg,
                    trunk,
                    (order, prepared, program) -> stage.dialer().dial(trunk, number, order, prepared, program));
            if (unreachable(child)) {
                stage.alerts().error(leg, NOT_REACHED, "the exchange of the trunk " + trunk.sid() + " is not reached");
                recover(leg, trunk);
            }
            pass(leg, child);
        };
    }

    /// From the exchange to the world.
    public Program terminating(Trunk trunk) {
        return leg -> {
            if (stage.config().strictCallerId() && !stage.callerId().owned(leg.from())) {
                stage.alerts().error(leg, 13214, "the exchange may not show " + leg.from() + " to the world");
                leg.release(CallStatus.FAILED, FORBIDDEN);
                return;
            }
            pass(leg, connected(leg, trunk, stage.dialer()::dial));
        };
    }

    /// Returns when the call is over, however far it came.
    private Leg connected(Leg leg, Trunk trunk, Ring ring) throws Departure, InterruptedException {
        leg.detail("trunk_sid", trunk.sid().value());
        var order = new Dialer.Order(
                leg.account(),
                leg.direction(),
                leg,
                leg.from(),
                new Address.Number(leg.to()),
                null,
                RING_SECONDS,
                Dialer.Order.TIME_LIMIT,
                null);
        var child = ring.dial(
                order,
                made -> {
                    made.detail("trunk_sid", trunk.sid().value());
                    made.atEnd(gone -> leg.inbox().post(new Gone(gone)));
                },
                self -> stays(leg, self));
        try {
            if (accepted(leg, child)) {
                bridge(leg, child, trunk);
            }
            return child;
        } finally {
            child.release(CallStatus.CANCELED, CANCELED);
        }
    }

    private static boolean accepted(Leg leg, Leg child) throws Departure, InterruptedException {
        while (true) {
            switch (leg.inbox().take(Deadline.NEVER)) {
                case Accepted(var by) when by == child -> {
                    return true;
                }
                case Gone(var who) when who == child -> {
                    return false;
                }
                default -> {
                    // Keys mean nothing while it rings.
                }
            }
        }
    }

    private static void stays(Leg leg, Leg child) throws Departure, InterruptedException {
        leg.inbox().post(new Accepted(child));
        while (true) {
            if (child.inbox().take(Deadline.NEVER) instanceof Bridge.Invitation(var made)) {
                made.stay(child, false, Deadline.NEVER);
                return;
            }
        }
    }

    private void bridge(Leg leg, Leg child, Trunk trunk) throws Departure, InterruptedException {
        leg.answer();
        var talk = new Bridge(stage.media());
        child.atEnd(_ -> talk.end());
        child.inbox().post(new Bridge.Invitation(talk));
        var recording = record(leg, trunk);
        try {
            talk.stay(leg, false, Deadline.NEVER);
        } finally {
            if (recording != null) {
                recording.stop();
            }
        }
    }

    /// From the answer on, whichever of the two moments the trunk names; null when it does not record, or cannot.
    private @Nullable RunningRecording record(Leg leg, Trunk trunk) throws LegOver {
        var mode = trunk.settings().getOrDefault("recording_mode", "do-not-record");
        if (mode.equals("do-not-record")) {
            return null;
        }
        boolean trim = "trim-silence".equals(trunk.settings().get("recording_trim"));
        var wish = Recordings.Wish.of(leg, "Trunking", mode.endsWith("-dual"), trim, null);
        try {
            return stage.recordings().start(wish, leg.media()::tap);
        } catch (IOException e) {
            stage.alerts().error(leg, 12400, "cannot record: " + e.getMessage());
            return null;
        }
    }

    private static boolean unreachable(Leg child) {
        return child.status() == CallStatus.FAILED
                && (child.sipCode() / 100 == 5 || child.sipCode() == REQUEST_TIMEOUT || child.sipCode() == 0);
    }

    private void recover(Leg leg, Trunk trunk) throws Departure, InterruptedException {
        var url = trunk.settings().getOrDefault("disaster_recovery_url", "");
        if (!url.isEmpty()) {
            var method = "GET".equals(trunk.settings().get("disaster_recovery_method"))
                    ? HttpMethod.GET
                    : HttpMethod.POST;
            Script.at(stage, url, method, Fields.NONE, null).run(leg);
        }
    }

    /// What the other side said is told to who called; an answered call ends.
    private static void pass(Leg leg, Leg child) {
        var status = child.status();
        leg.release(
                status == CallStatus.COMPLETED ? CallStatus.NO_ANSWER : status,
                child.sipCode() < 300 ? UNAVAILABLE : child.sipCode());
    }
}
