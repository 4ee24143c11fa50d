package org.cordboard.flow.liquid;

import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;

/// A filter of the library, with what goes in and what comes out counted.
final class BoundedFilter extends Filter {

    private final Filter inner;

    BoundedFilter(Filter inner) {
        super(inner.getName());
        this.inner = inner;
    }

    @Override
    @SuppressWarnings("NullAway") // liqp carries no nullness annotations; nil is null throughout
    public @Nullable Object apply(@Nullable Object value, TemplateContext context, Object... params) {
        var rendering = Rendering.of(context);
        rendering.admit(value);
        for (var param : params) {
            rendering.admit(param);
        }
        return rendering.admit(inner.apply(value, context, params));
    }
}
