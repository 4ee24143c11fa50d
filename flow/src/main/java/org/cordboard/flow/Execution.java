package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of a flow for one contact. A value: [Interpreter] answers each input with the next one.
///
/// @param revision the revision it runs for all its life (`flow_version`)
/// @param contactAddress the other party
/// @param flowAddress our side
/// @param endReason null while active
/// @param line what the execution may still do with a call
/// @param data `flow.data`, the parameters of a start by REST
/// @param frames the flow and, inside a sub-flow, the sub-flow: outermost first; the last one stays after the end
/// @param steps oldest first
/// @param wakeAt when [Input.TimePassed] is due at the latest; null once ended
public record Execution(
        String sid,
        String accountSid,
        String flowSid,
        int revision,
        boolean testUser,
        String initiatedBy,
        String contactAddress,
        String flowAddress,
        Status status,
        @Nullable EndReason endReason,
        Line line,
        Instant created,
        Instant updated,
        @Nullable Instant wakeAt,
        Map<String, Object> data,
        List<Frame> frames,
        List<Step> steps) {

    public enum Status {
        ACTIVE,
        ENDED
    }

    /// Why an execution ended; the published status knows only `ended`.
    public enum EndReason {
        FLOW_END,
        HANGUP,
        STEP_LIMIT,
        REPEAT_LIMIT,
        EXPIRED,
        STOPPED_BY_API,
        ERROR
    }

    public enum Line {
        /// There never was a call.
        NONE,
        /// The call is up and the flow drives it.
        LIVE,
        /// The call ended or belongs to someone else; only widgets without a call still work.
        GONE
    }

    /// One flow inside the execution.
    ///
    /// @param at name of the widget the execution stands on
    /// @param since when it was entered
    /// @param inARow how often this widget was entered without another between
    /// @param trigger what `trigger` means in this flow
    /// @param widgets outputs by state name
    /// @param variables written by set-variables
    /// @param parentStepSid SID kept for the parent's step, null in the outermost flow
    public record Frame(
            String flowSid,
            int revision,
            String at,
            Instant since,
            int inARow,
            Map<String, Object> trigger,
            Map<String, Object> widgets,
            Map<String, Object> variables,
            @Nullable String parentStepSid) {

        public Frame {
            trigger = Json.copy(trigger);
            widgets = Json.copy(widgets);
            variables = Json.copy(variables);
        }

        Frame entered(String name, Instant now, int times) {
            return new Frame(flowSid, revision, name, now, times, trigger, widgets, variables, parentStepSid);
        }

        Frame storing(Map<String, Object> outputs) {
            var merged = Variables.merged(widgets, at, outputs);
            return new Frame(flowSid, revision, at, since, inARow, trigger, merged, variables, parentStepSid);
        }

        Frame setting(String key, @Nullable Object value) {
            var more = Variables.with(variables, key, value);
            return new Frame(flowSid, revision, at, since, inARow, trigger, widgets, more, parentStepSid);
        }
    }

    public Execution {
        data = Json.copy(data);
        frames = List.copyOf(frames);
        steps = List.copyOf(steps);
    }

    public boolean active() {
        return status == Status.ACTIVE;
    }

    /// The widget the execution stands on; empty once ended.
    public Optional<String> currentWidget() {
        return active() ? Optional.of(frames.getLast().at()) : Optional.empty();
    }

    /// All variables as the REST API and the templates see them, those of the sub-flow while inside one.
    public Map<String, Object> context() {
        var frame = frames.getLast();
        var flow = new LinkedHashMap<String, Object>();
        flow.put("flow_sid", frame.flowSid());
        flow.put("sid", sid);
        flow.put("channel", Map.of("address", flowAddress));
        if (!frame.variables().isEmpty()) {
            flow.put("variables", frame.variables());
        }
        if (!data.isEmpty()) {
            flow.put("data", data);
        }
        var context = new LinkedHashMap<String, Object>();
        context.put("trigger", frame.trigger());
        context.put("widgets", frame.widgets());
        context.put("flow", flow);
        context.put("contact", Map.of("channel", Map.of("address", contactAddress)));
        return context;
    }

    public String toJson() {
        return Json.write(this);
    }

    /// Reads what [#toJson] wrote.
    public static Execution fromJson(String text) throws JsonProcessingException {
        return Json.MAPPER.readValue(text, Execution.class);
    }
}
