package org.cordboard.api.taskrouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.history.RealTimeStatistics;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.TaskQueueSid;

/// Up to 50 task queues at once (10.6), named in a JSON body.
final class BulkStatistics {
    private static final int MAX_BULK = 50;

    private final Tenancy tenancy;
    private final Subjects subjects;

    BulkStatistics(Tenancy tenancy) {
        this.tenancy = tenancy;
        this.subjects = new Subjects(tenancy);
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.post(
                        "taskrouter",
                        "/v1/Workspaces/{WorkspaceSid}/TaskQueues/RealTimeStatistics",
                        "CreateTaskQueueBulkRealTimeStatistics")
                .by(this::bulk));
    }

    private Answer bulk(Exchange x) {
        Workspace workspace = tenancy.workspace(x);
        Set<String> sids = new LinkedHashSet<>();
        for (JsonNode sid : bulkSids(x.request().bodyText())) {
            if (!sid.isTextual() || sid.asText().isBlank()) {
                throw badBulk();
            }
            sids.add(sid.asText());
        }
        if (sids.isEmpty() || sids.size() > MAX_BULK) {
            throw badBulk();
        }
        ArrayNode rows = Json.MAPPER.createArrayNode();
        for (String sid : sids) {
            TaskQueue queue = TaskQueueSid.valid(sid) ? tenancy.read(v -> v.taskQueue(new TaskQueueSid(sid))) : null;
            if (queue == null || !queue.workspace().equals(workspace.sid())) {
                throw Problem.badRequest("TaskQueueSids names " + sid + ", which does not exist in this workspace");
            }
            ObjectNode row = subjects.realTime(x, subjects.taskQueue(x, workspace, queue));
            row.remove(List.of("longest_relative_task_age_in_queue", "longest_relative_task_sid_in_queue"));
            rows.add(row.put("task_queue_sid", queue.sid().value()));
        }
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("account_sid", workspace.account().value());
        body.put("workspace_sid", workspace.sid().value());
        body.set("task_queue_data", rows);
        body.put("task_queue_response_count", rows.size());
        body.put("url", x.place().base() + x.request().path());
        return Answer.json(200, body.toString());
    }

    private static Problem badBulk() {
        return Problem.badRequest(
                "The body must be a JSON object with a TaskQueueSids array of 1 to " + MAX_BULK + " task queue SIDs");
    }

    private static JsonNode bulkSids(String text) {
        try {
            JsonNode body = Json.MAPPER.readTree(text);
            for (String name : List.of("TaskQueueSids", "task_queue_sids", "TaskQueueSid")) {
                if (body.path(name).isArray()) {
                    return body.path(name);
                }
            }
            if (!body.isArray()) {
                throw badBulk();
            }
            return body;
        } catch (JsonProcessingException malformed) {
            throw Problem.badRequest("The body is not valid JSON: " + Json.position(malformed));
        }
    }
}
