/// The ordered log behind the [org.cordboard.routing.Engine] port, durable or in memory.
/// One platform thread owns the state; commands enter through the log, reads run between them, events leave on threads
/// of
/// their own.
/// Decision record 0001 says why the log is Apache Ratis and how it is used.
@NullMarked
package org.cordboard.cluster;

import org.jspecify.annotations.NullMarked;
