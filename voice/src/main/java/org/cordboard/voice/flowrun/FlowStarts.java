package org.cordboard.voice.flowrun;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cordboard.flow.Action;
import org.cordboard.flow.Definitions;
import org.cordboard.flow.Execution;
import org.cordboard.flow.Input;
import org.cordboard.flow.Interpreter;
import org.cordboard.flow.Start;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.text.Texts;
import org.cordboard.voice.webhook.Addresses;
import org.jspecify.annotations.Nullable;

/// How executions begin: the revision that answers, the limit on how many begin in a second, and what a new one works
/// with. Any thread.
final class FlowStarts {
    private static final int TOO_MANY = 20429;
    private static final int STARTS_PER_SECOND = 100;
    private static final Duration JOB = Duration.ofSeconds(10);

    private final Supplier<String> publicUrl;
    private final Engine engine;
    private final InstantSource clock;
    private final CallRecords records;
    private final Alerts alerts;
    private final Sids sids;
    private final FlowRequests requests;
    private final FlowLibrary library;
    private final Interpreter interpreter;
    private final StartRate rate = new StartRate();
    private @Nullable Legs legs;
    private @Nullable Recordings recordings;
    private FlowJobs.@Nullable Calling calling;
    private @Nullable Texts texts;

    FlowStarts(
            Supplier<String> publicUrl,
            Engine engine,
            InstantSource clock,
            CallRecords records,
            Alerts alerts,
            Sids sids,
            Addresses addresses) {
        this.publicUrl = publicUrl;
        this.engine = engine;
        this.clock = clock;
        this.records = records;
        this.alerts = alerts;
        this.sids = sids;
        this.requests = new FlowRequests(addresses, publicUrl, JOB);
        this.library = new FlowLibrary(engine);
        this.interpreter = new Interpreter(library);
    }

    void join(Legs theLegs, Recordings theRecordings) {
        legs = theLegs;
        recordings = theRecordings;
    }

    void calling(FlowJobs.Calling how) {
        calling = how;
    }

    void texting(Texts sender) {
        texts = sender;
    }

    /// One started by REST (3.7).
    Start requested(Account account, FlowSid flow, int revision, Start.Origin.IncomingRequest origin) {
        var sid = sids.execution().value();
        var stored = engine.read(view -> view.record(Flow.class, flow.value()));
        boolean tester = stored != null && stored.testUsers().contains(origin.to());
        return new Start(sid, account.sid().value(), flow.value(), revision, tester, sid, origin);
    }

    /// The revision that answers a contact (3.3).
    record Chosen(Account account, Definitions.Revision revision, boolean tester) {}

    Optional<Chosen> chosen(FlowAddress address, Map<String, String> parameters) {
        var flow = engine.read(view -> view.record(Flow.class, address.flow().value()));
        var account = engine.read(view -> view.account(address.account()));
        if (flow == null || account == null || !flow.account().equals(account.sid())) {
            return Optional.empty();
        }
        if (!rate.admits(account.sid(), STARTS_PER_SECOND, clock.instant())) {
            alerts.error(account, TOO_MANY, "more than " + STARTS_PER_SECOND + " new executions in one second");
            return Optional.empty();
        }
        boolean tester = flow.testUsers().contains(parameters.getOrDefault("From", ""));
        return library.find(flow.sid().value(), tester ? Definitions.LATEST_DRAFT : Definitions.LATEST_PUBLISHED)
                .map(revision -> new Chosen(account, revision, tester));
    }

    /// @param initiatedBy the call or text
    Start start(Chosen chosen, String initiatedBy, Start.Origin origin) {
        return new Start(
                sids.execution().value(),
                chosen.account.sid().value(),
                chosen.revision.flowSid(),
                chosen.revision.number(),
                chosen.tester,
                initiatedBy,
                origin);
    }

    @Nullable
    Leg leg(CallSid call) {
        var theLegs = legs;
        return theLegs == null ? null : theLegs.find(call).orElse(null);
    }

    FlowRun run(Account account, @Nullable Leg leg, @Nullable CallSid call, Start start) {
        var theRecordings = recordings;
        if (theRecordings == null) {
            throw new IllegalStateException("flows run before voice is joined");
        }
        var jobs = new FlowJobs(requests, theRecordings, account, leg, this::call, texts);
        var book = new FlowBook(records, alerts, account, leg, call);
        return new FlowRun(interpreter, clock, jobs, book, interpreter.start(start, clock.instant()));
    }

    private Input call(Action.MakeCall call, Execution execution) {
        var how = calling;
        return how == null
                ? new Input.CallOutcome(Map.of("CallStatus", "failed"))
                : how.call(call, execution);
    }

    void close() {
        requests.close();
    }
}
