package org.cordboard.routing.expression;

import java.util.List;

/// A path into what an expression is tested against, such as `worker.loc.floors[1]`.
public record Reference(Root root, List<Step> steps) implements Comparable<Reference> {

    public Reference {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !(steps.getFirst() instanceof Step.Member)) {
            throw new IllegalArgumentException("a reference starts with a name");
        }
    }

    public sealed interface Step {
        record Member(String name) implements Step {}

        record Index(int index) implements Step {}
    }

    /// A reference of names only.
    public static Reference of(Root root, String... names) {
        return new Reference(
                root, List.of(names).stream().<Step>map(Step.Member::new).toList());
    }

    /// The first name after the root.
    public String name() {
        return ((Step.Member) steps.getFirst()).name();
    }

    /// The name at a place, or the empty text when there is none.
    public String name(int place) {
        return place < steps.size() && steps.get(place) instanceof Step.Member(var name) ? name : "";
    }

    /// Walks from a value down this path; a missing step yields null.
    public Value in(Value start) {
        var value = start;
        for (var step : steps) {
            value = switch (step) {
                case Step.Member(var name) -> value.member(name);
                case Step.Index(var index) -> value.element(index);
            };
        }
        return value;
    }

    /// The path with its prefix.
    @Override
    public String toString() {
        return root.prefix() + "." + path();
    }

    /// The path without its prefix.
    public String path() {
        var out = new StringBuilder();
        for (var step : steps) {
            switch (step) {
                case Step.Member(var name) ->
                    out.append(out.isEmpty() ? "" : ".").append(name);
                case Step.Index(var index) -> out.append('[').append(index).append(']');
            }
        }
        return out.toString();
    }

    @Override
    public int compareTo(Reference other) {
        return toString().compareTo(other.toString());
    }
}
