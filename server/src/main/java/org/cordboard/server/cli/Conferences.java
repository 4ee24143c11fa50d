package org.cordboard.server.cli;

import java.util.Comparator;
import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cordboard conferences`: conferences, those in progress first.
@Command(name = "conferences", mixinStandardHelpOptions = true, description = "conferences, those in progress first")
final class Conferences implements Callable<Integer> {
    @Mixin
    Remote remote = new Remote();

    @Override
    public Integer call() throws Exception {
        var connection = remote.connection();
        try (var api = PublicApi.of(connection)) {
            remote.print(
                    api.accountList("Conferences", "conferences").stream()
                            .sorted(Comparator.comparing(conference ->
                                    conference.path("status").asText().equals("completed")))
                            .toList(),
                    new Table("CONFERENCE", "STATUS", "FRIENDLY NAME"),
                    (table, conference) -> table.row(
                            conference.path("sid").asText(),
                            conference.path("status").asText(),
                            conference.path("friendly_name").asText()));
        }
        return 0;
    }
}
