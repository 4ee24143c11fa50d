package org.cordboard.api.studio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.voice.Records;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.sid.ExecutionSid;

/// The steps of executions and their contexts (8.6).
final class ExecutionSteps {
    private static final String LIST = Executions.LIST + "/{ExecutionSid}/Steps";

    private record Stepped(ExecutionStep step, String type) {}

    private static final Representation<Stepped> STEP = Representation.<Stepped>named("execution_step")
            .text("sid", (s, at) -> s.step().sid().value())
            .text("account_sid", (s, at) -> s.step().account().value())
            .text("flow_sid", (s, at) -> s.step().flow().value())
            .text("execution_sid", (s, at) -> s.step().execution().value())
            .text("parent_step_sid", (s, at) -> {
                var parent = s.step().parentStep();
                return parent == null ? null : parent.value();
            })
            .text("name", (s, at) -> s.step().name())
            .json("context", (s, at) -> Json.MAPPER.createObjectNode())
            .text("transitioned_from", (s, at) -> s.step().transitionedFrom())
            .text("transitioned_to", (s, at) -> s.step().transitionedTo())
            .text("type", (s, at) -> s.type())
            .iso("date_created", (s, at) -> s.step().dateCreated())
            .iso("date_updated", (s, at) -> s.step().dateUpdated())
            .text("url", (s, at) -> url(s.step(), at))
            .links("links", (s, at) -> Map.of("step_context", url(s.step(), at) + "/Context"))
            .build();

    private static final Representation<ExecutionStep> STEP_CONTEXT = Representation.<ExecutionStep>named(
                    "execution_step_context")
            .text("account_sid", (s, at) -> s.account().value())
            .text("flow_sid", (s, at) -> s.flow().value())
            .text("execution_sid", (s, at) -> s.execution().value())
            .text("step_sid", (s, at) -> s.sid().value())
            .json("context", (s, at) -> Executions.json(s.context()))
            .text("url", (s, at) -> url(s, at) + "/Context")
            .build();

    private final Records records;

    ExecutionSteps(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("studio", LIST, "ListExecutionStep")
                        .takes(Paging.with())
                        .lists("steps", STEP)
                        .by(this::list),
                Endpoint.get("studio", LIST + "/{Sid}", "FetchExecutionStep")
                        .answers(STEP)
                        .by(x -> x.ok(STEP, stepped(Executions.execution(x, records, "ExecutionSid"), step(x, "Sid")))),
                Endpoint.get("studio", LIST + "/{StepSid}/Context", "FetchExecutionStepContext")
                        .answers(STEP_CONTEXT)
                        .by(x -> x.ok(STEP_CONTEXT, step(x, "StepSid"))));
    }

    private ExecutionStep step(Exchange x, String variable) {
        Execution execution = Executions.execution(x, records, "ExecutionSid");
        ExecutionStep step = records.need(x, ExecutionStep.class, x.path(variable), ExecutionStep::account);
        if (!step.execution().equals(execution.sid())) {
            throw x.notFound();
        }
        return step;
    }

    private Answer list(Exchange x) {
        Execution execution = Executions.execution(x, records, "ExecutionSid");
        Order<ExecutionStep> order =
                Order.newestFirst(ExecutionStep::dateCreated, s -> s.sid().value());
        List<ExecutionStep> all =
                records.listed(x, of(execution), s -> s.execution().equals(execution.sid()), order);
        return Paging.v1(
                x,
                "steps",
                STEP,
                all,
                order,
                page -> page.stream().map(s -> stepped(execution, s)).toList());
    }

    static RecordArchive.Query<ExecutionStep> of(Execution execution) {
        return RecordArchive.Query.of(ExecutionStep.class, execution.account()).parent(execution.sid());
    }

    /// The type of a step is that of the widget it leaves, in the revision that runs; in a sub-flow, whose revision is
    /// not kept with the step, in the newest one that has the widget.
    private Stepped stepped(Execution execution, ExecutionStep step) {
        String from = step.transitionedFrom();
        if (from == null) {
            return new Stepped(step, "trigger");
        }
        boolean own = step.flow().equals(execution.flow());
        return records
                .all(
                        FlowRevision.class,
                        r -> r.flow().equals(step.flow()) && (!own || r.revision() == execution.flowRevision()))
                .stream()
                .sorted(Comparator.comparing(FlowRevision::revision).reversed())
                .map(revision -> type(revision, from))
                .filter(type -> !type.isEmpty())
                .findFirst()
                .map(type -> new Stepped(step, type))
                .orElseGet(() -> new Stepped(step, "trigger"));
    }

    private static String type(FlowRevision revision, String widget) {
        JsonNode definition = Judgement.json(revision);
        if (definition != null) {
            for (JsonNode state : definition.path("states")) {
                if (state.path("name").asText().equals(widget)) {
                    return state.path("type").asText();
                }
            }
        }
        return "";
    }

    private static String url(ExecutionStep step, Place at) {
        return at.base() + "/v2/Flows/" + step.flow() + "/Executions/" + step.execution() + "/Steps/" + step.sid();
    }
}
