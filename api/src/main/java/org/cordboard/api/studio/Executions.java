package org.cordboard.api.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.FlowRuns;
import org.cordboard.api.voice.Records;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.jspecify.annotations.Nullable;

/// Executions of flows, their steps and contexts (7, 8.6).
final class Executions {
    private static final int MAX_ADDRESS_BYTES = 300;
    private static final int STARTS_PER_SECOND = 20;
    private static final String LIST = "/v2/Flows/{FlowSid}/Executions";
    private static final String ITEM = LIST + "/{Sid}";
    private static final String STEPS = LIST + "/{ExecutionSid}/Steps";
    private static final Parameter<String> STATUS = Parameter.word("Status", "active", "ended");
    private static final Parameter<String> STATUS_LOWER = Parameter.word("status", "active", "ended");
    private static final Parameter<Instant> DATE_CREATED_FROM = Parameter.date("DateCreatedFrom");
    private static final Parameter<Instant> DATE_CREATED_TO = Parameter.date("DateCreatedTo");
    private static final Parameter<String> TO = Parameter.text("To").required();
    private static final Parameter<String> FROM = Parameter.text("From").required();
    private static final Parameter<String> PARAMETERS = Parameter.jsonObject("Parameters", 1 << 20);

    /// How many executions an account started in a second.
    private record Starts(long second, int count) {}

    private record Stepped(ExecutionStep step, String type) {}

    private static final Representation<Execution> SHAPE = Representation.<Execution>named("execution")
            .text("sid", (e, at) -> e.sid().value())
            .text("account_sid", (e, at) -> e.account().value())
            .text("flow_sid", (e, at) -> e.flow().value())
            .text("contact_channel_address", (e, at) -> e.contactChannelAddress())
            .text("contact_sid", (e, at) -> "FC00000000000000000000000000000000")
            .integer("flow_version", (e, at) -> e.flowRevision())
            .text("initiated_by", (e, at) -> initiator(e))
            .json("context", (e, at) -> Json.MAPPER.createObjectNode())
            .text("status", (e, at) -> e.status())
            .iso("date_created", (e, at) -> e.dateCreated())
            .iso("date_updated", (e, at) -> e.dateUpdated())
            .text("url", (e, at) -> url(e, at))
            .links(
                    "links",
                    (e, at) -> Map.of("steps", url(e, at) + "/Steps", "execution_context", url(e, at) + "/Context"))
            .build();

    private static final Representation<Execution> CONTEXT = Representation.<Execution>named("execution_context")
            .text("account_sid", (e, at) -> e.account().value())
            .text("flow_sid", (e, at) -> e.flow().value())
            .text("execution_sid", (e, at) -> e.sid().value())
            .json("context", (e, at) -> json(e.context()))
            .text("url", (e, at) -> url(e, at) + "/Context")
            .build();

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
            .json("context", (s, at) -> json(s.context()))
            .text("url", (s, at) -> url(s, at) + "/Context")
            .build();

    private final Records records;
    private final FlowRuns runs;
    private final Map<AccountSid, Starts> starts = new ConcurrentHashMap<>();

