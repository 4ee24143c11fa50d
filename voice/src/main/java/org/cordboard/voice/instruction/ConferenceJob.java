package org.cordboard.voice.instruction;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.conference.JoinFailure;
import org.cordboard.voice.conference.Joining;
import org.cordboard.voice.conference.LiveConference;
import org.cordboard.voice.control.ConferenceOptions;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.script.Waits;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One conference instruction: ring the worker, bring the customer, accept; or put everything back as it was.
final class ConferenceJob {
    private static final Logger LOG = LoggerFactory.getLogger(ConferenceJob.class);
    private static final int CUSTOMER_SECONDS = 10;
    private static final int GONE = 40144;

    /// The customer of an outbound task.
    record Outbound(Address to, String from) {}

    /// How the ringing ended.
    private enum Ringing {
        WORKER_IN,
        WORKER_FAILED,
        CUSTOMER_GONE,
        RESERVATION_LOST
    }

    private final Stage stage;
    private final Waits waits;
    private final Watch watch;
    private final TaskLegs legs;
    private final Held held;
    private final Options options;
    private final Address to;
    private final @Nullable Leg customer;
    private final @Nullable Leg seated;
    private final @Nullable Outbound outbound;
    private final CompletableFuture<Ringing> ringing = new CompletableFuture<>();

    ConferenceJob(
            Stage stage,
            Waits waits,
            Watch watch,
            TaskLegs legs,
            Held held,
            Options options,
            Address to,
            @Nullable Leg customer,
            @Nullable Leg seated,
            @Nullable Outbound outbound) {
        this.stage = stage;
        this.waits = waits;
        this.watch = watch;
        this.legs = legs;
        this.held = held;
        this.options = options;
        this.to = to;
        this.customer = customer;
        this.seated = seated;
        this.outbound = outbound;
    }

    void run() {
        var reservation = held.reservation().sid();
        watch.put(reservation, () -> ringing.complete(Ringing.RESERVATION_LOST));
        try {
            meet();
        } catch (InterruptedException | ExecutionException e) {
            LOG.warn("the conference of {} failed", reservation, e);
            held.cancel(null);
        } catch (RuntimeException e) {
            LOG.error("the conference of {} failed because of a fault of this server", reservation, e);
            held.cancel(null);
        } finally {
            watch.remove(reservation);
        }
    }

    private void meet() throws InterruptedException, ExecutionException {
        var waiting = customer;
        if (waiting != null) {
            var member = stage.queues().member(waiting.sid());
            if (member.isEmpty()
                    || stage.queues().claim(member.get().queue(), waiting.sid()).isEmpty()) {
                held.cancel(GONE);
                return;
            }
            waiting.atEnd(_ -> ringing.complete(Ringing.CUSTOMER_GONE));
        }
        if (seated != null) {
            seated.atEnd(_ -> ringing.complete(Ringing.CUSTOMER_GONE));
        }
        var conference =
                stage.conferences().named(held.account(), held.task().sid().value());
        var worker = ringWorker(conference);
        var outcome = ringing.get();
        LOG.info("{}: {}", held.reservation().sid(), outcome);
        switch (outcome) {
            case WORKER_IN -> bringCustomer(conference, worker);
            case WORKER_FAILED -> {
                endUnlessSeated(conference, "last-participant-left", worker.sid());
                if (worker.status() == CallStatus.NO_ANSWER) {
                    held.cancelUnanswered();
                    waitOn();
                } else {
                    putBack(null);
                }
            }
            case CUSTOMER_GONE, RESERVATION_LOST -> {
                worker.release(CallStatus.CANCELED, 487);
                endUnlessSeated(conference, "conference-ended-via-api", null);
                if (outcome == Ringing.CUSTOMER_GONE) {
                    putBack(GONE);
                } else {
                    waitOn();
                }
            }
        }
    }

