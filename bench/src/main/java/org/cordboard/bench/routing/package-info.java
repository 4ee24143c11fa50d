/// Whole task lifecycles through the durable engine, as the budgets of the architecture state them.
/// `RoutingBench` prints its conditions with every figure, and the share of the time that goes into fsync.
@NullMarked
package org.cordboard.bench.routing;

import org.jspecify.annotations.NullMarked;
