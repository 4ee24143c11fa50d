package org.cordboard.voice.flowrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Map;
import org.cordboard.flow.Step;
import org.cordboard.flow.Turn;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.routing.sid.StepSid;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallRecords;
import org.jspecify.annotations.Nullable;

/// Records an execution and its steps, and reports its warnings.
final class FlowBook {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CallRecords records;
    private final Alerts alerts;
    private final Account account;
    private final @Nullable CallSid call;
    private int written;

    FlowBook(CallRecords records, Alerts alerts, Account account, @Nullable CallSid call) {
        this.records = records;
        this.alerts = alerts;
        this.account = account;
        this.call = call;
    }

    void wrote(Turn turn) {
        var execution = turn.execution();
        var changed = new ArrayList<Entity>();
        changed.add(new Execution(
                new ExecutionSid(execution.sid()),
                account.sid(),
                new FlowSid(execution.flowSid()),
                execution.revision(),
                execution.contactAddress(),
                execution.active() ? "active" : "ended",
                call,
                json(execution.context()),
                execution.created(),
                execution.updated()));
        var steps = execution.steps();
        for (var step : steps.subList(Math.min(written, steps.size()), steps.size())) {
            changed.add(step(execution.sid(), step));
        }
        written = steps.size();
        records.put(changed.toArray(Entity[]::new));
        turn.warnings()
                .forEach(warning -> alerts.error(account, warning.code(), warning.widget() + ": " + warning.text()));
    }

    private ExecutionStep step(String execution, Step step) {
        var parent = step.parentStepSid();
        return new ExecutionStep(
                new StepSid(step.sid()),
                new ExecutionSid(execution),
                new FlowSid(step.flowSid()),
                account.sid(),
                step.name(),
                step.from(),
                step.to(),
                parent == null ? null : new StepSid(parent),
                json(step.context()),
                step.at(),
                step.at());
    }

    private static String json(Map<String, Object> context) {
        try {
            return JSON.writeValueAsString(context);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a context is plain JSON", e);
        }
    }
}
