package org.cordboard.api.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.flow.FlowImporter;
import org.cordboard.flow.Imported;
import org.cordboard.routing.entity.FlowRevision;
import org.jspecify.annotations.Nullable;

/// What the rules say about a definition, in the published form (8.5).
final class Judgement {
    private Judgement() {}

    /// A revision as it stands now; what it names and has gone since is a warning, for it was accepted.
    static Imported of(FlowRevision revision, AccountSurroundings account) {
        return FlowImporter.read(
                revision.definition(), FlowImporter.Mode.STRICT, FlowImporter.Purpose.DRAFT, account);
    }

    static @Nullable JsonNode json(FlowRevision revision) {
        try {
            return Json.MAPPER.readTree(revision.definition());
        } catch (JsonProcessingException storedBroken) {
            // A draft made by an editor may be no JSON at all; then there is no definition to show.
            return null;
        }
    }

    static @Nullable JsonNode listed(@Nullable Imported judged, boolean errors) {
        return judged == null ? null : list(errors ? judged.errors() : judged.warnings());
    }

    private static ArrayNode list(List<org.cordboard.flow.Problem> problems) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (org.cordboard.flow.Problem problem : problems) {
            list.addObject().put("message", problem.message()).put("property_path", problem.path());
        }
        return list;
    }

    static Problem refused(Imported imported) {
        ObjectNode details = Json.MAPPER.createObjectNode();
        details.set("errors", list(imported.errors()));
        return new Problem(
                ErrorCode.FLOW_INVALID,
                "Flow definition validation failed, check `details` for more information",
                details.toString());
    }
}
