package org.cordboard.routing.event;

import java.time.Instant;
import java.util.List;
import org.cordboard.routing.entity.Entity;

/// A committed fact. `changed` and `removed` are its whole effect on the state: applying an event puts the former and
/// drops the latter, nothing else.
public sealed interface Event permits TaskRouterEvent, RecordsChanged {
    Instant at();

    List<Entity> changed();

    List<Entity> removed();
}
