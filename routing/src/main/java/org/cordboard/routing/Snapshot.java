package org.cordboard.routing;

import java.time.Instant;
import java.util.List;
import org.cordboard.routing.entity.Entity;

/// The whole state as records, in a fixed order (by type, then key), so that equal states give equal bytes.
///
/// @param position number of the last event it includes
/// @param now time of the last entry it includes
public record Snapshot(long position, Instant now, List<Entity> entities) {}
