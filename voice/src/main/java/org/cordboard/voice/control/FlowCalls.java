package org.cordboard.voice.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.flow.Action;
import org.cordboard.flow.Input;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.flowrun.FlowRuns;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.script.Script;
import org.cordboard.voice.script.Stage;
import org.jspecify.annotations.Nullable;

/// Executions by REST, and the calls that flows make (Studio reference 3.7, 6.7, 8.6).
public final class FlowCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CANCELED = 487;

    private final Stage stage;
    private final FlowRuns flows;
    private final LiveCalls calls;
    /// Calls of flows that nobody answered yet.
    private final Map<ExecutionSid, Leg> ringing = new ConcurrentHashMap<>();

    public FlowCalls(Stage stage, FlowRuns flows, LiveCalls calls) {
        this.stage = stage;
        this.calls = calls;
        this.flows = flows;
        flows.calling(this::call);
    }

    /// Starts the revision with event `incomingRequest`.
    ///
    /// @param parameters JSON object text, null for none
    public Execution start(
            Account account, FlowRevision revision, String to, String from, @Nullable String parameters) {
        var sid = flows.start(account, revision.flow(), revision.revision(), to, from, values(parameters));
        return execution(sid);
    }

    /// Ends the run at once; a phone it lets ring stops.
    public Execution end(ExecutionSid sid) {
        flows.end(sid);
        var leg = ringing.remove(sid);
        if (leg != null) {
            leg.release(CallStatus.CANCELED, CANCELED);
        }
        return execution(sid);
    }

    private static Map<String, Object> values(@Nullable String parameters) {
        if (parameters == null || parameters.isBlank()) {
            return Map.of();
        }
        try {
            return JSON.readValue(parameters, new TypeReference<HashMap<String, Object>>() {});
        } catch (JsonProcessingException _) {
            throw new ControlFailure(400, 20001, "Parameters must be a JSON object");
        }
    }

    private Execution execution(ExecutionSid sid) {
        var execution = stage.engine().read(view -> view.record(Execution.class, sid.value()));
        if (execution == null) {
            throw new ControlFailure(404, 20404, "The execution " + sid + " was not found");
        }
        return execution;
    }

    /// Makes a flow's call and tells what became of it; an answered one waits for its first document.
    private Input call(Action.MakeCall wanted, org.cordboard.flow.Execution execution) {
        var address = Addresses.parse(wanted.to()).map(to -> withLogIn(to, wanted));
        var account = stage.engine().read(view -> view.account(new AccountSid(execution.accountSid())));
        if (address.isEmpty() || account == null) {
            return new Input.CallOutcome(Map.of("CallStatus", "failed"));
        }
        var order = new Dialer.Order(
                account,
                Direction.API,
                null,
                wanted.from(),
                address.get(),
                null,
                (int) wanted.timeout().toSeconds(),
                Dialer.Order.TIME_LIMIT,
                null);
        var outcome = new CompletableFuture<Map<String, String>>();
        stage.dialer()
                .dial(
                        order,
                        leg -> prepare(leg, new ExecutionSid(execution.sid()), outcome),
                        leg -> answered(leg, wanted, execution, outcome));
        return new Input.CallOutcome(outcome.join());
    }

    private void prepare(Leg leg, ExecutionSid execution, CompletableFuture<Map<String, String>> outcome) {
        ringing.put(execution, leg);
        leg.atEnd(gone -> {
            ringing.remove(execution, gone);
            outcome.complete(gone.parameters().asMap());
        });
        if (!flows.runs(execution)) {
            leg.release(CallStatus.CANCELED, CANCELED);
        }
    }

    private static Address withLogIn(Address to, Action.MakeCall wanted) {
        return to instanceof Address.Sip(var uri, var _, var _) && !wanted.sipAuthUsername().isEmpty()
                ? new Address.Sip(uri, wanted.sipAuthUsername(), wanted.sipAuthPassword())
                : to;
    }

    /// The widget's settings under the names that REST gives them.
    private static Options options(Action.MakeCall wanted) {
        var values = new HashMap<String, List<String>>();
        if (wanted.record()) {
            values.put("Record", List.of("true"));
            put(values, "RecordingChannels", wanted.recordingChannels());
            put(values, "RecordingStatusCallback", wanted.recordingStatusCallback());
            put(values, "Trim", wanted.trim());
        }
        put(values, "SendDigits", wanted.sendDigits());
        var detection = wanted.machineDetection();
        if (detection != null) {
            put(values, "MachineDetection", detection.mode());
            put(values, "MachineDetectionTimeout", Long.toString(detection.timeout().toSeconds()));
            // A widget always carries its thresholds: the defaults are nobody's choice.
            put(values, "MachineDetectionSpeechThreshold", chosen(detection.speechThreshold(), 2_400));
            put(values, "MachineDetectionSpeechEndThreshold", chosen(detection.speechEndThreshold(), 1_200));
            put(values, "MachineDetectionSilenceTimeout", Long.toString(detection.silenceTimeout().toMillis()));
        }
        return new Options(values);
    }

    private static String chosen(Duration threshold, int otherwise) {
        return threshold.toMillis() == otherwise ? "" : Long.toString(threshold.toMillis());
    }

    private static void put(Map<String, List<String>> values, String name, String value) {
        if (!value.isEmpty()) {
            values.put(name, List.of(value));
        }
    }

    private void answered(
            Leg leg,
            Action.MakeCall wanted,
            org.cordboard.flow.Execution execution,
            CompletableFuture<Map<String, String>> outcome)
            throws Departure, InterruptedException {
        ringing.remove(new ExecutionSid(execution.sid()), leg);
        flows.adopt(leg, new ExecutionSid(execution.sid()));
        try {
            var told = new HashMap<>(calls.onAnswer(leg, options(wanted)).asMap());
            told.putAll(leg.parameters().asMap());
            outcome.complete(told);
            Script.of(stage, flows.documentOf(leg), null).run(leg);
        } finally {
            flows.callEnded(leg);
        }
    }
}
