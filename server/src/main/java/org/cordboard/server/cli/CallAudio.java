package org.cordboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Command;

/// `cordboard calls audio CA...`
@Command(
        name = "audio",
        mixinStandardHelpOptions = true,
        description = "how a call sounds or sounded, and what is wrong with it")
final class CallAudio extends OfOneCall {
    @Override
    void tell(PublicApi api) throws Exception {
        var audio = api.get(api.accountPath("Calls/" + sid + "/Audio"));
        if (remote.json) {
            remote.out().println(audio);
        } else {
            tell(audio);
        }
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
