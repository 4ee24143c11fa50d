package org.cordboard.api.taskrouter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cordboard.api.http.Json;
import org.cordboard.routing.expression.Attributes;
import org.jspecify.annotations.Nullable;

/// Attributes written as equalities, `skill == "sales" AND level == 2`: the other form of `EvaluateWorkerAttributes`
/// (2.4).
final class Equalities {
    private static final Pattern TERM =
            Pattern.compile("([A-Za-z_$][\\w$]*)\\s*==?\\s*(\"[^\"]*\"|'[^']*'|-?\\d+(?:\\.\\d+)?|true|false)");
    private static final Pattern AND = Pattern.compile("\\s+(?:AND|and|&&)\\s+");

    private Equalities() {}

    static Optional<Attributes> attributes(String text) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        for (String term : AND.split(text.strip(), 100)) {
            Matcher matcher = TERM.matcher(term.strip());
            JsonNode value = matcher.matches() ? value(matcher.group(2)) : null;
            if (value == null) {
                return Optional.empty();
            }
            object.set(matcher.group(1), value);
        }
        return Optional.of(Attributes.of(object.toString()));
    }

    private static @Nullable JsonNode value(String literal) {
        char first = literal.charAt(0);
        if (first == '"' || first == '\'') {
            return Json.MAPPER.getNodeFactory().textNode(literal.substring(1, literal.length() - 1));
        }
        try {
            return Json.MAPPER.readTree(literal);
        } catch (JsonProcessingException notALiteral) {
            return null;
        }
    }
}
