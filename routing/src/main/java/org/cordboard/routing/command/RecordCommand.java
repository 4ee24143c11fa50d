package org.cordboard.routing.command;

import java.util.List;
import org.cordboard.routing.entity.Entity;

/// Records that carry few rules: accounts, keys and everything of the voice and flow side.
///
/// Put refuses to change a call in a final state; a call that becomes final leaves its voice queue, and the task
/// waiting
/// for it is canceled with reason `hangup` (3.1).
public sealed interface RecordCommand extends Command {
    record Put(List<Entity> records) implements RecordCommand {}

    record Remove(List<Entity> records) implements RecordCommand {}
}
