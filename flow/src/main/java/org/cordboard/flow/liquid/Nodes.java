package org.cordboard.flow.liquid;

import java.util.regex.Pattern;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.filters.Filter;
import liqp.nodes.FilterNode;
import liqp.nodes.LNode;
import liqp.parser.v4.NodeVisitor;
import liquid.parser.v4.LiquidLexer;
import liquid.parser.v4.LiquidParser;
import org.jspecify.annotations.Nullable;

/// Builds the library's nodes from a parse tree, with the public service's leniency where it differs: unknown filters
/// pass their value on, structures print as JSON, comparisons with nil or between kinds are false instead of an error.
final class Nodes extends NodeVisitor {

    private static final Pattern NUMBER = Pattern.compile("\\s*-?\\d{1,40}(\\.\\d{1,40})?\\s*");

    private final TemplateParser parser;

    Nodes(TemplateParser parser) {
        super(parser.insertions, parser.filters, true);
        this.parser = parser;
    }

    @Override
    public LNode visitOutput(LiquidParser.OutputContext output) {
        var node = super.visitOutput(output);
        return context -> Rendering.of(context).admit(Texts.printable(node.render(context)));
    }

    @Override
    public FilterNode visitFilter(LiquidParser.FilterContext filter) {
        var name = filter.Id().getText();
        var known = parser.filters.getMap().get(name);
        var node = new FilterNode(filter, known == null ? new PassOn(name) : known);
        if (filter.params() != null) {
            for (var param : filter.params().param_expr()) {
                node.add(visit(param));
            }
        }
        return node;
    }

    @Override
    public LNode visitExpr_rel(LiquidParser.Expr_relContext comparison) {
        var left = visit(comparison.lhs);
        var right = visit(comparison.rhs);
        int operator = comparison.op.getType();
        return context -> holds(operator, left.render(context), right.render(context));
    }

    @Override
    public LNode visitInclude_tag(LiquidParser.Include_tagContext tag) {
        throw unknownTag("include");
    }

    @Override
    public LNode visitInclude_relative_tag(LiquidParser.Include_relative_tagContext tag) {
        throw unknownTag("include_relative");
    }

    @Override
    public LNode visitTable_tag(LiquidParser.Table_tagContext tag) {
        throw unknownTag("tablerow");
    }

    private static IllegalStateException unknownTag(String name) {
        return new IllegalStateException("unknown tag '" + name + "'");
    }

    private static boolean holds(int operator, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return false;
        }
        int order;
        if (numeric(left) && numeric(right)) {
            order = Arithmetic.number(left).compareTo(Arithmetic.number(right));
        } else if (left instanceof CharSequence && right instanceof CharSequence) {
            order = left.toString().compareTo(right.toString());
        } else {
            return false;
        }
        return switch (operator) {
            case LiquidLexer.Lt -> order < 0;
            case LiquidLexer.LtEq -> order <= 0;
            case LiquidLexer.Gt -> order > 0;
            case LiquidLexer.GtEq -> order >= 0;
            default -> throw new IllegalStateException("no comparison has token type " + operator);
        };
    }

    private static boolean numeric(Object value) {
        return value instanceof Number
                || value instanceof CharSequence text && NUMBER.matcher(text).matches();
    }

    private static final class PassOn extends Filter {

        PassOn(String name) {
            super(name);
        }

        @Override
        @SuppressWarnings("NullAway") // nil is null
        public @Nullable Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            return value;
        }
    }
}
