package org.cordboard.voice.control;

import java.util.Map;
import java.util.Set;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.voice.conference.Change;
import org.cordboard.voice.conference.EarlyParticipant;
import org.cordboard.voice.conference.JoinFailure;
import org.cordboard.voice.conference.Joining;
import org.cordboard.voice.conference.LiveConference;
import org.cordboard.voice.conference.Seat;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.script.Detection;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.script.Waits;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Conferences and participants by REST (Voice reference 7.5, 7.6).
public final class LiveConferences {
    private static final int NOT_FOUND = 20404;
    private static final int CANCELED = 487;
    private static final int BAD_LABEL = 16023;
    private static final int LABEL_IN_USE = 16026;
    private static final String APPLICATION = "app:";

    private final Stage stage;
    private final Waits waits;
    private final Announcements announcements;
    private final ApplicationParticipant applications;

    public LiveConferences(Stage stage) {
        this.stage = stage;
        this.waits = new Waits(stage);
        this.announcements = new Announcements(stage);
        this.applications = new ApplicationParticipant(stage);
    }

    /// Ends it for everybody.
    public Conference end(ConferenceSid sid) {
        stage.conferences().find(sid).ifPresent(live -> live.end("conference-ended-via-api", null));
        return conference(sid);
    }

    /// Plays a sound or document once to all; options `AnnounceUrl`, `AnnounceMethod`.
    public Conference announce(ConferenceSid sid, Options options) {
        var live = stage.conferences().find(sid).orElseThrow(LiveConferences::gone);
        announcements.toAll(live, options);
        return conference(sid);
    }

    /// Dials out and joins the callee on answer.
    ///
    /// @param conference SID of a live conference or a friendly name, which makes one when there is none
    public Participant add(Account account, String conference, String to, String from, Options options) {
        var order = order(account, to, from, options);
        var live = live(account, conference);
        var joining = joining(options);
        coach(live, joining);
        var seat = new Seat[1];
        var refused = new JoinFailure[1];
        Dialer.Prepared prepared = made -> {
            try {
                seat[0] = stage.conferences().expect(live, made, joining);
                if (options.flag("EarlyMedia", true)) {
                    EarlyParticipant.watch(seat[0]);
                }
            } catch (JoinFailure failure) {
                refused[0] = failure;
                made.release(CallStatus.FAILED, CANCELED);
            }
        };
        Program program = made -> stay(made, seat[0], options);
        if (order.to() instanceof Address.Application application) {
            applications.dial(order, application, prepared, program);
        } else {
            stage.dialer().dial(order, prepared, program);
        }
        if (refused[0] != null) {
            int code = refused[0].code() == JoinFailure.LABEL_IN_USE ? LABEL_IN_USE : refused[0].code();
            throw new ControlFailure(400, code, String.valueOf(refused[0].getMessage()));
        }
        return seat[0].record(stage.events().now());
    }

    private Dialer.Order order(Account account, String to, String from, Options options) {
        var address = to.startsWith(APPLICATION) ? application(to) : LiveCalls.address(to, options);
        var shown = options.text("CallerId", from);
        LiveCalls.checkCallerId(stage, shown, address, options);
        return new Dialer.Order(
                account,
                Direction.API,
                null,
                shown,
                address,
                options.callback("StatusCallback", HttpMethod.POST, Set.of("completed")),
                options.whole("Timeout", 60),
                options.whole("TimeLimit", Dialer.Order.TIME_LIMIT),
                options.text("CallerDisplayName"));
    }

    private static Address application(String to) {
        int question = to.indexOf('?');
        var sid = to.substring(APPLICATION.length(), question < 0 ? to.length() : question);
        if (!ApplicationSid.valid(sid)) {
            throw new ControlFailure(400, 21211, "'" + to + "' names no application");
        }
        return new Address.Application(
                sid, question < 0 ? Map.of() : Addresses.query(to.substring(question + 1)), false);
    }

    private static void coach(LiveConference live, Joining joining) {
        var coached = joining.coach();
        if (coached != null && live.seat(coached.value()).isEmpty()) {
            throw new ControlFailure(400, JoinFailure.BAD_COACH, "The call to coach is not in the conference");
        }
    }

