package org.cordboard.server.cli;

import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cordboard queues`: voice queues and who waits in them.
@Command(name = "queues", mixinStandardHelpOptions = true, description = "voice queues and who waits in them")
final class Queues implements Callable<Integer> {
    @Mixin
    Remote remote = new Remote();

    @Override
    public Integer call() throws Exception {
        var connection = remote.connection();
        try (var api = PublicApi.of(connection)) {
            remote.print(
                    api.accountList("Queues", "queues"),
                    new Table("QUEUE", "FRIENDLY NAME", "CURRENT", "MAX", "AVERAGE WAIT"),
                    (table, queue) -> table.row(
                            queue.path("sid").asText(),
                            queue.path("friendly_name").asText(),
                            queue.path("current_size").asText(),
                            queue.path("max_size").asText(),
                            queue.path("average_wait_time").asText()));
        }
        return 0;
    }
}
