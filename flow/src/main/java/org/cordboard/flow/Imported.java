package org.cordboard.flow;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What reading a definition gave: the flow if it has no error, and everything there is to say about it.
///
/// @param definition null when there are errors
/// @param json the definition in the current format after conversion and repairs; null when the text is not JSON.
///     A broken definition can be stored as a draft with this text.
/// @param original the text as it came
public record Imported(
        @Nullable FlowDefinition definition, @Nullable String json, String original, List<Problem> problems) {

    public Imported {
        problems = List.copyOf(problems);
    }

    public boolean valid() {
        return definition != null;
    }

    public Optional<FlowDefinition> flow() {
        return Optional.ofNullable(definition);
    }

    public List<Problem> errors() {
        return problems.stream().filter(Problem::isError).toList();
    }

    public List<Problem> warnings() {
        return problems.stream().filter(problem -> !problem.isError()).toList();
    }
}
