package org.cordboard.voice.control;

import java.util.Set;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Diverted;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.script.Detection;
import org.cordboard.voice.script.Script;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.twiml.Target.MachineDetection;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Calls by REST (Voice reference 2.4, 2.5, 10.2).
public final class LiveCalls {
    private static final int CANCELED = 487;
    private static final int RING_SECONDS = 60;

    private final Stage stage;
    private final CallRecordings recordings;
    private final PacedCalls paced;

    public LiveCalls(Stage stage) {
        this.stage = stage;
        this.recordings = new CallRecordings(stage);
        this.paced = new PacedCalls(stage);
    }

    /// Where a call finds its instructions.
    public sealed interface Twiml {
        record Fetched(String url, HttpMethod method, Script.@Nullable Fallback fallback) implements Twiml {}

        record Inline(String document) implements Twiml {}

        /// The settings of an application, whatever the options say.
        record ByApplication(Application application) implements Twiml {}
    }

    /// Dials out, at the account's rate if there is one; the call is stored as `queued` when this returns.
    public Call create(Account account, String to, String from, Twiml twiml, Options options) {
        var leg = dial(account, address(to, options), from, twiml, options);
        return record(leg.sid());
    }

    private Leg dial(Account account, Address to, String from, Twiml twiml, Options options) {
        var shown = options.text("CallerId", from);
        checkCallerId(stage, shown, to, options);
        var order = new Dialer.Order(
                account,
                Direction.API,
                null,
                shown,
                to,
                callback(twiml, options),
                options.whole("Timeout", RING_SECONDS),
                options.whole("TimeLimit", Dialer.Order.TIME_LIMIT),
                options.text("CallerDisplayName"));
        return paced.dial(
                order,
                leg -> new CallWarnings(stage.alerts()).look(leg, options),
                stage.endings().apply(leg -> answered(leg, twiml, options)));
    }

    /// Where caller ids are checked, a number is called under our own and proved numbers only (Voice reference 2.7).
    static void checkCallerId(Stage stage, String shown, Address to, Options options) {
        if (stage.config().strictCallerId()
                && to instanceof Address.Number
                && options.text("CallToken") == null
                && !stage.callerId().owned(shown)) {
            throw new ControlFailure(
                    400, 21210, "From " + shown + " is neither a number of this server nor a proved caller id");
        }
    }

    private static @Nullable Callback callback(Twiml twiml, Options options) {
        if (twiml instanceof Twiml.ByApplication(var application)) {
            return callback(application);
        }
        return options.callback("StatusCallback", HttpMethod.POST, Set.of("completed"));
    }

    /// Who hears of the end of an application's calls.
    static @Nullable Callback callback(Application application) {
        var url = application.settings().getOrDefault("status_callback", "");
        return url.isBlank()
                ? null
                : new Callback(
                        url, method(application.settings().get("status_callback_method")), Set.of("completed"));
    }

    /// What an application does with a call.
    Program program(Application application) {
        return script(new Twiml.ByApplication(application), Fields.NONE);
    }

    private void answered(Leg leg, Twiml twiml, Options options) throws Departure, InterruptedException {
        script(twiml, onAnswer(leg, options)).run(leg);
    }

    /// What comes before the first document: recording, digits, and who answered.
    ///
    /// @return what the document is told besides the usual
    Fields onAnswer(Leg leg, Options options) throws Departure, InterruptedException {
        recordings.fromAnswer(leg, options);
        var digits = options.text("SendDigits");
        var more = Fields.NONE;
        if (digits != null) {
            var sending = leg.media().sendDigits(digits);
            leg.inbox().tell(sending.ended(), sending);
            await(leg, sending);
        } else if (options.text("MachineDetection") != null) {
            more = detect(leg, options);
        }
        return more;
    }

    /// Who answered: told to the document when it waits for the verdict, else to the callback.
    private Fields detect(Leg leg, Options options) throws Departure, InterruptedException {
        var wanted = detection(options);
        if (options.flag("AsyncAmd", false)) {
            Detection.start(stage, leg, wanted, options.callback("AsyncAmdStatusCallback", HttpMethod.POST, Set.of()));
            return Fields.NONE;
        }
        var verdict = stage.media().detectAnswer(leg.media(), Detection.settings(wanted));
        leg.inbox().tell(verdict, verdict);
        await(leg, verdict);
        var answer = verdict.join();
        leg.answeredBy(answer.answeredBy().apiName());
        return Fields.of(
                "AnsweredBy", answer.answeredBy().apiName(),
                "MachineDetectionDuration", Integer.toString(answer.millis()));
    }

