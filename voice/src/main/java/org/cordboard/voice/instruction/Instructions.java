package org.cordboard.voice.instruction;

import java.util.Optional;
import java.util.Set;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.voice.conference.JoinFailure;
import org.cordboard.voice.conference.Joining;
import org.cordboard.voice.conference.LiveConference;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.script.Script;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.script.Waits;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out TaskRouter's instructions (TaskRouter reference 7.3). Each method checks and holds the reservation, or
/// refuses by [ControlFailure]; the dialling goes on afterwards. Option names are the REST names without the prefix of
/// the instruction.
public final class Instructions {
    private static final Logger LOG = LoggerFactory.getLogger(Instructions.class);
    private static final int RING_SECONDS = 60;
    private static final int BAD_REQUEST = 400;
    private static final int INVALID = 20001;
    private static final int TRANSFERRED = 40151;

    private final Stage stage;
    private final Waits waits;
    private final Watch watch;
    private final TaskLegs legs;

    public Instructions(Stage stage, Watch watch, TaskLegs legs) {
        this.stage = stage;
        this.waits = new Waits(stage);
        this.watch = watch;
        this.legs = legs;
        stage.conferences().onEnd(this::conferenceEnded);
    }

    /// Caller and worker meet in a conference named by the task (7.3.6).
    public void conference(Reservation reservation, Options options) {
        var held = Held.of(stage.engine(), reservation);
        var to = workerAddress(held, options.text("To"));
        var customer = customer(held);
        var seated = customer.isEmpty() ? seated(held) : null;
        var outbound = customer.isEmpty() && seated == null ? outbound(held) : null;
        if (customer.isEmpty() && seated == null && outbound == null) {
            throw refused("Cannot issue a conference instruction on a non voice call task");
        }
        held.hold("conference", options);
        var job = new ConferenceJob(stage, waits, watch, legs, held, options, to, customer.orElse(null), seated,
                outbound);
        Thread.ofVirtual().name("conference-" + reservation.sid()).start(job::run);
    }

    /// Bridges the waiting caller with the worker (7.3.3).
    public void dequeue(Reservation reservation, Options options) {
        var held = Held.of(stage.engine(), reservation);
        notInTransfer(held, "dequeue");
        var to = workerAddress(held, options.text("To"));
        var customer = customer(held)
                .orElseThrow(() -> refused("Cannot issue a dequeue instruction on a non voice call task"));
        held.hold("dequeue", options);
        var job = new DequeueJob(stage, watch, held, options, to, customer);
        Thread.ofVirtual().name("dequeue-" + reservation.sid()).start(job::run);
    }

    /// Calls the worker apart from the caller (7.3.4).
    public void call(Reservation reservation, String from, String url, Options options) {
        var held = Held.of(stage.engine(), reservation);
        notInTransfer(held, "call");
        var to = workerAddress(held, options.text("To"));
        if (held.reservation().status() != ReservationStatus.PENDING) {
            throw refused("Cannot issue a call instruction on a reservation that is not pending");
        }
        var status = options.text("StatusCallbackUrl");
        var callback = status == null ? null : new Callback(status, HttpMethod.POST, Set.of("completed"));
        var order = order(held, to, from, callback, options.whole("Timeout", RING_SECONDS));
        var leg = stage.dialer()
                .dial(order, Dialer.Prepared.NOTHING, Script.at(stage, url, HttpMethod.POST, Fields.NONE, null));
        var merged = "{\"worker_call_sid\":\"" + leg.sid() + "\"}";
        if (options.flag("Accept", false)) {
            held.accept(merged);
        } else {
            stage.engine()
                    .submit(new TaskCommand.MergeAttributes(
                            held.reservation().workspace(), held.task().sid(), merged));
        }
    }

    /// Sends a parked call to a document (7.3.5).
    public void redirect(Reservation reservation, String callSid, String url, Options options) {
        var held = Held.of(stage.engine(), reservation);
        notInTransfer(held, "redirect");
        var leg = stage.legs()
                .find(callSid)
                .filter(Leg::answered)
                .orElseThrow(() -> refused("Cannot redirect call " + callSid + ": it is not in progress"));
        if (options.flag("Accept", false) && !held.accept(null)) {
            throw refused("The reservation cannot be accepted");
        }
        leg.divert(Script.at(stage, url, HttpMethod.POST, Fields.NONE, null), Diverted.Why.REDIRECTED);
    }

    /// Caller and first worker are in a conference by then; only that can go on (7.5).
    private static void notInTransfer(Held held, String instruction) {
        if (held.reservation().transfer() != null) {
            throw new ControlFailure(
                    BAD_REQUEST, TRANSFERRED, "Cannot issue a " + instruction + " instruction on a transferred task");
        }
    }

