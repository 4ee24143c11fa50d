/// The SQL view of the events: what happened, what has ended, and the statistics over it.
/// It follows the engine and stores how far it has come together with the rows, so that it can be interrupted at any
/// point and rebuilt at any time.
/// SQLite inside the process, or a PostgreSQL that several nodes share.
@NullMarked
package org.cordboard.history;

import org.jspecify.annotations.NullMarked;
