/// Workspaces, workers, tasks, reservations and the durable voice resources: pure decide and apply.
@NullMarked
package org.cordboard.routing;

import org.jspecify.annotations.NullMarked;
