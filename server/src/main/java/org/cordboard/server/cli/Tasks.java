package org.cordboard.server.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cordboard tasks`: the tasks, and two repairs.
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "tasks of the workspace, finished ones for five minutes",
        subcommands = {Tasks.DeleteAll.class, Tasks.FixWrapping.class})
final class Tasks implements Callable<Integer> {
    @Mixin
    Remote remote = new Remote();

    @Override
    public Integer call() throws Exception {
        var connection = remote.connection();
        try (var api = PublicApi.of(connection)) {
            remote.print(
                    api.list(remote.workspacePath(api, connection) + "/Tasks", "tasks"),
                    new Table("TASK", "STATUS", "QUEUE", "PRIORITY", "AGE", "REASON"),
                    (table, task) -> table.row(
                            task.path("sid").asText(),
                            task.path("assignment_status").asText(),
                            task.path("task_queue_friendly_name").asText(),
                            task.path("priority").asText(),
                            task.path("age").asText(),
                            task.path("reason").asText("-")));
        }
        return 0;
    }

    /// `cordboard tasks delete-all`
    @Command(name = "delete-all", mixinStandardHelpOptions = true, description = "delete every task, in any status")
    static final class DeleteAll implements Callable<Integer> {
        @Mixin
        Remote remote = new Remote();

        @Override
        public Integer call() throws Exception {
            var connection = remote.connection();
            try (var api = PublicApi.of(connection)) {
                var path = remote.workspacePath(api, connection) + "/Tasks";
                var tasks = api.list(path, "tasks");
                for (var task : tasks) {
                    api.delete(path + "/" + task.path("sid").asText());
                    remote.out().println("deleted " + task.path("sid").asText());
                }
                remote.out().println(tasks.size() + " tasks deleted");
            }
            return 0;
        }
    }

    /// `cordboard tasks fix-wrapping`
    @Command(
            name = "fix-wrapping",
            mixinStandardHelpOptions = true,
            description = "complete every task left wrapping, so that its worker is free again")
    static final class FixWrapping implements Callable<Integer> {
        @Mixin
        Remote remote = new Remote();

        @Override
        public Integer call() throws Exception {
            var connection = remote.connection();
            try (var api = PublicApi.of(connection)) {
                var path = remote.workspacePath(api, connection) + "/Tasks";
                var tasks = api.list(path + "?AssignmentStatus=wrapping", "tasks");
                for (var task : tasks) {
                    api.post(
                            path + "/" + task.path("sid").asText(),
                            Map.of("AssignmentStatus", "completed", "Reason", "wrapping reset to completed"));
                    remote.out().println("completed " + task.path("sid").asText());
                }
                remote.out().println(tasks.size() + " wrapping tasks completed");
            }
            return 0;
        }
    }
}
