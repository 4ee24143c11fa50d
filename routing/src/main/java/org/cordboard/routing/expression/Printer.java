package org.cordboard.routing.expression;

import java.util.List;
import java.util.stream.Collectors;

/// Writes a tree as text that parses to the same tree, every reference with its prefix.
final class Printer {
    private Printer() {}

    static String print(Node node) {
        return switch (node) {
            case Node.Or(var terms) -> join(terms, " OR ");
            case Node.And(var terms) -> join(terms, " AND ");
            case Node.Not(var term) -> "NOT " + group(term);
            case Node.Comparison(var left, var operator, var right) ->
                print(left) + " " + operator.symbol() + " " + print(right);
            case Node.Constant _ -> "";
        };
    }

    private static String join(List<Node> terms, String word) {
        return terms.stream().map(Printer::group).collect(Collectors.joining(word));
    }

    private static String group(Node node) {
        return switch (node) {
            case Node.Comparison _, Node.Constant _ -> print(node);
            case Node.Or _, Node.And _, Node.Not _ -> "(" + print(node) + ")";
        };
    }

    private static String print(Operand operand) {
        return switch (operand) {
            case Operand.Literal(Value.Text(var text)) -> quote(text);
            case Operand.Literal(Value.Number(var number)) -> number.toPlainString();
            case Operand.Literal(var value) -> value.toJson();
            case Operand.Path(var reference) -> reference.toString();
            case Operand.Items(var items) ->
                items.stream().map(Printer::print).collect(Collectors.joining(", ", "[", "]"));
        };
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
