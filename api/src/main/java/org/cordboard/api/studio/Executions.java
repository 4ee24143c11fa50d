package org.cordboard.api.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
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
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.jspecify.annotations.Nullable;

/// Executions of flows and their contexts (7, 8.6).
final class Executions {
    private static final int MAX_ADDRESS_BYTES = 300;
    private static final int STARTS_PER_SECOND = 20;
    static final String LIST = "/v2/Flows/{FlowSid}/Executions";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> STATUS = Parameter.word("Status", "active", "ended");
    private static final Parameter<String> STATUS_LOWER = Parameter.word("status", "active", "ended");
    private static final Parameter<Instant> DATE_CREATED_FROM = Parameter.date("DateCreatedFrom");
    private static final Parameter<Instant> DATE_CREATED_TO = Parameter.date("DateCreatedTo");
    private static final Parameter<String> TO = Parameter.text("To").required();
    private static final Parameter<String> FROM = Parameter.text("From").required();
    private static final Parameter<String> PARAMETERS = Parameter.jsonObject("Parameters", 1 << 20);

    /// How many executions an account started in a second.
    private record Starts(long second, int count) {}

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
                Endpoint.get("studio", ITEM, "FetchExecution").answers(SHAPE).by(x -> x.ok(SHAPE, execution(x, records, "Sid"))),
                Endpoint.post("studio", ITEM, "UpdateExecution")
                        .takes(STATUS.required())
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("studio", ITEM, "DeleteExecution").by(this::delete),
                Endpoint.get("studio", LIST + "/{ExecutionSid}/Context", "FetchExecutionContext")
                        .answers(CONTEXT)
                        .by(x -> x.ok(CONTEXT, execution(x, records, "ExecutionSid"))));
    }

    static Execution execution(Exchange x, Records records, String variable) {
        Flow flow = Flows.flow(x, records, "FlowSid");
        Execution execution = records.need(x, Execution.class, x.path(variable), Execution::account);
        if (!execution.flow().equals(flow.sid())) {
            throw x.notFound();
        }
        return execution;
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
        FlowRevision revision = number == null ? null : FlowRevisions.numbered(records, flow, number);
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
        Execution execution = execution(x, records, "Sid");
        if (!"ended".equals(x.need(STATUS))) {
            throw Problem.badRequest("Status of an execution can only be set to ended");
        }
        return x.ok(SHAPE, execution.status().equals("ended") ? execution : runs.end(execution));
    }

    private Answer delete(Exchange x) {
        Execution execution = execution(x, records, "Sid");
        if (execution.status().equals("active")) {
            runs.end(execution);
        }
        List<Entity> all = new ArrayList<>(
                records.everything(ExecutionSteps.of(execution), s -> s.execution().equals(execution.sid())));
        all.add(execution);
        records.remove(x, all);
        return Answer.empty(204);
    }

    /// An execution is known by the pair of both addresses; ours stands in its context.
    private static String ourAddress(Execution execution) {
        return json(execution.context()).at("/flow/channel/address").asText();
    }

    private static String initiator(Execution execution) {
        CallSid call = execution.call();
        return call == null ? "RQ" + execution.sid().value().substring(2) : call.value();
    }

    static JsonNode json(@Nullable String context) {
        try {
            return Json.MAPPER.readTree(context == null ? "{}" : context);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("the stored context is not JSON", bug);
        }
    }

    private static String url(Execution execution, Place at) {
        return at.base() + "/v2/Flows/" + execution.flow() + "/Executions/" + execution.sid();
    }
}
