package org.cordboard.flow.liquid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import liqp.TemplateContext;
import liqp.nodes.LNode;
import org.jspecify.annotations.Nullable;

/// The library's loop, stopped quietly after the allowed number of rounds. Ranges become lists first: the library counts
/// their `forloop.length` one short and ignores `offset` in their `limit`.
@SuppressWarnings("NullAway") // an absent else branch is a null node
final class For extends liqp.blocks.For {

    private static final int FIRST_ATTRIBUTE = 7;
    private static final int RANGE_MAX = 1000;

    @Override
    public @Nullable Object render(TemplateContext context, LNode... nodes) {
        var rendering = Rendering.of(context);
        rendering.spend(1);
        var tokens = new ArrayList<>(Arrays.asList(nodes));
        if (!asBoolean(nodes[0].render(context))) {
            var range = range(nodes[2].render(context), nodes[3].render(context));
            tokens.set(0, _ -> true);
            tokens.set(2, _ -> range);
            tokens.set(3, nodes[4]);
            tokens.set(4, null);
        }
        int limit = Math.min(limit(tokens, context), rendering.bounds.loopIterations());
        tokens.add(_ -> new Object[] {"limit", limit});
        return super.render(context, tokens.toArray(LNode[]::new));
    }

    private List<Long> range(Object from, Object to) {
        long first = Arithmetic.number(from).longValue();
        long last = Arithmetic.number(to).longValue();
        return LongStream.rangeClosed(first, Math.min(last, first + RANGE_MAX))
                .boxed()
                .toList();
    }

    private int limit(List<LNode> tokens, TemplateContext context) {
        int limit = Integer.MAX_VALUE;
        for (var token : tokens.subList(FIRST_ATTRIBUTE, tokens.size())) {
            if (token.render(context) instanceof Object[] attribute && "limit".equals(attribute[0])) {
                limit = Math.max(0, Arithmetic.number(attribute[1]).intValue());
            }
        }
        return limit;
    }
}
