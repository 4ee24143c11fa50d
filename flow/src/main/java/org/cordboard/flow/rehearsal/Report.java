package org.cordboard.flow.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cordboard.flow.Action;
import org.cordboard.flow.Execution;
import org.cordboard.flow.Turn;

/// What a rehearsal came to.
///
/// @param mismatches each in a sentence; empty when the test passed
/// @param story what was heard, pressed and asked for, in order
/// @param actions everything the flow ordered
public record Report(
        String name,
        String flow,
        List<String> mismatches,
        List<Line> story,
        List<Action> actions,
        List<Turn.Warning> warnings,
        Execution execution) {

    public Report {
        mismatches = List.copyOf(mismatches);
        story = List.copyOf(story);
        actions = List.copyOf(actions);
        warnings = List.copyOf(warnings);
    }

    public boolean passed() {
        return mismatches.isEmpty();
    }

    /// @param after virtual time since the start
    /// @param who `flow`, `caller`, `outside` or `note`
    public record Line(Duration after, String who, String text) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%02d:%02d  %-8s %s", after.toMinutes(), after.toSecondsPart(), who, text);
        }
    }

    /// The story as text, for a terminal.
    public String told() {
        return story.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }
}
