package org.cordboard.flow.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/// One test of a flow.
///
/// @param script what happens, one line each; see the table at [Happening]
/// @param expect what must come of it; an empty object expects nothing
public record Scenario(String name, Instant at, Opening opening, List<String> script, JsonNode expect) {

    public Scenario {
        script = List.copyOf(script);
    }

    /// How the execution starts.
    public sealed interface Opening {

        /// @param parameters added to the usual ones of an incoming call
        record Call(JsonNode parameters) implements Opening {}

        record Request(String to, String from, JsonNode parameters) implements Opening {}

        /// The flow is a sub-flow; a parent runs it with these parameters on an incoming call.
        record Parent(JsonNode parameters) implements Opening {}
    }

    /// A plain incoming call, for trying a flow out.
    public static Scenario call(List<String> script, Instant at) {
        var nothing = ScenarioFile.NOTHING;
        return new Scenario("run", at, new Opening.Call(nothing), script, nothing);
    }
}
