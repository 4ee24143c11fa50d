package org.cordboard.voice.flowrun;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.cordboard.flow.CallTwiml;
import org.cordboard.flow.Input;
import org.cordboard.flow.Start;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.text.Texts;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookReply;
import org.cordboard.voice.webhook.WebhookRequest;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;

/// The live executions of this node, reached through the flows' webhook addresses: requests to those are answered here,
/// all others go out. Any thread; each execution takes one input at a time.
public final class FlowRuns implements Webhooks, AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int BUSY = 81002;
    private static final String NOTHING = "<Response/>";
    private static final Duration FORGET = Duration.ofHours(1);

    private final Supplier<String> publicUrl;
    private final Webhooks outside;
    private final InstantSource clock;
    private final Alerts alerts;
    private final FlowStarts starts;
    private final Map<CallSid, FlowRun> byCall = new ConcurrentHashMap<>();
    private final Map<ExecutionSid, FlowRun> bySid = new ConcurrentHashMap<>();
    private final FlowKeeper keeper;

    public FlowRuns(
            Supplier<String> publicUrl,
            Webhooks outside,
            Engine engine,
            InstantSource clock,
            CallRecords records,
            Alerts alerts,
            Sids sids,
            Addresses addresses) {
        this.publicUrl = publicUrl;
        this.outside = outside;
        this.clock = clock;
        this.alerts = alerts;
        this.starts = new FlowStarts(publicUrl, engine, clock, records, alerts, sids, addresses);
        this.keeper = new FlowKeeper(records, this::tick);
    }

    /// Joins the parts that are made after us, because they send through us.
    public void join(Legs theLegs, Recordings theRecordings) {
        starts.join(theLegs, theRecordings);
    }

    /// How flows make calls.
    public void calling(FlowJobs.Calling how) {
        starts.calling(how);
    }

    /// What sends the texts of flows.
    public void texting(Texts sender) {
        starts.texting(sender);
    }

    /// Starts an execution without a call (3.7). Runs on this thread up to its first wait or its end.
    ///
    /// @param to the contact
    /// @param parameters the posted values
    public ExecutionSid start(
            Account account, FlowSid flow, int revision, String to, String from, Map<String, Object> parameters) {
        var origin = new Start.Origin.IncomingRequest(to, from, parameters);
        var start = starts.requested(account, flow, revision, origin);
        var sid = new ExecutionSid(start.executionSid());
        var run = run(account, null, null, start);
        Thread.ofVirtual().name("flow-" + sid).start(() -> {
            run.begin(new FlowAddress(account.sid(), flow).url(publicUrl.get()));
            forgetEnded();
        });
        return sid;
    }

    /// A call that a flow made belongs to its execution from now on.
    public void adopt(Leg leg, ExecutionSid execution) {
        var run = bySid.get(execution);
        if (run != null) {
            run.adopt(leg);
            byCall.put(leg.sid(), run);
        }
    }

    /// What a call that was adopted runs first: waits until the execution has stepped on.
    public String documentOf(Leg leg) {
        var run = byCall.get(leg.sid());
        if (run == null) {
            return NOTHING;
        }
        var execution = run.execution();
        var address = new FlowAddress(leg.account().sid(), new FlowSid(execution.flowSid()));
        return run.again(address.url(publicUrl.get()));
    }

    @Override
    public WebhookReply send(WebhookRequest request) throws WebhookFailure, InterruptedException {
        var flow = FlowAddress.of(request.url(), publicUrl.get());
        if (flow.isEmpty()) {
            return outside.send(request);
        }
        long started = System.nanoTime();
        var parameters = new LinkedHashMap<String, String>();
        int query = request.url().indexOf('?');
        if (query >= 0) {
            parameters.putAll(Fields.decoded(request.url().substring(query + 1)).asMap());
        }
        parameters.putAll(request.fields().asMap());
        var text = answer(flow.get(), parameters)
                .orElseThrow(() -> new WebhookFailure(
                        WebhookFailure.RETRIEVAL, request.url(), NOT_FOUND, "no flow takes this call at " + request.url(), null));
        var took = Duration.ofNanos(System.nanoTime() - started);
        return new WebhookReply(
                request.url(), 200, "text/xml; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), took);
    }

    /// What a flow's webhook answers; empty when there is no such flow, none published, or it takes no more calls.
    public Optional<String> answer(FlowAddress address, Map<String, String> parameters) {
        var call = parameters.getOrDefault("CallSid", "");
        if (!CallSid.valid(call)) {
            return parameters.containsKey("MessageSid") ? message(address, parameters) : Optional.empty();
        }
        var sid = new CallSid(call);
        var webhook = address.url(publicUrl.get());
        var run = byCall.get(sid);
        if (run == null || !run.execution().flowSid().equals(address.flow().value())) {
            return isOver(parameters) ? Optional.of(NOTHING) : begin(address, sid, parameters, webhook);
        }
        var input = CallTwiml.input(parameters);
        if (input.isPresent()) {
            return Optional.of(done(run, run.bring(input.get(), webhook)));
        }
        if (isOver(parameters)) {
            ended(run, parameters);
            return Optional.of(NOTHING);
        }
        run.interrupt(new Input.Unexpected("another request of the same call"));
        return Optional.of(run.again(webhook));
    }

    private static boolean isOver(Map<String, String> parameters) {
        var status = CallStatus.ofWire(parameters.getOrDefault("CallStatus", ""));
        return status != null && status.isFinal();
    }

    private Optional<String> begin(
            FlowAddress address, CallSid call, Map<String, String> parameters, String webhook) {
        var chosen = starts.chosen(address, parameters);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        var account = chosen.get().account();
        var revision = chosen.get().revision();
        if (!revision.definition().allowConcurrentCalls() && busy(address.flow(), parameters)) {
            alerts.error(account, BUSY, "a second call of the same contact, and the flow takes one at a time");
            return Optional.empty();
        }
        var leg = starts.leg(call);
        var run = run(account, leg, call, starts.start(chosen.get(), call.value(), new Start.Origin.IncomingCall(Map.copyOf(parameters))));
        byCall.put(call, run);
        return Optional.of(done(run, run.begin(webhook)));
    }

    private Optional<String> message(FlowAddress address, Map<String, String> parameters) {
        return starts.chosen(address, parameters).map(chosen -> {
            var origin = new Start.Origin.IncomingMessage(Map.copyOf(parameters));
            var run = run(chosen.account(), null, null, starts.start(chosen, parameters.getOrDefault("MessageSid", ""), origin));
            run.begin(address.url(publicUrl.get()));
            forgetEnded();
            return NOTHING;
        });
    }

    private FlowRun run(Account account, @Nullable Leg leg, @Nullable CallSid call, Start start) {
        var run = starts.run(account, leg, call, start);
        bySid.put(new ExecutionSid(start.executionSid()), run);
        return run;
    }

    private boolean busy(FlowSid flow, Map<String, String> parameters) {
        var from = parameters.getOrDefault("From", "");
        var to = parameters.getOrDefault("To", "");
        return byCall.values().stream()
                .map(FlowRun::execution)
                .anyMatch(e -> e.active()
                        && e.flowSid().equals(flow.value())
                        && e.contactAddress().equals(from)
                        && e.flowAddress().equals(to));
    }

    /// A call is over, or its flow lost it to somebody else: the execution goes on without it, or ends.
    public void callEnded(Leg leg) {
        var run = byCall.remove(leg.sid());
        if (run == null) {
            return;
        }
        var parameters = new LinkedHashMap<>(leg.parameters().asMap());
        if (leg.live()) {
            parameters.put("CallStatus", CallStatus.COMPLETED.wire());
        }
        ended(run, parameters);
    }

    private void ended(FlowRun run, Map<String, String> parameters) {
        run.interrupt(new Input.CallEnded(parameters));
        forgetEnded();
    }

    private String done(FlowRun run, String document) {
        if (!run.execution().active()) {
            forgetEnded();
        }
        return document;
    }

    /// Ends an execution at once.
    public boolean end(ExecutionSid sid) {
        var run = bySid.get(sid);
        if (run == null) {
            return false;
        }
        run.interrupt(new Input.Stop());
        forgetEnded();
        return true;
    }

    private void forgetEnded() {
        bySid.values().removeIf(run -> !run.execution().active());
    }

    /// Whether the execution has not ended.
    public boolean runs(ExecutionSid sid) {
        var run = bySid.get(sid);
        return run != null && run.execution().active();
    }

    /// Whether a flow drives the call.
    public boolean drives(CallSid call) {
        var run = byCall.get(call);
        return run != null && run.execution().active();
    }

    /// The executions that run now.
    public int active() {
        return bySid.size();
    }

    /// Time passes: what is due wakes, calls of other servers that we never hear of again are forgotten.
    private void tick() {
        var now = clock.instant();
        bySid.values().forEach(run -> run.wake(now));
        forgetEnded();
        byCall.entrySet().removeIf(entry -> {
            var execution = entry.getValue().execution();
            return !execution.active()
                    && execution.updated().isBefore(now.minus(FORGET))
                    && starts.leg(entry.getKey()) == null;
        });
    }

    @Override
    public void close() {
        keeper.close();
        starts.close();
    }
}
