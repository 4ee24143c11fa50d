package org.cordboard.routing.event;

import java.time.Instant;
import java.util.List;
import org.cordboard.routing.entity.Entity;

/// A change that TaskRouter does not publish: voice and flow records, accounts, bookkeeping, purging.
public record RecordsChanged(Instant at, List<Entity> changed, List<Entity> removed) implements Event {}
