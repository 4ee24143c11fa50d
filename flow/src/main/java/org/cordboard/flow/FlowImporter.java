package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// Reads definitions in the current and in the 2017 format, and says everything that is wrong with one at once.
public final class FlowImporter {

    /// How forgiving, and what for.
    public enum Mode {
        /// REST: wrong types are errors; nothing is repaired. (A definition of 2017 is converted all the same.)
        STRICT,
        /// Our own pages and commands: what can be repaired is, and each repair is a warning.
        REPAIR
    }

    /// A draft may reach widgets that cannot run here; a published flow may not.
    public enum Purpose {
        DRAFT,
        PUBLISH
    }

    /// A longer text is refused unread.
    private static final int TEXT_CHARS = 8 * 1024 * 1024;

    private FlowImporter() {}

    public static Imported read(String text, Mode mode, Purpose purpose) {
        return read(text, mode, purpose, Surroundings.UNKNOWN);
    }

    public static Imported read(String text, Mode mode, Purpose purpose, Surroundings surroundings) {
        var problems = new Problems();
        var parsed = parse(text, problems);
        if (parsed == null) {
            return new Imported(null, null, text, problems.all());
        }
        boolean legacy = Legacy.recognises(parsed);
        var flow = legacy ? Legacy.convert(parsed, problems) : parsed.deepCopy();
        if (legacy || mode == Mode.REPAIR) {
            Repairs.make(flow, problems);
        }
        new Validation(flow, legacy ? Mode.REPAIR : mode, problems).check();
        var json = flow.equals(parsed) ? text : Json.write(flow);
        var definition = Model.of(flow, json);
        new VariableRules(flow, problems).check();
        new GraphRules(definition, purpose, surroundings, problems).check();
        return new Imported(problems.hasErrors() ? null : definition, json, text, problems.all());
    }

    private static @Nullable ObjectNode parse(String text, Problems problems) {
        if (text.length() > TEXT_CHARS) {
            problems.error(1, "#", "Definition is longer than " + TEXT_CHARS + " characters", "Split the flow");
            return null;
        }
        try {
            JsonNode parsed = Json.parse(text);
            if (parsed instanceof ObjectNode object) {
                return object;
            }
            problems.error(
                    1,
                    "#",
                    "Definition is not valid JSON: " + Validation.found(parsed) + " found, object expected",
                    "Post the flow as one JSON object");
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            problems.error(
                    1,
                    "#",
                    "Definition is not valid JSON: " + e.getOriginalMessage()
                            + (place == null
                                    ? ""
                                    : " at line " + place.getLineNr() + ", column " + place.getColumnNr()),
                    "Correct the text at that place");
        }
        return null;
    }
}
