package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.flow.liquid.Liquid;

/// Every template of a definition with its place.
///
/// @param path JSON pointer fragment
/// @param state name of the widget it belongs to
/// @param label the property, for messages: `say`, `conditions`
record TemplateUses(String path, String state, String label, String template) {

    static List<TemplateUses> in(JsonNode flow) {
        var uses = new ArrayList<TemplateUses>();
        for (int index = 0; index < flow.path("states").size(); index++) {
            var state = flow.path("states").get(index);
            var name = state.path("name").asText("");
            var path = "#/states/" + index;
            state.path("properties")
                    .properties()
                    .forEach(entry -> collect(
                            entry.getValue(), path + "/properties/" + entry.getKey(), name, entry.getKey(), uses));
            for (int number = 0; number < state.path("transitions").size(); number++) {
                var conditions = state.path("transitions").get(number).path("conditions");
                collect(conditions, path + "/transitions/" + number + "/conditions", name, "conditions", uses);
            }
        }
        return uses;
    }

    private static void collect(JsonNode node, String path, String state, String label, List<TemplateUses> uses) {
        if (node.isTextual()) {
            if (Liquid.isTemplate(node.asText())) {
                uses.add(new TemplateUses(path, state, label, node.asText()));
            }
        } else if (node.isObject()) {
            node.properties()
                    .forEach(entry -> collect(entry.getValue(), path + "/" + entry.getKey(), state, label, uses));
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                collect(node.get(index), path + "/" + index, state, label, uses);
            }
        }
    }

    List<List<String>> references() {
        return Liquid.references(template);
    }
}
