package org.cordboard.routing.expression;

import java.util.List;

/// The tree of an expression. Chains of AND and of OR are flat, so depth comes from parentheses alone.
public sealed interface Node {
    record And(List<Node> terms) implements Node {
        public And {
            terms = List.copyOf(terms);
        }
    }

    record Or(List<Node> terms) implements Node {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    record Not(Node term) implements Node {}

    record Comparison(Operand left, Operator operator, Operand right) implements Node {}

    /// What stands for an expression whose text is empty.
    record Constant(boolean value) implements Node {}
}
