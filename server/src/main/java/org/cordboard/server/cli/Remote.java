package org.cordboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.cordboard.server.client.Connection;
import org.cordboard.server.client.PublicApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What every utility shares: which server it asks, and whether it prints columns or JSON.
final class Remote {
    private static final JsonMapper JSON = new JsonMapper();

    @Option(names = "--data", paramLabel = "DIR", description = "data folder of the server asked (default ./data)")
    Path data = Path.of(System.getenv().getOrDefault("CORDBOARD_DATA", "./data"));

    @Option(names = "--url", paramLabel = "URL", description = "server asked, instead of the data folder's")
    @Nullable String url;

    @Option(names = "--workspace", paramLabel = "WS", description = "workspace SID (default: the demo centre's, or the first)")
    @Nullable String workspace;

    @Option(names = "--json", description = "print the resources as JSON, one a line")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    @Nullable CommandSpec spec;

    Connection connection() throws IOException {
        var environment = new HashMap<>(System.getenv());
        if (url != null) {
            environment.put("CORDBOARD_URL", url);
        }
        return Connection.find(data, environment);
    }

    /// Path of the workspace asked: `/v1/Workspaces/WS...`.
    String workspacePath(PublicApi api, Connection connection) throws IOException {
        if (workspace != null) {
            return "/v1/Workspaces/" + workspace;
        }
        if (!connection.workspaceSid().isEmpty()) {
            return "/v1/Workspaces/" + connection.workspaceSid();
        }
        var all = api.list("/v1/Workspaces", "workspaces");
        if (all.isEmpty()) {
            throw new IOException("the server has no workspace yet");
        }
        return "/v1/Workspaces/" + all.getFirst().path("sid").asText();
    }

    PrintWriter out() {
        return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    }

    /// Prints the items as JSON lines or as a table.
    void print(List<JsonNode> items, Table table, BiConsumer<Table, JsonNode> row) throws IOException {
        if (json) {
            for (var item : items) {
                out().println(JSON.writeValueAsString(item));
            }
            return;
        }
        items.forEach(item -> row.accept(table, item));
        table.print(out());
    }
}