    /// A supervisor joins the reservation's conference (7.3.7).
    ///
    /// @param supervisor worker SID or address, null when only `To` names one
    /// @param mode `monitor`, `whisper` or `barge`
    public void supervise(Reservation reservation, @Nullable String supervisor, String mode, Options options) {
        var held = Held.of(stage.engine(), reservation);
        var conference = stage.conferences()
                .find(held.account().sid(), held.task().sid().value())
                .orElseThrow(() -> refused("Cannot supervise a reservation that is not in a conference"));
        var workerCall = held.taskAttributes()
                .path("conference")
                .path("participants")
                .path("worker")
                .asText("");
        var worker = stage.legs()
                .find(workerCall)
                .orElseThrow(() -> refused("Cannot supervise: the worker is not in the conference"));
        var to = supervisorAddress(supervisor, options);
        var from = options.text("From", held.attribute("to") == null ? worker.from() : held.attribute("to"));
        var joining = Joining.plain(
                        waits.conference("", HttpMethod.POST, Fields.NONE),
                        waits.conference(null, HttpMethod.POST, Fields.NONE))
                .withBeeps(false, false)
                .withMuted(mode.equals("monitor"))
                .withCoach(mode.equals("whisper") ? worker.sid() : null);
        var order = order(held, to, from, null, RING_SECONDS);
        dialIn(conference, order, joining);
    }

    private Leg dialIn(LiveConference conference, Dialer.Order order, Joining joining) {
        return stage.dialer().dial(order, Dialer.Prepared.NOTHING, leg -> {
            try {
                stage.conferences().stay(conference, leg, joining, false, Deadline.NEVER);
            } catch (JoinFailure failure) {
                stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()));
            }
        });
    }

    static Dialer.Order order(Held held, Address to, String from, @Nullable Callback callback, int seconds) {
        return new Dialer.Order(
                held.account(), Direction.API, null, from, to, callback, seconds, Dialer.Order.TIME_LIMIT, null);
    }

    private Address supervisorAddress(@Nullable String supervisor, Options options) {
        var to = options.text("To");
        if (to == null && supervisor != null && WorkerSid.valid(supervisor)) {
            var worker = stage.engine().read(view -> view.worker(new WorkerSid(supervisor)));
            to = worker == null ? null : Held.contactOf(worker);
        }
        var text = to == null ? supervisor : to;
        return Optional.ofNullable(text)
                .flatMap(Addresses::parse)
                .orElseThrow(() -> refused("Cannot supervise: the supervisor has no contact_uri"));
    }

    private static Address workerAddress(Held held, @Nullable String given) {
        var contact = held.contact(given);
        if (contact == null) {
            throw refused(
                    "Worker " + held.worker().friendlyName() + " has no contact_uri attribute and no To was given");
        }
        return Addresses.parse(contact)
                .orElseThrow(() -> refused("'" + contact + "' is not an address that can be called"));
    }

    private Optional<Leg> customer(Held held) {
        var call = held.attribute("call_sid");
        return call == null
                ? Optional.empty()
                : stage.legs().find(call).flatMap(leg -> stage.queues().waiting(leg.sid()));
    }

    /// The customer of a transferred task, who already is in its conference.
    private @Nullable Leg seated(Held held) {
        var task = held.task().sid();
        return stage.conferences()
                .find(held.account().sid(), task.value())
                .filter(conference -> !conference.over())
                .flatMap(conference -> legs.customer(task).filter(conference::present))
                .flatMap(call -> stage.legs().find(call.value()))
                .orElse(null);
    }

    private static ConferenceJob.@Nullable Outbound outbound(Held held) {
        var to = held.attribute("outbound_to");
        var from = held.attribute("from");
        if (to == null || from == null) {
            return null;
        }
        return Addresses.parse(to)
                .map(address -> new ConferenceJob.Outbound(address, from))
                .orElse(null);
    }

    static ControlFailure refused(String message) {
        return new ControlFailure(BAD_REQUEST, INVALID, message);
    }

    /// The conference of a task is over: its accepted reservations wrap up (7.3.6 step 6).
    private void conferenceEnded(LiveConference conference) {
        if (!TaskSid.valid(conference.name())) {
            return;
        }
        var task = new TaskSid(conference.name());
        var accepted = stage.engine()
                .read(view -> view.reservationsOfTask(task).stream()
                        .filter(r -> r.status() == ReservationStatus.ACCEPTED)
                        .toList());
        for (var reservation : accepted) {
            LOG.info("{} ended: {} wraps up", conference.sid(), reservation.sid());
            stage.engine().submit(new ReservationCommand.CallEnded(reservation.workspace(), reservation.sid(), null));
        }
    }
}
