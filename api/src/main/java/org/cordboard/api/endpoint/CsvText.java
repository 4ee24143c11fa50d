package org.cordboard.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Rows of a JSON answer as comma separated values (RFC 4180), with a line of names first; what is nested stays JSON.
final class CsvText {
    private CsvText() {}

    /// @param rows an array, or one resource alone
    static byte[] of(JsonNode rows) {
        List<JsonNode> all = rows.isArray() ? List.copyOf(rows.valueStream().toList()) : List.of(rows);
        Set<String> names = new LinkedHashSet<>();
        all.forEach(row -> row.fieldNames().forEachRemaining(names::add));
        StringBuilder text = new StringBuilder();
        if (!names.isEmpty()) {
            line(text, names, XmlText::pascal);
        }
        all.forEach(row -> line(text, names, name -> cell(row.path(name))));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, Collection<String> names, Function<String, String> cell) {
        text.append(names.stream().map(cell).map(CsvText::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String cell(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