    Executions(Records records, FlowRuns runs) {
        this.records = records;
        this.runs = runs;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("studio", LIST, "ListExecution")
                        .takes(Paging.with(STATUS, STATUS_LOWER, DATE_CREATED_FROM, DATE_CREATED_TO))
                        .lists("executions", SHAPE)
                        .by(this::list),
                Endpoint.create("studio", LIST, "CreateExecution")
                        .takes(TO, FROM, PARAMETERS)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.get("studio", ITEM, "FetchExecution").answers(SHAPE).by(x -> x.ok(SHAPE, execution(x, "Sid"))),
                Endpoint.post("studio", ITEM, "UpdateExecution")
                        .takes(STATUS.required())
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("studio", ITEM, "DeleteExecution").by(this::delete),
                Endpoint.get("studio", LIST + "/{ExecutionSid}/Context", "FetchExecutionContext")
                        .answers(CONTEXT)
                        .by(x -> x.ok(CONTEXT, execution(x, "ExecutionSid"))),
                Endpoint.get("studio", STEPS, "ListExecutionStep")
                        .takes(Paging.with())
                        .lists("steps", STEP)
                        .by(this::steps),
                Endpoint.get("studio", STEPS + "/{Sid}", "FetchExecutionStep")
                        .answers(STEP)
                        .by(x -> x.ok(STEP, stepped(execution(x, "ExecutionSid"), step(x, "Sid")))),
                Endpoint.get("studio", STEPS + "/{StepSid}/Context", "FetchExecutionStepContext")
                        .answers(STEP_CONTEXT)
                        .by(x -> x.ok(STEP_CONTEXT, step(x, "StepSid"))));
    }

    private Execution execution(Exchange x, String variable) {
        Flow flow = Flows.flow(x, records, "FlowSid");
        Execution execution = records.need(x, Execution.class, x.path(variable), Execution::account);
        if (!execution.flow().equals(flow.sid())) {
            throw x.notFound();
        }
        return execution;
    }

    private ExecutionStep step(Exchange x, String variable) {
        Execution execution = execution(x, "ExecutionSid");
        ExecutionStep step = records.need(x, ExecutionStep.class, x.path(variable), ExecutionStep::account);
        if (!step.execution().equals(execution.sid())) {
            throw x.notFound();
        }
        return step;
    }

    private Answer list(Exchange x) {
        Flow flow = Flows.flow(x, records, "FlowSid");
        String status = x.has(STATUS) ? x.get(STATUS) : x.get(STATUS_LOWER);
        Instant from = x.get(DATE_CREATED_FROM);
        Instant to = x.get(DATE_CREATED_TO);
        Order<Execution> order = Order.newestFirst(Execution::dateCreated, e -> e.sid().value());
        List<Execution> all = records.listed(
                x,
                RecordArchive.Query.of(Execution.class, flow.account())
                        .parent(flow.sid())
                        .statuses(status == null ? null : List.of(status))
                        .between(from, to == null ? null : to.plusMillis(1)),
                e -> e.flow().equals(flow.sid())
                        && (status == null || e.status().equals(status))
                        && (from == null || !e.dateCreated().isBefore(from))
                        && (to == null || e.dateCreated().isBefore(to)),
                order);
        return Paging.v1(x, "executions", SHAPE, all, order);
    }

    private Answer create(Exchange x) {
        Flow flow = Flows.flow(x, records, "FlowSid");
        String to = x.need(TO);
        String from = x.need(FROM);
        if (to.getBytes(StandardCharsets.UTF_8).length + from.getBytes(StandardCharsets.UTF_8).length
                > MAX_ADDRESS_BYTES) {
            throw new Problem(
                    ErrorCode.EXECUTION_ADDRESS_TOO_LONG,
                    "To and From together are longer than " + MAX_ADDRESS_BYTES + " bytes");
        }
        for (Execution running : records.all(Execution.class, e -> e.flow().equals(flow.sid()))) {
            if (running.status().equals("active")
                    && running.contactChannelAddress().equals(to)
                    && ourAddress(running).equals(from)) {
                throw new Problem(
                        ErrorCode.CONFLICT, "Execution " + running.sid() + " is already active for this contact");
            }
        }
        Integer number = flow.testUsers().contains(to) ? Integer.valueOf(flow.revision()) : flow.publishedRevision();
        FlowRevision revision = number == null ? null : Flows.revision(records, flow, number);
        if (revision == null) {
            throw x.notFound();
        }
        limit(x);
        String request =
                records.newSid(ExecutionSid.PREFIX, ExecutionSid::new).value().substring(2);
        Execution started = runs.start(x.account(), flow, revision, to, from, x.get(PARAMETERS), "RQ" + request);
        return x.answer(201, SHAPE, started);
    }

    private void limit(Exchange x) {
        long second = x.place().now().getEpochSecond();
        Starts now = starts.compute(
                x.account().sid(),
                (a, s) -> s == null || s.second() != second ? new Starts(second, 1) : new Starts(second, s.count() + 1));
        if (now.count() > STARTS_PER_SECOND) {
            throw new Problem(
                    ErrorCode.TOO_MANY_REQUESTS, "More than " + STARTS_PER_SECOND + " executions were started in a second");
        }
    }

    private Answer update(Exchange x) {
        Execution execution = execution(x, "Sid");
        if (!"ended".equals(x.need(STATUS))) {
            throw Problem.badRequest("Status of an execution can only be set to ended");
        }
        return x.ok(SHAPE, execution.status().equals("ended") ? execution : runs.end(execution));
    }

    private Answer delete(Exchange x) {
        Execution execution = execution(x, "Sid");
        if (execution.status().equals("active")) {
            runs.end(execution);
        }
        List<Entity> all = new ArrayList<>(
                records.everything(steps(execution), s -> s.execution().equals(execution.sid())));
        all.add(execution);
        records.remove(x, all);
        return Answer.empty(204);
    }

    private Answer steps(Exchange x) {
        Execution execution = execution(x, "ExecutionSid");
        Order<ExecutionStep> order =
                Order.newestFirst(ExecutionStep::dateCreated, s -> s.sid().value());
        List<ExecutionStep> all =
                records.listed(x, steps(execution), s -> s.execution().equals(execution.sid()), order);
        return Paging.v1(
                x,
                "steps",
                STEP,
                all,
                order,
                page -> page.stream().map(s -> stepped(execution, s)).toList());
    }

    private static RecordArchive.Query<ExecutionStep> steps(Execution execution) {
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

    /// An execution is known by the pair of both addresses; ours stands in its context.
    private static String ourAddress(Execution execution) {
        return json(execution.context()).at("/flow/channel/address").asText();
    }

    private static String initiator(Execution execution) {
        CallSid call = execution.call();
        return call == null ? "RQ" + execution.sid().value().substring(2) : call.value();
    }

    private static JsonNode json(@Nullable String context) {
        try {
            return Json.MAPPER.readTree(context == null ? "{}" : context);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("the stored context is not JSON", bug);
        }
    }

    private static String url(Execution execution, Place at) {
        return at.base() + "/v2/Flows/" + execution.flow() + "/Executions/" + execution.sid();
    }

    private static String url(ExecutionStep step, Place at) {
        return at.base() + "/v2/Flows/" + step.flow() + "/Executions/" + step.execution() + "/Steps/" + step.sid();
    }
}
