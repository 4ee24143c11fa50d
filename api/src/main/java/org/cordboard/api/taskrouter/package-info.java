/// The TaskRouter product: every operation of the published contract as a row of a table, and its shapes.
/// Commands go to the engine, answers are read from its views; nothing is decided here.
/// The published behaviour is in the TaskRouter reference; numbers in comments are its sections.
@NullMarked
package org.cordboard.api.taskrouter;

import org.jspecify.annotations.NullMarked;
