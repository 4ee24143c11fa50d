package org.cordboard.routing.expression;

import java.util.List;

/// One side of a comparison.
public sealed interface Operand {
    record Literal(Value value) implements Operand {}

    record Path(Reference reference) implements Operand {}

    record Items(List<Operand> items) implements Operand {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// What became of a text that should be one operand.
    sealed interface Parsed {
        record Ok(Operand operand) implements Parsed {}

        record Failed(Problem problem) implements Parsed {}
    }

    /// Reads a lone operand, such as `task.preferred_agent` or `'ana'`.
    static Parsed parse(String text, Context context) {
        try {
            return new Parsed.Ok(Parser.parseOperand(text, context));
        } catch (Parser.Refused refused) {
            return new Parsed.Failed(refused.problem());
        }
    }
}
