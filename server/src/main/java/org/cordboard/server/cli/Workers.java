package org.cordboard.server.cli;

import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cordboard workers`: workers of the workspace and what they are doing.
@Command(name = "workers", mixinStandardHelpOptions = true, description = "workers of the workspace and what they are doing")
final class Workers implements Callable<Integer> {
    @Mixin
    Remote remote = new Remote();

    @Override
    public Integer call() throws Exception {
        var connection = remote.connection();
        try (var api = PublicApi.of(connection)) {
            var path = remote.workspacePath(api, connection);
            remote.print(
                    api.list(path + "/Workers", "workers"),
                    new Table("WORKER", "NAME", "ACTIVITY", "AVAILABLE", "ATTRIBUTES"),
                    (table, worker) -> table.row(
                            worker.path("sid").asText(),
                            worker.path("friendly_name").asText(),
                            worker.path("activity_name").asText(),
                            worker.path("available").asText(),
                            worker.path("attributes").asText()));
        }
        return 0;
    }
}
