package org.cordboard.flow.liquid;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import liqp.TemplateContext;
import org.jspecify.annotations.Nullable;

/// What one rendering may use: its instant and its allowance of work. Work is counted in characters and elements that
/// pass through filters, loops and output, so that a template ends at the same place on a slow machine as on a fast one.
final class Rendering {

    /// Not a name a template can write.
    static final String KEY = " rendering";

    /// About a tenth of a second of string work.
    private static final long WORK = 4_000_000;

    private static final int ELEMENTS = 10_000;

    final Bounds bounds;
    final Instant now;
    private long left = WORK;

    Rendering(Bounds bounds, Instant now) {
        this.bounds = bounds;
        this.now = now;
    }

    static Rendering of(TemplateContext context) {
        return (Rendering) context.get(KEY);
    }

    void spend(long work) {
        left -= work;
        if (left < 0) {
            throw new IllegalStateException("too much work for one template");
        }
    }

    /// Lets a value through, or stops the rendering when it grew out of bounds.
    @Nullable Object admit(@Nullable Object value) {
        switch (value) {
            case CharSequence text -> {
                spend(text.length());
                admitLength(text.length());
            }
            case Collection<?> list -> {
                spend(list.size());
                admitElements(list.size());
            }
            case Object[] array -> {
                spend(array.length);
                admitElements(array.length);
            }
            case Map<?, ?> map -> spend(map.size());
            case null, default -> spend(1);
        }
        return value;
    }

    void admitLength(long length) {
        if (length > bounds.renderedChars()) {
            throw new IllegalStateException("text longer than " + bounds.renderedChars() + " characters");
        }
    }

    private static void admitElements(int count) {
        if (count > ELEMENTS) {
            throw new IllegalStateException("more than " + ELEMENTS + " elements");
        }
    }
}
