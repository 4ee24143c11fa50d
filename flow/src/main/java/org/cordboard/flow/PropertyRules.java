package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.liquid.Liquid;

/// The rules about the settings of one widget: what must be there, JSON types, literal values.
final class PropertyRules {

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern FLOW_SID = Pattern.compile("FW[0-9a-f]{32}");
    private static final Pattern REVISION = Pattern.compile("\\d{1,9}|LatestPublished|LatestDraft");

    private final WidgetType type;
    private final String name;
    private final Mode mode;
    private final Problems problems;

    PropertyRules(WidgetType type, String name, Mode mode, Problems problems) {
        this.type = type;
        this.name = name;
        this.mode = mode;
        this.problems = problems;
    }

    void check(JsonNode properties, String path) {
        for (var property : type.properties().values()) {
            one(property, properties.path(property.name()), path + "/" + property.name());
        }
        properties.properties().forEach(entry -> {
            var key = entry.getKey();
            if (!key.equals("offset") && type.property(key).isEmpty()) {
                problems.warning(
                        15,
                        path + "/" + key,
                        "'" + name + "' has no property '" + key + "'" + hint(key),
                        "Rename or remove it; it has no effect");
            }
        });
        switch (type.name()) {
            case "enqueue-call" -> queue(properties, path);
            case "send-to-flex" -> attributes(properties, "attributes", path);
            case "run-subflow" -> subflow(properties, path);
            case "say-play" -> {
                if (blank(properties, "say") && blank(properties, "play") && blank(properties, "digits")) {
                    problems.warning(
                            12, path + "/say", "'" + name + "' has nothing to say, play or send", "Set say, play or digits");
                }
            }
            case "connect-call-to" -> {
                var wanted = properties.path("noun").asText().equals("sip") ? "sip_endpoint" : "to";
                if (blank(properties, wanted)) {
                    problems.warning(
                            12, path + "/" + wanted, "'" + name + "' has nobody to call", "Set " + wanted);
                }
            }
            default -> {}
        }
    }

    private String hint(String key) {
        var alias = type.aliases().get(key);
        return alias == null
                ? Closest.hint(key, type.properties().keySet())
                : alias.isEmpty() ? "" : "; did you mean '" + alias + "'?";
    }

    private void one(Property property, JsonNode value, String path) {
        if (value.isMissingNode() || value.isNull()) {
            if (property.required()) {
                problems.error(
                        12,
                        path,
                        value.isNull()
                                ? "must not be null"
                                : "'" + name + "': property '" + property.name() + "' is missing but it is required",
                        "Set " + property.name());
            }
            return;
        }
        boolean fits =
                switch (property.kind()) {
                    case STRING -> value.isTextual();
                    case INTEGER -> value.isIntegralNumber();
                    case BOOLEAN -> value.isBoolean();
                    case PARAMETERS -> value.isArray();
                };
        if (!fits) {
            mismatch(property, value, path);
        } else if (property.kind() == Property.Kind.PARAMETERS) {
            parameters(property, value, path);
        } else if (property.required() && value.asText().isBlank()) {
            problems.error(
                    12,
                    path,
                    "'" + name + "': property '" + property.name() + "' is empty but it is required",
                    "Set " + property.name());
        } else if (!value.asText().isEmpty() && !Liquid.isTemplate(value.asText())) {
            literal(property, value, path);
        }
    }

    /// A template or a spelled-out recording mode still works here, though the published schema is stricter.
    private void mismatch(Property property, JsonNode value, String path) {
        var message = Validation.found(value) + " found, " + property.kind().json + " expected";
        var remedy = "Write '" + name + "'." + property.name() + " as " + property.kind().json;
        boolean works = value.isTextual()
                && (Liquid.isTemplate(value.asText())
                        || type.name().equals("connect-call-to") && property.name().equals("record"));
        if (mode == Mode.REPAIR && works) {
            problems.warning(13, path, message, remedy);
        } else {
            problems.error(13, path, message, remedy);
        }
    }

    private void literal(Property property, JsonNode value, String path) {
        var text = value.asText().strip();
        var label = "'" + name + "'." + property.name();
        if (!property.allowed().isEmpty() && property.allowed().stream().noneMatch(text::equalsIgnoreCase)) {
            problems.error(
                    14,
                    path,
                    label + " must be " + String.join(" or ", property.allowed()) + ", found " + text,
                    "Use one of " + String.join(", ", property.allowed()));
        }
        var range = property.range();
        if (range != null) {
            var number = WHOLE.matcher(text).matches() ? Long.parseLong(text) : Long.MIN_VALUE;
            if (number < range.min() || number > range.max()) {
                problems.error(
                        14,
                        path,
                        label + " must be between " + range.min() + " and " + range.max() + ", found " + text,
                        "Use a whole number in that range");
            }
        }
        var shape = property.shape();
        if (shape != null && !shape.matcher(text).matches()) {
            problems.error(14, path, label + " must be " + property.shapeName() + ", found " + text, "Correct the value");
        }
    }

    private void parameters(Property property, JsonNode list, String path) {
        if (property.required() && list.isEmpty()) {
            problems.error(12, path, "'" + name + "': " + property.name() + " needs at least one entry", "Add an entry");
        }
        for (int index = 0; index < list.size(); index++) {
            for (var part : new String[] {"key", "value"}) {
                var value = list.get(index).path(part);
                if (value.isMissingNode()) {
                    problems.error(
                            12,
                            path + "/" + index + "/" + part,
                            "'" + name + "': " + part + " is missing but it is required",
                            "Set " + part);
                } else if (!value.isTextual()) {
                    problems.error(
                            13,
                            path + "/" + index + "/" + part,
                            value.isNull() ? "must not be null" : Validation.found(value) + " found, string expected",
                            "Write it as a text");
                }
            }
        }
    }

    private void queue(JsonNode properties, String path) {
        if (blank(properties, "workflow_sid") && blank(properties, "queue_name")) {
            problems.error(23, path, "'" + name + "': set workflow_sid or queue_name", "Choose a workflow, or name a queue");
        }
        attributes(properties, "task_attributes", path);
    }

    private void attributes(JsonNode properties, String key, String path) {
        var text = properties.path(key).asText("");
        if (text.isBlank() || Liquid.isTemplate(text)) {
            return;
        }
        if (text.length() > Limits.STANDARD.attributesChars()) {
            problems.warning(
                    25,
                    path + "/" + key,
                    "'" + name + "': task attributes are longer than " + Limits.STANDARD.attributesChars() + " characters",
                    "Shorten them; the call would take failedToEnqueue");
        }
        try {
            if (Json.parse(text).isObject()) {
                return;
            }
        } catch (JsonProcessingException _) {
            // reported below like any other text that is no object
        }
        problems.warning(
                25, path + "/" + key, "'" + name + "': task attributes are not valid JSON", "Write a JSON object");
    }

    private void subflow(JsonNode properties, String path) {
        var sid = properties.path("flow_sid").asText("");
        if (!sid.isEmpty() && !FLOW_SID.matcher(sid).matches()) {
            problems.error(26, path + "/flow_sid", "must be a valid, non-liquid flow sid", "Choose the flow by its FW… SID");
        }
        var revision = properties.path("flow_revision").asText("");
        if (!revision.isEmpty() && !REVISION.matcher(revision).matches()) {
            problems.error(
                    26,
                    path + "/flow_revision",
                    "'" + name + "': flow_revision must be a number, LatestPublished or LatestDraft",
                    "Use LatestPublished");
        }
    }

    private static boolean blank(JsonNode properties, String key) {
        return properties.path(key).asText("").isBlank();
    }
}
