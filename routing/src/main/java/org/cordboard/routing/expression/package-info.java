/// The expression language of task queues, workflow filters, targets and list filters.
///
/// An [Expression][org.cordboard.routing.expression.Expression] is parsed once, knows what it reads, and is then
/// tested against a [Scope][org.cordboard.routing.expression.Scope]. Everything here is immutable and pure, so
/// any thread may use it and every replica gets the same answer.
@NullMarked
package org.cordboard.routing.expression;

import org.jspecify.annotations.NullMarked;