    static void await(Leg leg, Object what) throws Departure, InterruptedException {
        Signal signal;
        do {
            signal = leg.inbox().take(Deadline.NEVER);
        } while (!(signal instanceof Signal.Finished(var finished, var _) && finished == what));
    }

    static MachineDetection detection(Options options) {
        return new MachineDetection(
                options.text("MachineDetection", "").equals("DetectMessageEnd"),
                options.whole("MachineDetectionTimeout", 30),
                chosen(options, "MachineDetectionSpeechThreshold"),
                chosen(options, "MachineDetectionSpeechEndThreshold"),
                options.whole("MachineDetectionSilenceTimeout", 5_000),
                null);
    }

    private static @Nullable Integer chosen(Options options, String name) {
        return options.text(name) == null ? null : (Integer) options.whole(name, 0);
    }

    private Program script(Twiml twiml, Fields more) {
        return switch (twiml) {
            case Twiml.Fetched(var url, var method, var fallback) -> Script.at(stage, url, method, more, fallback);
            case Twiml.Inline(var document) -> Script.of(stage, document, null);
            case Twiml.ByApplication(var application) -> {
                var settings = application.settings();
                var url = settings.getOrDefault("voice_url", "");
                var fallback = settings.getOrDefault("voice_fallback_url", "");
                yield Script.at(
                        stage,
                        url,
                        method(settings.get("voice_method")),
                        more,
                        fallback.isBlank()
                                ? null
                                : new Script.Fallback(fallback, method(settings.get("voice_fallback_method"))));
            }
        };
    }

    /// Ends the call; with `canceledOnly` only while it is not answered. A call that has ended stays as it is.
    public Call end(CallSid sid, boolean canceledOnly) {
        stage.legs().find(sid).ifPresent(leg -> {
            if (!canceledOnly || !leg.answered()) {
                leg.release(CallStatus.CANCELED, CANCELED);
            }
        });
        return record(sid);
    }

    /// Gives an answered call a new document.
    public Call redirect(CallSid sid, Twiml twiml, Options options) {
        var leg = stage.legs()
                .find(sid)
                .filter(Leg::answered)
                .orElseThrow(() -> new ControlFailure(400, 21220, "Call is not in-progress. Cannot redirect."));
        var callback = options.callback("StatusCallback", HttpMethod.POST, Set.of("completed"));
        if (callback != null && twiml instanceof Twiml.Fetched) {
            leg.statusCallback(callback);
        }
        limit(leg, options);
        leg.divert(stage.endings().apply(script(twiml, Fields.NONE)), Diverted.Why.REDIRECTED);
        return record(sid);
    }

    /// Changes how long an answered call may last.
    public Call change(CallSid sid, Options options) {
        stage.legs().find(sid).filter(Leg::answered).ifPresent(leg -> limit(leg, options));
        return record(sid);
    }

    private void limit(Leg leg, Options options) {
        if (options.text("TimeLimit") != null) {
            stage.legs().limit(leg, options.whole("TimeLimit", Dialer.Order.TIME_LIMIT));
        }
    }

    /// Starts recording an answered call.
    public Recording record(CallSid sid, Options options) {
        return recordings.start(sid, options);
    }

    /// Pauses, resumes or stops a recording that runs.
    ///
    /// @param status `paused`, `in-progress` or `stopped`
    public Recording control(RecordingSid sid, String status, Options options) {
        return recordings.control(sid, status, options);
    }

    private Call record(CallSid sid) {
        var call = stage.engine().read(view -> view.record(Call.class, sid.value()));
        if (call == null) {
            throw new ControlFailure(404, 20404, "The call " + sid + " was not found");
        }
        return call;
    }

    static Address address(String to, Options options) {
        var address = Addresses.parse(to)
                .orElseThrow(() -> new ControlFailure(400, 21211, "'" + to + "' is not an address that can be called"));
        var user = options.text("SipAuthUsername");
        return switch (address) {
            case Address.Number(var number, var _) -> new Address.Number(number, options.text("Byoc"));
            case Address.Sip(var uri, var _, var _) when user != null ->
                new Address.Sip(uri, user, options.text("SipAuthPassword", ""));
            case Address.Sip _, Address.Client _, Address.Application _ -> address;
        };
    }

    static HttpMethod method(@Nullable String word) {
        return word != null && word.equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
    }
}
