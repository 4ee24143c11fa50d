package org.cordboard.server.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cordboard calls`: the calls, and how one sounds.
@Command(
        name = "calls",
        aliases = "call",
        mixinStandardHelpOptions = true,
        description = "calls, newest first, and how one sounds",
        subcommands = {CallAudio.class, CallEvents.class})
final class Calls implements Callable<Integer> {
    private static final int SHOWN = 50;

    @Mixin
    Remote remote = new Remote();

    @Override
    public Integer call() throws Exception {
        try (var api = PublicApi.of(remote.connection())) {
            var calls = api.get(api.accountPath("Calls") + "?PageSize=" + SHOWN).path("calls");
            remote.print(
                    List.copyOf(calls.valueStream().toList()),
                    new Table("CALL", "STATUS", "DIRECTION", "FROM", "TO", "START", "SECONDS"),
                    (table, call) -> table.row(
                            call.path("sid").asText(),
                            call.path("status").asText(),
                            call.path("direction").asText(),
                            call.path("from").asText(),
                            call.path("to").asText(),
                            call.path("start_time").asText("-"),
                            call.path("duration").asText("-")));
        }
        return 0;
    }
}