    private Leg ringWorker(LiveConference conference) {
        var callback = options.callback("StatusCallback", HttpMethod.POST, Set.of("completed"));
        var from = options.text("From", from());
        var order = Instructions.order(held, to, from, callback, options.whole("Timeout", 60));
        var joining = ConferenceOptions.joining(options, waits, null, null);
        var worker = stage.dialer().dial(order, leg -> leg.atEnd(_ -> ringing.complete(Ringing.WORKER_FAILED)), leg -> {
            conference
                    .arrival(leg.sid())
                    .thenAccept(came -> ringing.complete(came ? Ringing.WORKER_IN : Ringing.WORKER_FAILED));
            stay(conference, joining).run(leg);
        });
        return worker;
    }

    private String from() {
        var dialled = held.attribute("to");
        var ours = outbound == null ? dialled : held.attribute("from");
        return ours == null ? "anonymous" : ours;
    }

    private void bringCustomer(LiveConference conference, Leg worker) throws InterruptedException, ExecutionException {
        var leg = customer;
        var arrived = new CompletableFuture<Boolean>();
        if (leg != null) {
            conference.arrival(leg.sid()).thenAccept(arrived::complete);
            leg.divert(stay(conference, customerJoining()), Diverted.Why.TAKEN_OVER);
            leg.atEnd(_ -> arrived.complete(false));
        } else if (seated != null) {
            leg = seated;
            arrived.complete(conference.present(leg.sid()));
        } else if (outbound != null) {
            leg = ringCustomer(conference, outbound, arrived);
        }
        if (leg == null || !came(arrived)) {
            worker.release(CallStatus.COMPLETED, 200);
            endUnlessSeated(conference, "conference-ended-via-api", null);
            held.cancel(GONE);
            return;
        }
        legs.customer(held.task().sid(), leg);
        legs.worker(held.task().sid(), held.worker().sid(), worker);
        var merged = "{\"conference\":{\"sid\":\"" + conference.sid() + "\",\"participants\":{\"worker\":\""
                + worker.sid() + "\",\"customer\":\"" + leg.sid() + "\"}}}";
        watch.remove(held.reservation().sid());
        if (!held.accept(merged)) {
            worker.release(CallStatus.COMPLETED, 200);
            endUnlessSeated(conference, "conference-ended-via-api", null);
        } else if (conference.over()) {
            // It ended between the arrival and the acceptance, when nobody could be told yet.
            held.callEnded();
        }
    }

    private Leg ringCustomer(LiveConference conference, Outbound wanted, CompletableFuture<Boolean> arrived) {
        var order = Instructions.order(held, wanted.to, wanted.from, null, options.whole("Timeout", 60));
        return stage.dialer().dial(order, leg -> leg.atEnd(_ -> arrived.complete(false)), leg -> {
            conference.arrival(leg.sid()).thenAccept(arrived::complete);
            stay(conference, customerJoining()).run(leg);
        });
    }

    private boolean came(CompletableFuture<Boolean> arrived) throws InterruptedException, ExecutionException {
        int seconds = customer == null ? options.whole("Timeout", 60) + CUSTOMER_SECONDS : CUSTOMER_SECONDS;
        try {
            return arrived.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            return false;
        }
    }

    /// The task goes back to be offered again, and its caller waits on.
    private void putBack(@Nullable Integer code) {
        held.cancel(code);
        waitOn();
    }

    private void waitOn() {
        Optional.ofNullable(customer).filter(Leg::live).ifPresent(stage.queues()::unclaim);
    }

    /// A transferred task's conference goes on with those who were in it before.
    private void endUnlessSeated(LiveConference conference, String reason, @Nullable CallSid by) {
        if (seated == null) {
            conference.end(reason, by);
        }
    }

    private Program stay(LiveConference conference, Joining joining) {
        return leg -> {
            try {
                stage.conferences().stay(conference, leg, joining, false, Deadline.NEVER);
            } catch (JoinFailure failure) {
                stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()));
            }
        };
    }

    private Joining customerJoining() {
        return Joining.plain(
                        waits.conference(null, HttpMethod.POST, Fields.NONE),
                        waits.conference(null, HttpMethod.POST, Fields.NONE))
                .withFlags(true, options.flag("EndConferenceOnCustomerExit", false))
                .withBeeps(options.flag("BeepOnCustomerEntrance", true), false);
    }
}
