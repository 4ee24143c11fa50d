package org.cordboard.routing.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.sid.TaskQueueSid;

/// A workflow's rules, read once from JSON. Equality is by text.
public final class WorkflowConfiguration {
    /// Longest text, in UTF-8 bytes.
    public static final int BYTES_MAX = 1_038_576;

    private final String text;
    private final List<Filter> filters;
    private final Optional<TaskQueueSid> defaultQueue;

    WorkflowConfiguration(String text, List<Filter> filters, Optional<TaskQueueSid> defaultQueue) {
        this.text = text;
        this.filters = List.copyOf(filters);
        this.defaultQueue = defaultQueue;
    }

    /// What became of a client's text.
    public sealed interface Parsed {
        record Ok(WorkflowConfiguration configuration) implements Parsed {}

        /// @param problems all that were found, in the order of the text; at least one
        record Invalid(List<Problem> problems) implements Parsed {
            public Invalid {
                problems = List.copyOf(problems);
            }

            /// One line for the error message of the API.
            public String message() {
                return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
            }
        }
    }

    /// Reads text from outside.
    ///
    /// @param knownQueue whether the workspace has this task queue
    public static Parsed parse(String text, Predicate<TaskQueueSid> knownQueue) {
        return new ConfigurationReader(text, knownQueue).read();
    }

    /// Reads text that was accepted before; queues are taken as given.
    @JsonCreator
    public static WorkflowConfiguration of(String text) {
        return switch (parse(text, _ -> true)) {
            case Parsed.Ok(var configuration) -> configuration;
            case Parsed.Invalid invalid -> throw new IllegalArgumentException(invalid.message());
        };
    }

    /// Byte for byte as it was given.
    @JsonValue
    public String text() {
        return text;
    }

    public List<Filter> filters() {
        return filters;
    }

    /// The queue of the default filter.
    public Optional<TaskQueueSid> defaultQueue() {
        return defaultQueue;
    }

    /// Every task queue the configuration names, once.
    public List<TaskQueueSid> queues() {
        var queues = new TreeSet<TaskQueueSid>();
        filters.forEach(filter -> filter.targets().forEach(target -> queues.add(target.queue())));
        defaultQueue.ifPresent(queues::add);
        return List.copyOf(queues);
    }

    public Filter filter(Place.InTarget place) {
        return filters.get(place.filter());
    }

    public Target target(Place.InTarget place) {
        return filter(place).targets().get(place.target());
    }

    /// The queue of a place; empty when the task is in none.
    public Optional<TaskQueueSid> queue(Place place) {
        return switch (place) {
            case Place.InTarget target -> Optional.of(target(target).queue());
            case Place.InDefault _ -> defaultQueue;
            case Place.Over _ -> Optional.empty();
        };
    }

    /// The first filter that takes the task.
    ///
    /// @param task its attributes, and the time values
    public OptionalInt firstFilter(Scope task) {
        return nextFilterBelow(-1, task);
    }

    /// The first filter after `index` that takes the task.
    public OptionalInt nextFilterBelow(int index, Scope task) {
        for (int i = index + 1; i < filters.size(); i++) {
            if (filters.get(i).expression().test(task)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// Where a task goes on entering the workflow.
    public Place enter(Scope task) {
        var first = firstFilter(task);
        if (first.isPresent()) {
            return place(first.getAsInt(), 0, 0);
        }
        return orDefault(Place.Ending.UNMATCHED);
    }

    /// Where a waiting task goes when its attributes changed: it keeps place and budget while the same filter
    /// takes it, and otherwise enters anew, so that its deadlines count from now.
    public Place reenter(Place current, Scope task) {
        var place = enter(task);
        boolean sameFilter = current instanceof Place.InTarget was
                && place instanceof Place.InTarget is
                && was.filter() == is.filter();
        return sameFilter ? current : place;
    }

    /// Where a task goes when the deadline of its target has passed. The default filter does not follow a
    /// time-out.
    public Place afterTimeout(Place.InTarget place, Scope task) {
        return hasNext(place) ? next(place) : below(place, task).orElse(new Place.Over(Place.Ending.TIMED_OUT));
    }

    /// Where a task goes when its target is skipped. A filter left by skipping counts as not matched, so the
    /// default filter follows when none below takes the task.
    public Place afterSkip(Place.InTarget place, Scope task) {
        return hasNext(place) ? next(place) : below(place, task).orElseGet(() -> orDefault(Place.Ending.SKIPPED));
    }

    /// When the task leaves its place, had it entered the workflow at `entered`; empty when time does not move
    /// it.
    public Optional<Instant> deadline(Place place, Instant entered) {
        return switch (place) {
            case Place.InTarget target
            when target(target).timeoutSeconds().isPresent() ->
                Optional.of(entered.plusSeconds(target.budgetSeconds()));
            case Place.InTarget _, Place.InDefault _, Place.Over _ -> Optional.empty();
        };
    }

    private boolean hasNext(Place.InTarget place) {
        return place.target() + 1 < filter(place).targets().size();
    }

    private Place next(Place.InTarget place) {
        return place(place.filter(), place.target() + 1, place.budgetSeconds());
    }

    private Optional<Place> below(Place.InTarget place, Scope task) {
        var below = nextFilterBelow(place.filter(), task);
        return below.isPresent() ? Optional.of(place(below.getAsInt(), 0, place.budgetSeconds())) : Optional.empty();
    }

    private Place place(int filter, int target, long spent) {
        int seconds = filters.get(filter).targets().get(target).timeoutSeconds().orElse(0);
        return new Place.InTarget(filter, target, spent + seconds);
    }

    private Place orDefault(Place.Ending otherwise) {
        return defaultQueue.isPresent() ? new Place.InDefault() : new Place.Over(otherwise);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WorkflowConfiguration that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
