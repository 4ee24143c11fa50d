package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.cordboard.flow.liquid.Liquid;

/// The rules about the branches of a split.
final class SplitRules {

    private final String name;
    private final Problems problems;

    SplitRules(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    void check(JsonNode transition, String path) {
        var conditions = transition.path("conditions");
        if (!transition.path("event").asText().equals("match")) {
            return;
        }
        if (!conditions.isArray() || conditions.isEmpty()) {
            problems.error(
                    17,
                    path + "/conditions",
                    "'" + name + "': match transition to '" + transition.path("next").asText("") + "' has no condition",
                    "Add a condition, or use noMatch");
            return;
        }
        for (int index = 0; index < conditions.size(); index++) {
            condition(conditions.get(index), path + "/conditions/" + index);
        }
    }

    private void condition(JsonNode condition, String path) {
        var type = condition.path("type").asText("");
        var comparison = Comparison.named(type);
        var value = condition.path("value").asText("");
        if (comparison.isEmpty()) {
            var names = Stream.of(Comparison.values()).map(Comparison::published).toList();
            problems.error(
                    16,
                    path + "/type",
                    "Unknown comparison '" + type + "' in '" + name + "'" + Closest.hint(type, names),
                    "Use one of " + String.join(", ", names));
        }
        if (condition.has("value") && !condition.path("value").isTextual() && !condition.path("value").isNull()) {
            problems.error(
                    13,
                    path + "/value",
                    Validation.found(condition.path("value")) + " found, string expected",
                    "Write the value as a text");
        }
        template(condition.path("value"), path + "/value");
        for (int index = 0; index < condition.path("arguments").size(); index++) {
            template(condition.path("arguments").get(index), path + "/arguments/" + index);
        }
        if (comparison.isPresent() && !Liquid.isTemplate(value)) {
            literal(comparison.get(), value, path);
        }
    }

    private void literal(Comparison comparison, String value, String path) {
        if (comparison == Comparison.REGEX) {
            try {
                Pattern.compile(value.strip());
            } catch (PatternSyntaxException e) {
                problems.error(
                        18,
                        path + "/value",
                        "'" + name + "': invalid regular expression '" + value + "': " + e.getDescription(),
                        "Correct the pattern; it must match the whole text");
            }
        }
        comparison
                .hopeless(value)
                .ifPresent(wanted -> problems.warning(
                        19,
                        path + "/value",
                        "'" + name + "': '" + value + "' is not " + wanted + "; the comparison will never be true",
                        "Write it as " + wanted));
    }

    private void template(JsonNode text, String path) {
        Liquid.fault(text.asText(""))
                .ifPresent(fault -> problems.error(
                        20, path, "'" + name + "': Liquid error: " + fault, "Correct the template"));
    }
}
