package org.cordboard.voice.dial;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.sip.SipStack;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOrigin;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Line;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Target.Address;
import org.jspecify.annotations.Nullable;

/// Makes outbound legs: record, audio, INVITEs, ring time.
public final class Dialer {
    private static final int CANCELED = 487;
    private static final int OVERLOADED = 503;
    private static final int REQUEST_TIMEOUT = 408;

    private final VoiceConfig config;
    private final Legs legs;
    private final Alerts alerts;
    private final Sids sids;
    private final MediaEngine media;
    private final SipStack sip;
    private final PagePhones pages;
    private final Engine engine;
    private final Entrance entrance;
    private final CallerId callerId;

    public Dialer(
            VoiceConfig config,
            Engine engine,
            Legs legs,
            Alerts alerts,
            Sids sids,
            MediaEngine media,
            SipStack sip,
            Entrance entrance,
            PagePhones pages) {
        this.config = config;
        this.engine = engine;
        this.callerId = new CallerId(engine, config.strictCallerId());
        this.pages = pages;
        this.entrance = entrance;
        this.legs = legs;
        this.alerts = alerts;
        this.sids = sids;
        this.media = media;
        this.sip = sip;
    }

    /// A call to make.
    ///
    /// @param from caller id as the API shows it
    /// @param timeLimit seconds the leg may last once answered
    public record Order(
            Account account,
            Direction direction,
            @Nullable Leg parent,
            String from,
            Address to,
            @Nullable Callback callback,
            int ringSeconds,
            int timeLimit,
            @Nullable String displayName) {
        public static final int TIME_LIMIT = 14_400;
    }

    /// Makes the leg and starts ringing; answers at once. The program runs when somebody answers.
    ///
    /// @param prepared called with the leg before anything can happen to it
    public Leg dial(Order order, Prepared prepared, Program program) {
        return dial(order, Turn.NOW, prepared, program);
    }

    /// The same once its turn has come.
    public Leg dial(Order order, Turn turn, Prepared prepared, Program program) {
        return dial(
                order,
                turn,
                () -> directory(order.account).find(order.to, order.from, order.displayName),
                prepared,
                program);
    }

    /// The same to the exchange that a trunk leads to.
    public Leg dial(Trunk trunk, String number, Order order, Prepared prepared, Program program) {
        return dial(
                order,
                Turn.NOW,
                () -> directory(order.account).exchange(trunk, number, order.from),
                prepared,
                program);
    }

    private Leg dial(Order order, Turn turn, Supplier<Destination> where, Prepared prepared, Program program) {
        var origin = new LegOrigin(
                sids.call(),
                order.account,
                order.direction,
                order.from,
                Addresses.shown(order.to),
                order.parent,
                order.from.startsWith("+") ? callerId.sid(order.from).orElse(null) : null,
                Map.of());
        var leg = legs.add(origin, CallStatus.QUEUED, order.callback);
        if (order.to instanceof Address.Number(var _, var byoc) && byoc != null) {
            leg.atEnd(gone -> reached(gone, byoc));
        }
        prepared.with(leg);
        legs.run(leg, self -> {
            turn.await(self);
            ring(self, order, where.get(), program);
        });
        return leg;
    }

    /// What a leg waits for before it is placed.
    @FunctionalInterface
    public interface Turn {
        void await(Leg leg) throws Departure, InterruptedException;

        Turn NOW = _ -> {};
    }

    /// Sees a new leg first.
    @FunctionalInterface
    public interface Prepared {
        void with(Leg leg);

        Prepared NOTHING = _ -> {};
    }

    private void ring(Leg leg, Order order, Destination where, Program program)
            throws Departure, InterruptedException {
        switch (where) {
            case Destination.Nowhere nowhere -> giveUp(leg, nowhere);
            case Destination.Phones phones -> {
                place(leg, phones);
                awaitAnswer(leg, order);
                legs.limit(leg, order.timeLimit);
                program.run(leg);
            }
        }
    }

    /// A trunk none of whose targets took the call is told to whoever built the application. An answer such as busy is
    /// the callee's.
    private void reached(Leg gone, String byoc) {
        if (gone.status() == CallStatus.FAILED && (gone.sipCode() / 100 == 5 || gone.sipCode() == REQUEST_TIMEOUT)) {
            alerts.error(gone, 32400, "no target of the trunk " + byoc + " took the call");
        }
    }

    private Directory directory(Account account) {
        return new Directory(config, engine, sip, entrance, account, identity -> pages.of(account, identity));
    }

    private void giveUp(Leg leg, Destination.Nowhere nowhere) throws LegOver {
        if (nowhere.code() != 0) {
            alerts.error(leg, nowhere.code(), nowhere.why());
        }
        var progress = legs.connect(leg, Line.NONE, null);
        progress.initiated();
        progress.ended(nowhere.status(), nowhere.sipStatus());
        throw new LegOver();
    }

    private void place(Leg leg, Destination.Phones phones) throws LegOver {
        var ears = new EndpointEars(leg);
        try {
            var endpoint = media.openRtp(ears);
            leg.atEnd(_ -> endpoint.close());
            var line = new OutboundLine(leg, endpoint, legs, new OutboundLine.Means(sip, media, config, alerts));
            ears.of(line);
            var progress = legs.connect(leg, line, endpoint);
            progress.initiated();
            line.place(phones);
        } catch (IOException e) {
            alerts.error(leg, 12400, "no audio port is free: " + e.getMessage());
            new Legs.Progress(leg).ended(CallStatus.FAILED, OVERLOADED);
            throw new LegOver();
        }
    }

    private void awaitAnswer(Leg leg, Order order) throws Departure, InterruptedException {
        var deadline = Deadline.in(Duration.ofSeconds((long) order.ringSeconds + config.ringGraceSeconds()));
        while (true) {
            switch (leg.inbox().take(deadline)) {
                case Signal.Answered _ -> {
                    return;
                }
                case Signal.TimeUp _ -> {
                    leg.release(CallStatus.NO_ANSWER, CANCELED);
                    throw new LegOver();
                }
                default -> {
                    // Nothing else matters to a phone that rings.
                }
            }
        }
    }
}
