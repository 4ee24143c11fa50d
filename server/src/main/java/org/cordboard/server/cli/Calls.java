package org.cordboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `cordboard calls`: the calls, and how one sounds.
@Command(
        name = "calls",
        aliases = "call",
        mixinStandardHelpOptions = true,
        description = "calls, newest first, and how one sounds",
        subcommands = {Calls.Audio.class, Calls.Events.class})
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

    /// `cordboard calls audio CA...`
    @Command(
            name = "audio",
            mixinStandardHelpOptions = true,
            description = "how a call sounds or sounded, and what is wrong with it")
    static final class Audio implements Callable<Integer> {
        @Mixin
        Remote remote = new Remote();

        @Parameters(paramLabel = "CALL", description = "SID of the call")
        String sid = "";

        @Override
        public Integer call() throws Exception {
            try (var api = PublicApi.of(remote.connection())) {
                var audio = api.get(api.accountPath("Calls/" + sid + "/Audio"));
                if (remote.json) {
                    remote.out().println(audio);
                    return 0;
                }
                tell(audio);
            }
            return 0;
        }

        private void tell(JsonNode audio) {
            var out = remote.out();
            out.println(audio.path("diagnosis").asText());
            var worst = audio.path("worst");
            if (worst.isObject() && !worst.path("cause").equals(audio.path("cause"))) {
                out.println("Before: " + worst.path("diagnosis").asText());
            }
            out.println();
            var table = new Table("", "PACKETS", "LOST %", "JITTER MS", "LEVEL DBFS");
            for (var side : List.of("inbound", "outbound")) {
                var figures = audio.path(side);
                table.row(
                        side,
                        figures.path("packets").asText("-"),
                        figures.path("loss_percent").asText("-"),
                        figures.path("jitter_ms").asText("-"),
                        figures.path("level_dbfs").asText("-"));
            }
            table.print(out);
            var addresses = audio.path("addresses");
            out.printf(
                    "%n%s over %s, %s; here %s, there %s by its SDP, %s in fact%n",
                    audio.path("codec").asText("no codec"),
                    audio.path("transport").asText(),
                    audio.path("live").asBoolean() ? "live" : "ended",
                    addresses.path("local").asText("-"),
                    addresses.path("signalled").asText("-"),
                    addresses.path("observed").asText("-"));
        }
    }

    /// `cordboard calls events CA...`
    @Command(
            name = "events",
            mixinStandardHelpOptions = true,
            description = "the requests about a call and what was answered, oldest first")
    static final class Events implements Callable<Integer> {
        @Mixin
        Remote remote = new Remote();

        @Parameters(paramLabel = "CALL", description = "SID of the call")
        String sid = "";

        @Override
        public Integer call() throws Exception {
            try (var api = PublicApi.of(remote.connection())) {
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
            return 0;
        }
    }
}
