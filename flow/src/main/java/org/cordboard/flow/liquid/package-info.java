/// Templates: the Liquid dialect of flow properties, on the liqp library, with bounds that do not need a clock.
/// [org.cordboard.flow.liquid.Liquid] renders a text against the context, checks its grammar and lists what it refers to.
/// Equal texts, variables and instants give equal results on every machine.
@NullMarked
package org.cordboard.flow.liquid;

import org.jspecify.annotations.NullMarked;
