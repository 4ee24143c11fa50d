package org.cordboard.voice.control;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.bridge.Patch;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOrigin;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Line;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.twiml.Target.Address;

/// A participant that is an application (Voice reference 7.6, `app:`). As with a call from one of our numbers to another
/// there are two calls: one is dialled and sits in the conference, the other comes in at the application, whose document
/// speaks to those in the room and hears them. When one ends, the other does.
final class ApplicationParticipant {
    private static final int NO_APPLICATION = 21218;
    private static final int INTERNAL = 12400;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final int CANCELED = 487;
    private static final int BUSY = 486;

    private final Stage stage;
    private final LiveCalls calls;

    ApplicationParticipant(Stage stage) {
        this.stage = stage;
        this.calls = new LiveCalls(stage);
    }

    /// Makes the leg that is dialled; answers at once. The program runs when the application's document answers.
    ///
    /// @param prepared called with the leg before anything can happen to it
    Leg dial(Dialer.Order order, Address.Application wanted, Dialer.Prepared prepared, Program program) {
        var origin = new LegOrigin(
                stage.sids().call(),
                order.account(),
                order.direction(),
                order.from(),
                Addresses.shown(wanted),
                null,
                null,
                Map.of());
        var leg = stage.legs().add(origin, CallStatus.QUEUED, order.callback());
        prepared.with(leg);
        if (leg.live()) {
            Thread.ofVirtual().name("application-" + leg.sid()).start(() -> place(leg, order, wanted, program));
        }
        return leg;
    }

    private void place(Leg leg, Dialer.Order order, Address.Application wanted, Program program) {
        var application = stage.engine().read(view -> view.record(Application.class, wanted.sid()));
        if (application == null
                || !application.account().equals(order.account().sid())
                || application.settings().getOrDefault("voice_url", "").isBlank()) {
            giveUp(leg, NO_APPLICATION, "'" + wanted.sid() + "' is no application with a voice URL", NOT_FOUND);
            return;
        }
        var far = stage.legs().add(arriving(order, wanted), CallStatus.RINGING, LiveCalls.callback(application));
        try {
            var patch = Patch.open(stage.media(), Patch.ears(far), Patch.ears(leg));
            far.atEnd(_ -> patch.close());
            var comes = stage.legs().connect(far, Line.NONE, patch.inner());
            var goes = stage.legs().connect(leg, new Dialled(comes), patch.outer());
            stage.legs().connect(far, new Arriving(leg, goes, order.timeLimit(), program), patch.inner());
            goes.initiated();
            goes.ringing();
            stage.legs().after(leg, order.ringSeconds() + stage.config().ringGraceSeconds(), () -> {
                if (!leg.answered()) {
                    leg.release(CallStatus.NO_ANSWER, CANCELED);
                }
            });
            stage.legs().run(far, stage.endings().apply(calls.program(application)));
        } catch (IOException e) {
            giveUp(leg, INTERNAL, "no audio port is free: " + e.getMessage(), UNAVAILABLE);
            stage.legs().connect(far, Line.NONE, null).ended(CallStatus.FAILED, UNAVAILABLE);
        }
    }

    private LegOrigin arriving(Dialer.Order order, Address.Application wanted) {
        var extra = new LinkedHashMap<>(wanted.parameters());
        extra.put("ApplicationSid", wanted.sid());
        return new LegOrigin(
                stage.sids().call(),
                order.account(),
                Direction.INBOUND,
                order.from(),
                Addresses.shown(wanted),
                null,
                null,
                extra);
    }

    private void giveUp(Leg leg, int code, String why, int status) {
        stage.alerts().error(leg, code, why);
        var progress = stage.legs().connect(leg, Line.NONE, null);
        progress.initiated();
        progress.ended(CallStatus.FAILED, status);
    }

    /// The end in the conference.
    private record Dialled(Legs.Progress far) implements Line {
        @Override
        public void ring() {}

        @Override
        public boolean answer() {
            return true;
        }

        @Override
        public void close(int status, Map<String, String> headers) {
            far.ended(CallStatus.NO_ANSWER, CANCELED);
        }
    }

    /// The end at the application.
    private final class Arriving implements Line {
        private final Leg dialled;
        private final Legs.Progress progress;
        private final int timeLimit;
        private final Program program;

        Arriving(Leg dialled, Legs.Progress progress, int timeLimit, Program program) {
            this.dialled = dialled;
            this.progress = progress;
            this.timeLimit = timeLimit;
            this.program = program;
        }

        @Override
        public void ring() {}

        @Override
        public boolean answer() {
            if (!dialled.live()) {
                return false;
            }
            progress.answered();
            stage.legs().limit(dialled, timeLimit);
            stage.legs().run(dialled, program);
            return true;
        }

        @Override
        public void close(int status, Map<String, String> headers) {
            progress.ended(status == BUSY ? CallStatus.BUSY : CallStatus.NO_ANSWER, status);
        }
    }
}