    private void stay(Leg leg, @Nullable Seat seat, Options options) throws Departure, InterruptedException {
        if (seat == null) {
            return;
        }
        new CallRecordings(stage).fromAnswer(leg, options);
        if (options.text("MachineDetection") != null) {
            Detection.start(
                    stage,
                    leg,
                    LiveCalls.detection(options),
                    options.callback("AmdStatusCallback", HttpMethod.POST, Set.of()));
        }
        try {
            stage.conferences().stay(seat, false, Deadline.NEVER);
        } catch (JoinFailure failure) {
            stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()));
        }
    }

    private LiveConference live(Account account, String sidOrName) {
        if (ConferenceSid.valid(sidOrName)) {
            return stage.conferences()
                    .find(new ConferenceSid(sidOrName))
                    .orElseThrow(() -> new ControlFailure(404, 16022, "The conference has ended or never was"));
        }
        return stage.conferences().named(account, sidOrName);
    }

    private Joining joining(Options options) {
        var coach = options.text("CallSidToCoach");
        boolean coaching = options.flag("Coaching", false);
        if (coaching && (coach == null || !CallSid.valid(coach))) {
            throw new ControlFailure(400, JoinFailure.BAD_COACH, "CallSidToCoach is needed with Coaching");
        }
        var label = options.text("Label");
        if (label != null && (label.isEmpty() || label.length() > 128 || label.contains("/") || CallSid.valid(label))) {
            throw new ControlFailure(400, BAD_LABEL, "'" + label + "' cannot be a participant's label");
        }
        return ConferenceOptions.joining(
                options, waits, label, coaching && coach != null ? new CallSid(coach) : null);
    }

    /// Changes what the options name: Muted, Hold, HoldUrl, WaitUrl, AnnounceUrl, EndConferenceOnExit, BeepOnExit, Coaching,
    /// CallSidToCoach.
    public Participant update(ConferenceSid sid, String callOrLabel, Options options) {
        var live = stage.conferences().find(sid).orElseThrow(LiveConferences::gone);
        var seat = live.seat(callOrLabel).orElseThrow(LiveConferences::gone);
        var coach = options.text("CallSidToCoach");
        var hold = options.text("HoldUrl");
        var method = options.method("HoldMethod", HttpMethod.GET);
        if (options.text("AnnounceUrl") != null) {
            Announcements.check(live, seat);
        }
        var wait = options.text("WaitUrl");
        var more = Fields.of("ConferenceSid", sid.value(), "FriendlyName", live.name());
        var change = new Change(
                options.flag("Muted"),
                options.flag("Hold"),
                wait == null ? null : waits.conference(wait, options.method("WaitMethod", HttpMethod.POST), more),
                hold == null ? null : waits.conference(hold, method, more),
                options.flag("EndConferenceOnExit"),
                options.flag("BeepOnExit"),
                options.flag("Coaching"),
                coach != null && CallSid.valid(coach) ? new CallSid(coach) : null);
        try {
            live.change(seat, change);
        } catch (JoinFailure failure) {
            throw new ControlFailure(400, failure.code(), String.valueOf(failure.getMessage()));
        }
        if (options.text("AnnounceUrl") != null) {
            announcements.toOne(live, seat, options);
        }
        return participant(live, seat.leg().sid().value());
    }

    /// Takes the leg out; one added by REST is hung up because nothing follows.
    public void remove(ConferenceSid sid, String callOrLabel) {
        var live = stage.conferences().find(sid).orElseThrow(LiveConferences::gone);
        var seat = live.seat(callOrLabel).orElseThrow(LiveConferences::gone);
        if (!seat.leg().answered()) {
            seat.leg().release(CallStatus.CANCELED, CANCELED);
        }
        stage.conferences().eject(seat);
    }

    private Conference conference(ConferenceSid sid) {
        var conference = stage.engine().read(view -> view.record(Conference.class, sid.value()));
        if (conference == null) {
            throw gone();
        }
        return conference;
    }

    private Participant participant(LiveConference live, String callOrLabel) {
        return live.seat(callOrLabel)
                .map(seat -> seat.record(stage.events().now()))
                .orElseThrow(LiveConferences::gone);
    }

    private static ControlFailure gone() {
        return new ControlFailure(404, NOT_FOUND, "The participant or conference was not found");
    }
}
