package org.cordboard.voice.flowrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
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
import org.cordboard.voice.leg.Leg;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records an execution and its steps, and reports its warnings.
final class FlowBook {
    private static final Logger LOG = LoggerFactory.getLogger(FlowBook.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> MILD = Set.of(81000, 81002);

    private final CallRecords records;
    private final Alerts alerts;
    private final Account account;
    private final @Nullable CallSid call;
    private volatile @Nullable Leg leg;
    private Instant newest = Instant.MIN;
    private int written;

    FlowBook(CallRecords records, Alerts alerts, Account account, @Nullable Leg leg, @Nullable CallSid call) {
        this.records = records;
        this.alerts = alerts;
        this.account = account;
        this.leg = leg;
        this.call = call;
    }

    /// Reports about this call from now on.
    void adopt(Leg theLeg) {
        leg = theLeg;
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
        turn.warnings().forEach(warning -> report(execution.sid(), warning));
    }

    /// Only what has a published code goes to the debugger.
    private void report(String execution, Turn.Warning warning) {
        var text = warning.widget() + ": " + warning.text();
        var theLeg = leg;
        if (warning.code() == 0) {
            LOG.info("{} {}", execution, text);
        } else if (theLeg == null) {
            alerts.error(account, warning.code(), text);
        } else if (MILD.contains(warning.code())) {
            alerts.warn(theLeg, warning.code(), text);
        } else {
            alerts.error(theLeg, warning.code(), text);
        }
    }

    /// Steps of one turn share its moment, yet lists show them in order: each is put a little after the one before.
    private Instant after(Instant at) {
        newest = at.isAfter(newest) ? at : newest.plusNanos(1_000);
        return newest;
    }

    private ExecutionStep step(String execution, Step step) {
        var parent = step.parentStepSid();
        var at = after(step.at());
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
                at,
                at);
    }

    private static String json(Map<String, Object> context) {
        try {
            return JSON.writeValueAsString(context);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a context is plain JSON", e);
        }
    }
}
