package org.cordboard.api.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Caller;
import org.cordboard.api.endpoint.Dispatcher;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.RequestBody;
import org.cordboard.api.http.Values;
import org.cordboard.routing.Engine;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.event.TaskRouterEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the application what to do with a new reservation (7.1) and does it (7.2, 7.3), on a virtual thread.
/// The instruction becomes the REST request it stands for, so both ways are checked and carried out alike.
final class AssignmentCallback {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentCallback.class);
    private static final int NOT_JSON_TYPE = 40000;
    private static final int NOT_JSON = 40001;
    private static final int NO_INSTRUCTION = 40005;
    private static final int UNKNOWN_INSTRUCTION = 55555;
    private final Engine engine;
    private final WebhookClient client;
    private final WebhookTiming timing;
    private final Dispatcher rest;
    private final Alerts alerts;

    AssignmentCallback(Engine engine, WebhookClient client, WebhookTiming timing, Dispatcher rest, Alerts alerts) {
        this.engine = engine;
        this.client = client;
        this.timing = timing;
        this.rest = rest;
        this.alerts = alerts;
    }

    void run(TaskRouterEvent event, Account account, Workflow workflow, Reservation reservation)
            throws InterruptedException {
        Map<String, String> parameters = parameters(event);
        String url = String.valueOf(workflow.assignmentCallbackUrl());
        ConnectionSettings.of(url, timing.assignment())
                .warnings()
                .forEach(code -> alerts.raise(account, code, "a connection setting cannot be read", url));
        Asked first = ask(url, parameters, account);
        if (first.instruction() != null) {
            perform(account, reservation, first.instruction());
            return;
        }
        alerts.raise(account, first.error(), first.problem(), url);
        String fallback = workflow.fallbackAssignmentCallbackUrl();
        Asked second = first;
        if (fallback != null && !fallback.isEmpty()) {
            Map<String, String> again = new LinkedHashMap<>(parameters);
            again.put("ErrorCode", Integer.toString(first.error()));
            again.put("ErrorUrl", url);
            second = ask(fallback, again, account);
            if (second.instruction() != null) {
                perform(account, reservation, second.instruction());
                return;
            }
            alerts.raise(account, second.error(), second.problem(), fallback);
        }
        if (first.unreachable() && second.unreachable()) {
            engine.submit(new ReservationCommand.CancelUnreachable(reservation.workspace(), reservation.sid()));
        }
    }

    private static Map<String, String> parameters(TaskRouterEvent event) {
        Map<String, String> all = EventParameters.of(event);
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : List.of(
                "AccountSid",
                "WorkspaceSid",
                "WorkflowSid",
                "TaskQueueSid",
                "TaskSid",
                "ReservationSid",
                "WorkerSid",
                "TaskAttributes",
                "WorkerAttributes",
                "TaskAge",
                "TaskPriority",
                "Timestamp",
                "WorkerName",
                "TaskChannelSid",
                "TaskChannelUniqueName")) {
            String value = all.get(name);
            if (value != null) {
                chosen.put(name, value);
            }
        }
        return chosen;
    }

    /// @param instruction the JSON object answered, empty when there is nothing to do; null on failure
    private record Asked(@Nullable JsonNode instruction, int error, String problem, boolean unreachable) {
        static Asked failed(int error, String problem, boolean unreachable) {
            return new Asked(null, error, problem, unreachable);
        }
    }

    private Asked ask(String url, Map<String, String> parameters, Account account) throws InterruptedException {
        WebhookClient.Reply reply;
        try {
            reply = client.post(url, parameters, account.authToken(), timing.assignment());
        } catch (WebhookFailure failure) {
            return Asked.failed(failure.code(), String.valueOf(failure.getMessage()), true);
        }
        if (!reply.ok()) {
            return Asked.failed(11200, "status " + reply.status(), true);
        }
        if (reply.status() == 204 || reply.body().isBlank()) {
            return new Asked(Json.MAPPER.createObjectNode(), 0, "", false);
        }
        if (!reply.contentType().equals("application/json")) {
            return Asked.failed(
                    NOT_JSON_TYPE, "the answer is " + reply.contentType() + ", not application/json", false);
        }
        try {
            JsonNode read = Json.MAPPER.readTree(reply.body());
            return read.isObject()
                    ? new Asked(read, 0, "", false)
                    : Asked.failed(NOT_JSON, "the answer is not a JSON object", false);
        } catch (JsonProcessingException malformed) {
            return Asked.failed(NOT_JSON, "the answer is not JSON: " + Json.position(malformed), false);
        }
    }

    private void perform(Account account, Reservation reservation, JsonNode instruction) {
        if (!instruction.hasNonNull("instruction")) {
            if (!instruction.isEmpty()) {
                alerts.raise(account, NO_INSTRUCTION, "the answer names no instruction", "");
            }
            return;
        }
        String name = instruction.path("instruction").asText();
        String prefix = switch (name) {
            case "dequeue" -> "Dequeue";
            case "call" -> "Call";
            case "redirect" -> "Redirect";
            case "accept", "reject", "conference" -> "";
            case String unknown -> null;
        };
        if (prefix == null) {
            alerts.raise(account, UNKNOWN_INSTRUCTION, "instruction " + name + " is not known", "");
            return;
        }
        Request request = new Request(
                "POST",
                "/v1/Workspaces/" + reservation.workspace() + "/Tasks/" + reservation.task() + "/Reservations/"
                        + reservation.sid(),
                "",
                Map.of(),
                new byte[0],
                "",
                "");
        Answer answer = rest.runAs(new Caller(account, null), request, values(name, prefix, instruction));
        if (answer.status() >= 400) {
            Reservation now = engine.read(view -> view.reservation(reservation.sid()));
            boolean pending = now != null && now.status() == ReservationStatus.PENDING && !now.held();
            alerts.raise(account, InstructionAlerts.code(name, pending, answer.text()), answer.text(), "");
        } else {
            LOG.debug("{} carried out for {}", name, reservation.sid());
        }
    }

    /// `end_conference_on_exit` is `EndConferenceOnExit` in REST, `from` of a dequeue `DequeueFrom`.
    private static Values values(String name, String prefix, JsonNode instruction) {
        Map<String, List<String>> renamed = new LinkedHashMap<>();
        RequestBody.flatten(instruction).asMap().forEach((key, value) -> {
            if (name.equals("reject") && key.equals("activity_sid")) {
                renamed.put("WorkerActivitySid", value);
            } else if (!key.equals("instruction")) {
                renamed.put(prefix + pascal(key), value);
            }
        });
        renamed.put("Instruction", List.of(name));
        return Values.of(renamed);
    }

    static String pascal(String snake) {
        StringBuilder pascal = new StringBuilder(snake.length());
        boolean upper = true;
        for (int i = 0; i < snake.length(); i++) {
            char c = snake.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                pascal.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return pascal.toString();
    }
}
