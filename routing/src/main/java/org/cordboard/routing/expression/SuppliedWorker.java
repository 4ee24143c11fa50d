package org.cordboard.routing.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A worker who need not exist, described in a request (`EvaluateWorkerAttributes`) to ask which queues would take
/// them.
///
/// The description is a JSON object of attributes, or an expression that says what each attribute is:
/// `team == 'blue' AND languages HAS 'fr'`. Built-in fields count only when the description names them.
public record SuppliedWorker(Value.Object attributes) implements Scope {

    /// What became of a description.
    public sealed interface Parsed {
        record Ok(SuppliedWorker worker) implements Parsed {}

        record Failed(Problem problem) implements Parsed {}
    }

    /// A description is no longer than attributes may be.
    public static Parsed parse(String text) {
        if (text.length() > Attributes.LENGTH_MAX) {
            return failed("a worker's description must not be longer than " + Attributes.LENGTH_MAX + " characters");
        }
        if (text.stripLeading().startsWith("{")) {
            return switch (Attributes.parse(text)) {
                case Attributes.Parsed.Ok(var attributes) -> new Parsed.Ok(new SuppliedWorker(attributes.object()));
                case Attributes.Parsed.NotJson(var message) -> failed(message);
                case Attributes.Parsed.NotObject(var message) -> failed(message);
                case Attributes.Parsed.TooLong(var message) -> failed(message);
            };
        }
        return switch (Expression.parse(text, Context.WORKER_LIST)) {
            case Expression.Parsed.Failed(var problem) -> new Parsed.Failed(problem);
            case Expression.Parsed.Ok(var expression) ->
                described(expression.root(), Value.Object.EMPTY)
                        .<Parsed>map(attributes -> new Parsed.Ok(new SuppliedWorker(attributes)))
                        .orElseGet(() -> failed("expected a JSON object of attributes, or terms such as"
                                + " team == 'blue' AND languages HAS 'fr'"));
        };
    }

    @Override
    public Value resolve(Reference reference) {
        return reference.root() == Root.WORKER ? reference.in(attributes) : Value.NULL;
    }

    private static Parsed failed(String message) {
        return new Parsed.Failed(new Problem(message, 0, ""));
    }

    /// The attributes with what the node says added; empty when the node says no such thing.
    private static Optional<Value.Object> described(Node node, Value.Object attributes) {
        return switch (node) {
            case Node.And(var terms) -> {
                var all = Optional.of(attributes);
                for (var term : terms) {
                    all = all.flatMap(sofar -> described(term, sofar));
                }
                yield all;
            }
            case Node.Comparison(var left, var operator, var right) ->
                switch (operator) {
                    case EQUAL ->
                        left instanceof Operand.Literal(var value)
                                ? placed(right, value, false, attributes)
                                : right instanceof Operand.Literal(var value2)
                                        ? placed(left, value2, false, attributes)
                                        : Optional.empty();
                    case HAS ->
                        right instanceof Operand.Literal(var value)
                                ? placed(left, value, true, attributes)
                                : Optional.empty();
                    case IN ->
                        left instanceof Operand.Literal(var value)
                                ? placed(right, value, true, attributes)
                                : Optional.empty();
                    case NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, CONTAINS, NOT_IN ->
                        Optional.empty();
                };
            case Node.Constant(var value) -> value ? Optional.of(attributes) : Optional.empty();
            case Node.Or _, Node.Not _ -> Optional.empty();
        };
    }

    /// A comparison of two literals describes nothing, but is no error while it is true: `1==1` is everyone's default.
    private static Optional<Value.Object> placed(
            Operand operand, Value value, boolean element, Value.Object attributes) {
        return switch (operand) {
            case Operand.Path(var reference) -> place(reference.steps(), value, element, attributes);
            case Operand.Literal(var other) ->
                !element && Operator.EQUAL.test(other, value) ? Optional.of(attributes) : Optional.empty();
            case Operand.Items _ -> Optional.empty();
        };
    }

    private static Optional<Value.Object> place(
            List<Reference.Step> steps, Value value, boolean element, Value.Object into) {
        if (!(steps.getFirst() instanceof Reference.Step.Member(var name))) {
            return Optional.empty();
        }
        var old = into.member(name);
        if (steps.size() > 1) {
            var inner = old instanceof Value.Object object ? object : Value.Object.EMPTY;
            return place(steps.subList(1, steps.size()), value, element, inner)
                    .map(changed -> into.with(name, changed));
        }
        if (!element) {
            return Optional.of(into.with(name, value));
        }
        var elements = new ArrayList<>(old instanceof Value.Array(var before) ? before : List.of());
        elements.add(value);
        return Optional.of(into.with(name, new Value.Array(elements)));
    }
}
