package org.cordboard.routing.expression;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What an expression depends on, so that a change elsewhere need not test it again.
public record Reads(SortedSet<Reference> references) {
    public Reads {
        references = Collections.unmodifiableSortedSet(new TreeSet<>(references));
    }

    static Reads of(Node node) {
        var found = new TreeSet<Reference>();
        collect(node, found);
        return new Reads(found);
    }

    /// Whether the answer can change as time passes.
    public boolean time() {
        return reads(Root.TIME);
    }

    /// Whether it reads anything of the worker that an activity change touches.
    public boolean activity() {
        return references.stream().anyMatch(reference -> reference.root() == Root.WORKER && isActivity(reference));
    }

    /// Whether it reads capacity or load of a worker's channels.
    public boolean channels() {
        return references.stream().anyMatch(reference -> reference.root() == Root.WORKER && isChannel(reference));
    }

    public boolean worker() {
        return reads(Root.WORKER);
    }

    public boolean task() {
        return reads(Root.TASK);
    }

    private boolean reads(Root root) {
        return references.stream().anyMatch(reference -> reference.root() == root);
    }

    static boolean isActivity(Reference reference) {
        return reference.name().equals("activity_sid") || reference.name().equals("activity_name");
    }

    static boolean isChannel(Reference reference) {
        return reference.name().equals("channel");
    }

    /// Whether a reference keeps its value until someone changes attributes.
    static boolean isStable(Reference reference) {
        return switch (reference.root()) {
            case TASK -> true;
            case WORKER -> !isActivity(reference) && !isChannel(reference);
            case TIME, WORKERS -> false;
        };
    }

    private static void collect(Node node, TreeSet<Reference> found) {
        switch (node) {
            case Node.And(var terms) -> terms.forEach(term -> collect(term, found));
            case Node.Or(var terms) -> terms.forEach(term -> collect(term, found));
            case Node.Not(var term) -> collect(term, found);
            case Node.Comparison comparison -> collect(List.of(comparison.left(), comparison.right()), found);
            case Node.Constant _ -> {}
        }
    }

    static void collect(List<Operand> operands, TreeSet<Reference> found) {
        for (var operand : operands) {
            switch (operand) {
                case Operand.Literal _ -> {}
                case Operand.Path(var reference) -> found.add(reference);
                case Operand.Items(var items) -> collect(items, found);
            }
        }
    }
}
