package org.cordboard.flow.liquid;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/// Filters the library lacks, or whose result could outgrow memory in one stride.
@SuppressWarnings("NullAway") // liqp carries no nullness annotations; nil is null throughout
final class Texts {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Texts() {}

    static List<Filter> all() {
        return List.of(
                new Replace("replace", Occurrence.ALL),
                new Replace("replace_first", Occurrence.FIRST),
                new Replace("replace_last", Occurrence.LAST),
                new Replace("remove", Occurrence.ALL),
                new Replace("remove_first", Occurrence.FIRST),
                new Replace("remove_last", Occurrence.LAST),
                new Join(),
                new ToJson("to_json"),
                new ToJson("json"),
                new Sum(),
                new Where());
    }

    /// The value as it stands in output: structures as JSON, nil as nothing.
    static Object printable(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> structure -> json(structure);
            case Collection<?> structure -> json(structure);
            case Object[] structure -> json(structure);
            case BigDecimal number -> number.toPlainString();
            default -> value;
        };
    }

    static String json(@Nullable Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private enum Occurrence {
        ALL,
        FIRST,
        LAST
    }

    private static final class Replace extends Filter {

        private final Occurrence which;

        Replace(String name, Occurrence which) {
            super(name);
            this.which = which;
        }

        @Override
        public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            var text = printable(value).toString();
            var search = params.length == 0 ? "" : printable(params[0]).toString();
            var by = params.length < 2 ? "" : printable(params[1]).toString();
            if (search.isEmpty()) {
                return text;
            }
            return switch (which) {
                case ALL -> all(text, search, by, Rendering.of(context));
                case FIRST -> once(text, text.indexOf(search), search, by, Rendering.of(context));
                case LAST -> once(text, text.lastIndexOf(search), search, by, Rendering.of(context));
            };
        }

        private static String all(String text, String search, String by, Rendering rendering) {
            var result = new StringBuilder();
            int from = 0;
            for (int at = text.indexOf(search); at >= 0; at = text.indexOf(search, from)) {
                result.append(text, from, at).append(by);
                rendering.admitLength(result.length());
                from = at + search.length();
            }
            return (String) rendering.admit(result.append(text, from, text.length()).toString());
        }

        private static String once(String text, int at, String search, String by, Rendering rendering) {
            return at < 0
                    ? text
                    : (String) rendering.admit(text.substring(0, at) + by + text.substring(at + search.length()));
        }
    }

    private static final class Join extends Filter {

        Join() {
            super("join");
        }

        @Override
        public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            var rendering = Rendering.of(context);
            var glue = params.length == 0 ? " " : printable(params[0]).toString();
            var result = new StringBuilder();
            for (var element : asArray(value, context)) {
                if (!result.isEmpty()) {
                    result.append(glue);
                }
                result.append(printable(element));
                rendering.admitLength(result.length());
            }
            return rendering.admit(result.toString());
        }
    }

    private static final class ToJson extends Filter {

        ToJson(String name) {
            super(name);
        }

        @Override
        public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            return Rendering.of(context).admit(json(value));
        }
    }

    private static final class Sum extends Filter {

        Sum() {
            super("sum");
        }

        @Override
        public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            Rendering.of(context).admit(value);
            var sum = BigDecimal.ZERO;
            for (var element : asArray(value, context)) {
                var part = params.length > 0 && element instanceof Map<?, ?> map ? map.get(params[0]) : element;
                sum = sum.add(Arithmetic.number(part));
            }
            return Arithmetic.plain(sum);
        }
    }

    /// Elements whose property equals the value, or is neither nil nor false when no value is given.
    private static final class Where extends Filter {

        Where() {
            super("where");
        }

        @Override
        public Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            Rendering.of(context).admit(value);
            return Stream.of(asArray(value, context))
                    .filter(element -> params.length > 0
                            && element instanceof Map<?, ?> map
                            && (params.length > 1
                                    ? areEqual(map.get(params[0]), params[1])
                                    : asBoolean(map.get(params[0]))))
                    .toList();
        }
    }
}
