package org.cordboard.flow.liquid;

import liqp.RenderTransformer;
import liqp.TemplateContext;

/// Collects the text of a block and stops the rendering when it gets too long.
final class Output implements RenderTransformer {

    @Override
    public ObjectAppender.Controller newObjectAppender(TemplateContext context, int estimatedNumberOfAppends) {
        var rendering = Rendering.of(context);
        var text = new StringBuilder();
        return new ObjectAppender.Controller() {
            @Override
            public Object getResult() {
                return text.toString();
            }

            @Override
            public void append(Object value) {
                var part = value.toString();
                rendering.spend(part.length() + 1);
                text.append(part);
                rendering.admitLength(text.length());
            }
        };
    }

    @Override
    public Object transformObject(TemplateContext context, Object value) {
        return value.toString();
    }
}
