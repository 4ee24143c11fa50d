package org.cordboard.server.cli;

import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;

/// `cordboard calls events CA...`
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "the requests about a call and what was answered, oldest first")
final class CallEvents extends OfOneCall {
    @Override
    void tell(PublicApi api) throws Exception {
        remote.print(
                api.accountList("Calls/" + sid + "/Events", "events"),
                new Table("WHEN", "METHOD", "URL", "STATUS", "MS"),
                (table, event) -> table.row(
                        event.path("response").path("date_created").asText(),
                        event.path("request").path("method").asText(),
                        event.path("request").path("url").asText(),
                        event.path("response").path("response_code").asText("-"),
                        event.path("response").path("request_duration").asText("-")));
    }
}
