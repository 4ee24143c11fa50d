package org.cordboard.voice.instruction;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.bridge.Bridge;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.queue.Queues;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.webhook.HttpMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One dequeue instruction: ring the worker, then bridge him with the waiting caller.
final class DequeueJob {
    private static final Logger LOG = LoggerFactory.getLogger(DequeueJob.class);
    private static final int GONE = 40140;

    private enum Ringing {
        WORKER_ANSWERED,
        WORKER_FAILED,
        CUSTOMER_GONE,
        RESERVATION_LOST
    }

    private final Stage stage;
    private final Watch watch;
    private final Held held;
    private final Options options;
    private final Address to;
    private final Leg customer;
    private final Bridge bridge;
    private final CompletableFuture<Ringing> ringing = new CompletableFuture<>();

    DequeueJob(Stage stage, Watch watch, Held held, Options options, Address to, Leg customer) {
        this.stage = stage;
        this.watch = watch;
        this.held = held;
        this.options = options;
        this.to = to;
        this.customer = customer;
        this.bridge = new Bridge(stage.media());
    }

    void run() {
        var reservation = held.reservation().sid();
        watch.put(reservation, () -> ringing.complete(Ringing.RESERVATION_LOST));
        try {
            connect();
        } catch (InterruptedException | ExecutionException e) {
            LOG.warn("dequeuing for {} failed", reservation, e);
            held.cancel(null);
        } catch (RuntimeException e) {
            LOG.error("dequeuing for {} failed because of a fault of this server", reservation, e);
            held.cancel(null);
        } finally {
            watch.remove(reservation);
        }
    }

    private void connect() throws InterruptedException, ExecutionException {
        var member = stage.queues().member(customer.sid());
        if (member.isEmpty()
                || stage.queues().claim(member.get().queue(), customer.sid()).isEmpty()) {
            held.cancel(GONE);
            bridge.end();
            return;
        }
        customer.atEnd(_ -> ringing.complete(Ringing.CUSTOMER_GONE));
        var worker = ringWorker();
        var outcome = ringing.get();
        LOG.info("{}: {}", held.reservation().sid(), outcome);
        if (outcome == Ringing.WORKER_ANSWERED) {
            watch.remove(held.reservation().sid());
            if (held.accept("{\"worker_call_sid\":\"" + worker.sid() + "\"}")) {
                stage.queues().connect(customer, new Queues.Taken(bridge, null));
                return;
            }
        }
        bridge.end();
        worker.release(CallStatus.CANCELED, 487);
        held.cancel(outcome == Ringing.CUSTOMER_GONE ? GONE : null);
        if (customer.live()) {
            stage.queues().unclaim(customer);
        }
    }

    private Leg ringWorker() {
        var url = options.text("StatusCallbackUrl");
        var names = options.words("StatusCallbackEvent", options.words("StatusCallbackEvents", Set.of("completed")));
        var callback = url == null ? null : new Callback(url + whatItIsAbout(url), HttpMethod.GET, names);
        var from = options.text("From", held.attribute("to") == null ? customer.to() : held.attribute("to"));
        var order = Instructions.order(held, to, from, callback, options.whole("Timeout", 60));
        return stage.dialer().dial(order, leg -> leg.atEnd(_ -> ringing.complete(Ringing.WORKER_FAILED)), leg -> {
            ringing.complete(Ringing.WORKER_ANSWERED);
            if (options.text("Record", "").startsWith("record-from")) {
                record(leg);
            }
            try {
                bridge.stay(leg, false, Deadline.NEVER);
            } finally {
                held.callEnded();
            }
        });
    }

    /// What applications find their task and reservation by when the worker's call has ended.
    private String whatItIsAbout(String url) {
        var reservation = held.reservation();
        return (url.indexOf('?') < 0 ? "?" : "&") + "taskCallSid=" + customer.sid()
                + "&TaskSid=" + held.task().sid()
                + "&ReservationSid=" + reservation.sid()
                + "&WorkerSid=" + reservation.worker()
                + "&WorkspaceSid=" + reservation.workspace();
    }

    private void record(Leg leg) throws LegOver {
        var endpoint = leg.media();
        try {
            stage.recordings().start(Recordings.Wish.of(leg, "DialVerb", true, false, null), endpoint::tap);
        } catch (IOException e) {
            stage.alerts().error(leg, 12400, "cannot record: " + e.getMessage());
        }
    }
}
