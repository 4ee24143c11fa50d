package org.cordboard.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// The table `taskrouter-parameters.txt`, read.
final class PublishedOperations {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)}");

    private PublishedOperations() {}

    /// @param template path with the kind of resource in braces
    record Operation(String name, String method, String template, List<Parameter> parameters) {
        String path(Map<String, String> variables) {
            return VARIABLE.matcher(template).replaceAll(found -> variables.get(found.group(1)));
        }

        /// The path with one variable wrong.
        String path(Map<String, String> variables, String variable, String value) {
            return VARIABLE.matcher(template)
                    .replaceAll(found -> found.group(1).equals(variable) ? value : variables.get(found.group(1)));
        }

        List<String> variables() {
            return VARIABLE.matcher(template).results().map(found -> found.group(1)).toList();
        }

        boolean takes(String parameter) {
            return parameters.stream().anyMatch(one -> one.name().equals(parameter));
        }

        /// Good values of the other required parameters, names and values in turn.
        List<String> needs(String parameter, Map<String, String> variables) {
            List<String> needs = new ArrayList<>();
            for (Parameter one : parameters) {
                if (one.needed() && !one.name().equals(parameter)) {
                    needs.add(one.name());
                    needs.add(
                            one.name().equals("Configuration")
                                    ? "{\"task_routing\":{\"default_filter\":{\"queue\":\"" + variables.get("TaskQueue")
                                            + "\"}}}"
                                    : "good");
                }
            }
            return needs;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// @param kind what it accepts, see [BadValues]
    record Parameter(String name, String kind, boolean needed) {
        List<BadValues.Bad> badValues() {
            return kind.equals("paged") ? BadValues.paging(name) : BadValues.of(kind, name);
        }
    }

    static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                String[] words = line.split(" ");
                all.add(new Operation(words[0], words[1], words[2], new ArrayList<>()));
            } else {
                all.getLast().parameters().addAll(parameters(line.strip()));
            }
        }
        return all;
    }

    private static List<Parameter> parameters(String line) {
        if (line.equals("paged")) {
            return List.of(
                    new Parameter("PageSize", "paged", false),
                    new Parameter("Page", "paged", false),
                    new Parameter("PageToken", "paged", false));
        }
        String[] parts = line.split(" : ");
        boolean needed = parts[1].endsWith(" needed");
        return List.of(new Parameter(parts[0], parts[1].replace(" needed", ""), needed));
    }

    private static String text() {
        try (var in = PublishedOperations.class.getResourceAsStream("/taskrouter-parameters.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
