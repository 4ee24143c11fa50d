package org.cordboard.routing.expression;

import java.util.ArrayList;
import java.util.List;

/// Recursive descent over the grammar of the TaskRouter reference, with a prefix NOT as the one extension.
///
/// Depth, list length and text length are bounded, so any text is refused or read in time linear in its length.
final class Parser {
    static final int LENGTH_MAX = 65_536;
    /// Nested parentheses, and likewise nested lists.
    static final int DEPTH_MAX = 64;
    static final int LIST_MAX = 5_000;
    static final int STEPS_MAX = 32;

    private final Context context;
    private final Lexer lexer;
    private Token token;
    private int depth;

    private Parser(String text, Context context) {
        this.context = context;
        this.lexer = new Lexer(text);
        this.token = lexer.next();
    }

    /// Leaves the parser; it never leaves this class.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        Refused(Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    static Node parse(String text, Context context) throws Refused {
        checkLength(text);
        var blank = context.whenBlank();
        if (blank != null && text.isBlank()) {
            return new Node.Constant(blank);
        }
        var parser = new Parser(text, context);
        var node = parser.or();
        parser.end();
        return node;
    }

    /// A single reference such as `worker.level`, or a quoted literal.
    static Operand parseOperand(String text, Context context) throws Refused {
        checkLength(text);
        var parser = new Parser(text, context);
        var operand = parser.operand();
        parser.end();
        return operand;
    }

    private static void checkLength(String text) throws Refused {
        if (text.length() > LENGTH_MAX) {
            throw new Refused(new Problem("expression is longer than " + LENGTH_MAX + " characters", LENGTH_MAX, ""));
        }
    }

    private void end() throws Refused {
        // Old applications build the filter from a template that leaves one brace too many; the service forgives it.
        while (context == Context.WORKER_LIST && token.text().equals("}")) {
            advance();
        }
        if (token.kind() != Token.Kind.END) {
            throw expecting("AND, OR or the end");
        }
    }

    private Node or() throws Refused {
        var terms = new ArrayList<Node>();
        do {
            terms.add(and());
        } while (accept(Token.Kind.OR));
        return terms.size() == 1 ? terms.getFirst() : new Node.Or(terms);
    }

    private Node and() throws Refused {
        var terms = new ArrayList<Node>();
        do {
            terms.add(factor());
        } while (accept(Token.Kind.AND));
        return terms.size() == 1 ? terms.getFirst() : new Node.And(terms);
    }

    private Node factor() throws Refused {
        if (accept(Token.Kind.NOT)) {
            return new Node.Not(positive());
        }
        return positive();
    }

    private Node positive() throws Refused {
        if (token.kind() != Token.Kind.OPEN) {
            return comparison();
        }
        deeper();
        advance();
        var node = or();
        require(Token.Kind.CLOSE, "')'");
        depth--;
        return node;
    }

    private Node comparison() throws Refused {
        var left = operand();
        var operator = operator();
        return new Node.Comparison(left, operator, operand());
    }

    private Operator operator() throws Refused {
        var operator = switch (token.kind()) {
            case COMPARISON ->
                switch (token.text()) {
                    case "=", "==" -> Operator.EQUAL;
                    case "!=" -> Operator.NOT_EQUAL;
                    case "<" -> Operator.LESS;
                    case "<=" -> Operator.LESS_OR_EQUAL;
                    case ">" -> Operator.GREATER;
                    case ">=" -> Operator.GREATER_OR_EQUAL;
                    default -> throw expecting("OPERATOR");
                };
            case CONTAINS -> Operator.CONTAINS;
            case HAS -> Operator.HAS;
            case IN -> Operator.IN;
            case NOT -> Operator.NOT_IN;
            case NAME, LITERAL, AND, OR, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, DOT, STRAY, END ->
                throw expecting("OPERATOR");
        };
        advance();
        if (operator == Operator.NOT_IN) {
            require(Token.Kind.IN, "IN");
        }
        return operator;
    }

    private Operand operand() throws Refused {
        return switch (token.kind()) {
            case LITERAL -> {
                var literal = new Operand.Literal(token.value());
                advance();
                yield literal;
            }
            case OPEN_LIST -> list();
            case NAME -> new Operand.Path(reference());
            case COMPARISON, AND, OR, NOT, IN, HAS, CONTAINS, OPEN, CLOSE, CLOSE_LIST, COMMA, DOT, STRAY, END ->
                throw expecting("OPERAND");
        };
    }

    private Operand list() throws Refused {
        deeper();
        advance();
        var items = new ArrayList<Operand>();
        if (token.kind() != Token.Kind.CLOSE_LIST) {
            do {
                if (items.size() == LIST_MAX) {
                    throw new Refused(
                            new Problem("list is longer than " + LIST_MAX + " items", token.position(), token.text()));
                }
                items.add(operand());
            } while (accept(Token.Kind.COMMA));
        }
        require(Token.Kind.CLOSE_LIST, "',' or ']'");
        depth--;
        return new Operand.Items(items);
    }

    private Reference reference() throws Refused {
        var first = token;
        var steps = new ArrayList<Reference.Step>();
        steps.add(new Reference.Step.Member(first.text()));
        advance();
        while (token.kind() == Token.Kind.DOT || token.kind() == Token.Kind.OPEN_LIST) {
            if (steps.size() > STEPS_MAX) {
                throw expecting("at most " + STEPS_MAX + " names in a row");
            }
            steps.add(accept(Token.Kind.DOT) ? member() : index());
        }
        return rooted(first, steps);
    }

    private Reference.Step member() throws Refused {
        // A keyword after a dot is a name: attributes called "in" or "has" do exist.
        boolean word =
                Character.isLetter(token.text().codePointAt(0)) || token.text().startsWith("_");
        if (!word) {
            throw expecting("NAME");
        }
        var member = new Reference.Step.Member(token.text());
        advance();
        return member;
    }

    private Reference.Step index() throws Refused {
        advance();
        if (!(token.value() instanceof Value.Number number)
                || !number.isInteger()
                || number.value().signum() < 0) {
            throw expecting("INTEGER");
        }
        // An index no array can have reads as null, the same as any other out of range.
        int index = number.value().precision() > 9
                ? Integer.MAX_VALUE
                : number.value().intValue();
        advance();
        require(Token.Kind.CLOSE_LIST, "']'");
        return new Reference.Step.Index(index);
    }

    /// Decides whether the first name is a prefix. Alone, or before an index, it never is.
    private Reference rooted(Token first, List<Reference.Step> steps) throws Refused {
        if (steps.size() > 1 && steps.get(1) instanceof Reference.Step.Member) {
            for (var root : Root.values()) {
                if (context.allows(root) && root.prefix().equals(first.text())) {
                    return new Reference(root, steps.subList(1, steps.size()));
                }
            }
        }
        var bare = context.bare();
        if (bare == null) {
            throw new Refused(Problem.expecting(context.prefixes(), first.position(), first.text()));
        }
        return new Reference(bare, steps);
    }

    private void deeper() throws Refused {
        if (++depth > DEPTH_MAX) {
            throw new Refused(new Problem(
                    "expression is nested deeper than " + DEPTH_MAX + " levels", token.position(), token.text()));
        }
    }

    private boolean accept(Token.Kind kind) {
        if (token.kind() != kind) {
            return false;
        }
        advance();
        return true;
    }

    private void require(Token.Kind kind, String what) throws Refused {
        if (!accept(kind)) {
            throw expecting(what);
        }
    }

    private void advance() {
        token = lexer.next();
    }

    private Refused expecting(String what) {
        return new Refused(Problem.expecting(what, token.position(), token.text()));
    }
}
