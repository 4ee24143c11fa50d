package org.cordboard.flow.liquid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.filters.Filter;
import liqp.filters.Filters;
import liqp.nodes.LNode;
import liqp.parser.Flavor;
import liquid.parser.v4.LiquidParser;
import org.jspecify.annotations.Nullable;

/// Renders and examines templates. Stateless; parsing and rendering a property takes some microseconds, so nothing is
/// kept between calls.
public final class Liquid {

    private static final TemplateParser PARSER = parser();

    private static final Pattern DASHED = Pattern.compile("\\w-\\w");
    private static final Pattern MARKUP = Pattern.compile("\\{\\{.*?\\}\\}|\\{%.*?%\\}", Pattern.DOTALL);
    private static final Pattern NAME_OR_TEXT =
            Pattern.compile("\"[^\"]*\"|'[^']*'|\\.\\s*([A-Za-z_]\\w*(?:-\\w+)+)");
    private static final Pattern POSITION =
            Pattern.compile("(?:lexer|parser) error \"(.*)\" on line (\\d+), index (\\d+)", Pattern.DOTALL);
    private static final Pattern INVALID_TAG = Pattern.compile("Invalid Tag: ");

    private static final Pattern SETTING =
            Pattern.compile("\\{%-?\\s*(?:assign|capture|for|increment|decrement)\\s+['\"]?([A-Za-z_][\\w-]*)");

    /// A longer template is refused: the parser's own time grows with it.
    private static final int TEMPLATE_CHARS = 64 * 1024;

    private Liquid() {}

    public static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%");
    }

    /// The text with every output and tag worked out. Variables that do not exist are nil and print as nothing.
    public static String render(String template, Map<String, Object> variables, Bounds bounds, Instant now)
            throws LiquidException {
        if (!isTemplate(template)) {
            return template;
        }
        var rendering = new Rendering(bounds, now);
        return guarded(() -> {
            var node = nodes(template);
            var known = new LinkedHashMap<>(variables);
            known.put(Rendering.KEY, rendering);
            return String.valueOf(node.render(new TemplateContext(PARSER, known)));
        });
    }

    /// What is wrong with the template's grammar, if anything.
    public static Optional<String> fault(String template) {
        if (!isTemplate(template)) {
            return Optional.empty();
        }
        try {
            guarded(() -> nodes(template));
            return Optional.empty();
        } catch (LiquidException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /// Every variable the template reads, as the chain of its literal names: `widgets.menu.Digits` is
    /// `[widgets, menu, Digits]`. A computed name ends the chain. Empty for templates that do not parse.
    public static List<List<String>> references(String template) {
        if (!isTemplate(template)) {
            return List.of();
        }
        try {
            return guarded(() -> {
                var found = new References();
                found.visit(PARSER.parse(dashed(template)).getParseTree());
                return List.copyOf(found.paths);
            });
        } catch (LiquidException _) {
            return List.of(); // [#fault] tells
        }
    }

    /// Names the template itself sets by assign, capture, for and the counters.
    public static Set<String> assigned(String template) {
        var names = new HashSet<String>();
        var matcher = SETTING.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static LNode nodes(String template) {
        if (template.length() > TEMPLATE_CHARS) {
            throw new IllegalStateException("template longer than " + TEMPLATE_CHARS + " characters");
        }
        return new Nodes(PARSER).visit(PARSER.parse(dashed(template)).getParseTree());
    }

    /// The library's grammar knows no dashes after a dot, real flows have them: `widgets.want-widget.x`.
    private static String dashed(String template) {
        return DASHED.matcher(template).find()
                ? MARKUP.matcher(template).replaceAll(markup -> Matcher.quoteReplacement(NAME_OR_TEXT
                        .matcher(markup.group())
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(1) == null ? found.group() : "[\"" + found.group(1) + "\"]"))))
                : template;
    }

    private static TemplateParser parser() {
        var builder = new TemplateParser.Builder()
                .withFlavor(Flavor.LIQUID)
                .withRenderTransformer(new Output())
                .withBlock(new For());
        Filters.DEFAULT_FILTERS.getMap().values().forEach(filter -> builder.withFilter(new BoundedFilter(filter)));
        Stream.<List<Filter>>of(Arithmetic.all(), Texts.all(), Dates.all())
                .flatMap(List::stream)
                .forEach(builder::withFilter);
        return builder.build();
    }

    private interface Work<T> {
        T run();
    }

    /// The library reports every fault by some unchecked exception, and deep nesting by the stack's end.
    private static <T> T guarded(Work<T> work) throws LiquidException {
        try {
            return work.run();
        } catch (StackOverflowError _) {
            throw new LiquidException("nested too deeply");
        } catch (RuntimeException e) {
            throw new LiquidException(reason(e));
        }
    }

    private static String reason(Throwable thrown) {
        var innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        var reported = thrown instanceof liqp.exceptions.LiquidException ? thrown : innermost;
        @Nullable String message = reported.getMessage();
        if (message == null) {
            return reported.getClass().getSimpleName();
        }
        var parts = POSITION.matcher(message);
        return parts.matches()
                ? INVALID_TAG.matcher(parts.group(1)).replaceFirst("unknown tag ") + " at position " + parts.group(3)
                        + (parts.group(2).equals("1") ? "" : " of line " + parts.group(2))
                : message;
    }

    private static final class References extends liquid.parser.v4.LiquidParserBaseVisitor<@Nullable Void> {

        private final List<List<String>> paths = new ArrayList<>();

        @Override
        public @Nullable Void visitLookup_id_indexes(LiquidParser.Lookup_id_indexesContext lookup) {
            var path = new ArrayList<String>();
            path.add(lookup.id().getText());
            for (var index : lookup.index()) {
                if (index.Dot() != null) {
                    path.add(index.id2().getText());
                } else {
                    var key = index.expr().getText();
                    if (!key.startsWith("\"") && !key.startsWith("'")) {
                        break;
                    }
                    path.add(key.substring(1, key.length() - 1));
                }
            }
            paths.add(path);
            return visitChildren(lookup);
        }
    }
}
