package org.cordboard.routing.expression;

import java.util.List;
import java.util.Optional;

/// A parsed expression. Equality is by text and context.
public final class Expression {
    private final String text;
    private final Context context;
    private final Node root;
    private final Test test;
    private final Reads reads;

    private Expression(String text, Context context, Node root) {
        this.text = text;
        this.context = context;
        this.root = root;
        this.test = Compiler.compile(root);
        this.reads = Reads.of(root);
    }

    /// A compiled expression.
    @FunctionalInterface
    interface Test {
        boolean test(Scope scope);
    }

    /// What became of a text.
    public sealed interface Parsed {
        record Ok(Expression expression) implements Parsed {}

        record Failed(Problem problem) implements Parsed {}
    }

    /// Reads text from outside. Empty text has the meaning its [Context] gives it.
    public static Parsed parse(String text, Context context) {
        try {
            return new Parsed.Ok(new Expression(text, context, Parser.parse(text, context)));
        } catch (Parser.Refused refused) {
            return new Parsed.Failed(refused.problem());
        }
    }

    /// Reads text that was accepted before.
    public static Expression of(String text, Context context) {
        return switch (parse(text, context)) {
            case Parsed.Ok(var expression) -> expression;
            case Parsed.Failed(var problem) ->
                throw new IllegalArgumentException(problem.message() + " at " + problem.position());
        };
    }

    /// The text as given.
    public String text() {
        return text;
    }

    public Context context() {
        return context;
    }

    public Node root() {
        return root;
    }

    /// Whether the expression is true. Total: missing and mismatched values make comparisons false, nothing
    /// throws.
    public boolean test(Scope scope) {
        return test.test(scope);
    }

    /// What the answer depends on.
    public Reads reads() {
        return reads;
    }

    /// The answer, when it is the same in every scope.
    public Optional<Boolean> constant() {
        return Keys.constant(root);
    }

    /// Conditions on `root` without which this cannot be true, once everything under other roots is known.
    ///
    /// For a target such as `task.language IN worker.languages`: with a task known and [Root#WORKER] asked,
    /// worker languages must have the task's; with a worker known and [Root#TASK] asked, the task's language
    /// must be one of the worker's. References to what changes by itself (time, activity, channels) never become
    /// keys.
    public List<IndexKey> keys(Root root, Scope known) {
        return Keys.of(this.root, root, known);
    }

    /// The expression written anew, every reference with its prefix; parses to the same tree.
    public String print() {
        return Printer.print(root);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && text.equals(that.text) && context == that.context;
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + context.ordinal();
    }

    @Override
    public String toString() {
        return text;
    }
}
