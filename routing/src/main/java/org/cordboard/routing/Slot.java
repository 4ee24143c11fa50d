package org.cordboard.routing;

import org.cordboard.routing.entity.WorkerChannel;
import org.jspecify.annotations.Nullable;

/// A worker channel and its place in the idle order; null while the worker can take nothing on it.
final class Slot {
    WorkerChannel value;
    IdleWorkers.@Nullable Key idle;

    Slot(WorkerChannel value) {
        this.value = value;
    }
}
