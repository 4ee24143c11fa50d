package org.cordboard.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cordboard reservations`: every task, its call and conference, and every reservation it had.
@Command(
        name = "reservations",
        mixinStandardHelpOptions = true,
        description = "tasks with their reservations, workers and conference")
final class Reservations implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Mixin
    Remote remote = new Remote();

    @Override
    public Integer call() throws Exception {
        var connection = remote.connection();
        try (var api = PublicApi.of(connection)) {
            var path = remote.workspacePath(api, connection);
            var table = new Table("TASK", "STATUS", "QUEUE", "RESERVATION", "STATUS", "WORKER", "FROM", "CONFERENCE");
            for (var task : api.list(path + "/Tasks", "tasks")) {
                addTask(api, path, task, table);
            }
            if (!remote.json) {
                table.print(remote.out());
            }
        }
        return 0;
    }

    private void addTask(PublicApi api, String path, JsonNode task, Table table) throws IOException {
        var attributes = attributes(task);
        var reservations =
                api.list(path + "/Tasks/" + task.path("sid").asText() + "/Reservations", "reservations");
        if (remote.json) {
            for (var reservation : reservations) {
                remote.out().println(JSON.writeValueAsString(reservation));
            }
            return;
        }
        if (reservations.isEmpty()) {
            addRow(table, task, attributes, "-", "-", "-");
        }
        for (var reservation : reservations) {
            addRow(
                    table,
                    task,
                    attributes,
                    reservation.path("sid").asText(),
                    reservation.path("reservation_status").asText(),
                    reservation.path("worker_name").asText());
        }
    }

    private static void addRow(
            Table table, JsonNode task, JsonNode attributes, String reservation, String status, String worker) {
        table.row(
                task.path("sid").asText(),
                task.path("assignment_status").asText(),
                task.path("task_queue_friendly_name").asText(),
                reservation,
                status,
                worker,
                attributes.path("from").asText("-"),
                attributes.path("conference").path("sid").asText("-"));
    }

    private static JsonNode attributes(JsonNode task) {
        try {
            return JSON.readTree(task.path("attributes").asText("{}"));
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
