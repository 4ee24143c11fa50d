package org.cordboard.api.taskrouter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.cordboard.api.endpoint.Dates;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.routing.DryRun;
import org.cordboard.routing.Explanation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.TaskQueueSid;
import org.jspecify.annotations.Nullable;

/// Two resources of our own: why a task stands where it stands, and where a task would go.
final class Reasons {
    private static final Parameter<String> ATTRIBUTES = Parameter.jsonObject("Attributes", 4096);
    private static final Parameter<String> TASK_CHANNEL = Parameter.text("TaskChannel");
    private final Tenancy tenancy;

    Reasons(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                                "taskrouter",
                                "/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Explanation",
                                "FetchTaskExplanation")
                        .by(this::explain),
                Endpoint.post(
                                "taskrouter",
                                "/v1/Workspaces/{WorkspaceSid}/Workflows/{WorkflowSid}/DryRun",
                                "CreateWorkflowDryRun")
                        .takes(ATTRIBUTES, TASK_CHANNEL)
                        .by(this::dryRun));
    }

    private Answer explain(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Task task = tenancy.task(x, workspace, "TaskSid");
        Explanation why = tenancy.read(view -> view.explain(task.sid()));
        if (why == null) {
            throw x.notFound();
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("account_sid", workspace.account().value());
        body.put("workspace_sid", workspace.sid().value());
        body.put("task_sid", task.sid().value());
        body.put("assignment_status", why.task().status().wire());
        Explanation.Stage stage = why.stage();
        body.set("stage", stage == null ? Json.MAPPER.nullNode() : stage(stage));
        body.put("tasks_ahead", why.ahead());
        ArrayNode offers = body.putArray("offers");
        why.offers()
                .forEach(r -> offers.addObject()
                        .put("reservation_sid", r.sid().value())
                        .put("worker_sid", r.worker().value())
                        .put("worker_name", r.workerName())
                        .put("reservation_status", r.status().wire()));
        ObjectNode counts = body.putObject("worker_counts");
        why.counts().forEach((verdict, count) -> counts.put(word(verdict), count));
        ArrayNode workers = body.putArray("workers");
        why.workers().forEach(c -> workers.add(candidate(c)));
        ArrayNode next = body.putArray("next");
        why.next().forEach(n -> next.addObject().put("at", Dates.iso(n.at())).put("what", n.what()));
        body.put("url", x.place().base() + x.request().path());
        return Answer.json(200, body.toString());
    }

    private Answer dryRun(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Workflow workflow = tenancy.workflow(x, workspace, "WorkflowSid");
        String channel = x.get(TASK_CHANNEL);
        if (channel != null) {
            EventResource.channel(tenancy, workspace, channel);
        }
        DryRun run = tenancy.read(view -> view.dryRun(workflow.sid(), x.get(ATTRIBUTES, "{}"), channel));
        if (run == null) {
            throw x.notFound();
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("account_sid", workspace.account().value());
        body.put("workspace_sid", workspace.sid().value());
        body.put("workflow_sid", workflow.sid().value());
        ArrayNode course = body.putArray("course");
        for (DryRun.Visit visit : run.course()) {
            ObjectNode one = stage(visit.stage());
            one.put("entered_after", visit.enteredAfter());
            one.put("left_after", visit.leftAfter());
            one.put("skipped", visit.skipped());
            course.add(one);
        }
        ArrayNode offered = body.putArray("offered_to");
        run.offeredTo().forEach(c -> offered.add(candidate(c)));
        body.put("offered_in", run.offeredIn());
        body.put("end", run.end().name().toLowerCase(Locale.ROOT));
        body.put("url", x.place().base() + x.request().path());
        return Answer.json(200, body.toString());
    }

    private static ObjectNode stage(Explanation.Stage stage) {
        TaskQueueSid queue = stage.queue();
        return Json.MAPPER
                .createObjectNode()
                .put("filter", stage.filter())
                .put("filter_friendly_name", stage.filterName())
                .put("filter_expression", stage.filterExpression())
                .put("target", stage.target())
                .put("target_expression", stage.targetExpression())
                .put("task_queue_sid", queue == null ? null : queue.value())
                .put("task_queue_friendly_name", stage.queueName())
                .put("order_by", stage.orderBy())
                .put("skip_if", stage.skipIf())
                .put("known_worker", stage.knownWorker())
                .put("since", date(stage.since()))
                .put("until", date(stage.until()));
    }

    private static ObjectNode candidate(Explanation.Candidate candidate) {
        return Json.MAPPER
                .createObjectNode()
                .put("worker_sid", candidate.worker().value())
                .put("worker_name", candidate.friendlyName())
                .put("verdict", word(candidate.verdict()))
                .put("detail", candidate.detail());
    }

    private static String word(Explanation.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable String date(@Nullable Instant moment) {
        return moment == null ? null : Dates.iso(moment);
    }
}
