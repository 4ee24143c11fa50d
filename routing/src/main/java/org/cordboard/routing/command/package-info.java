/// Requests to change the state, as they stand in the log. Each carries everything the decision needs from outside;
/// absent optional parameters are null and change nothing.
@NullMarked
package org.cordboard.routing.command;

import org.jspecify.annotations.NullMarked;
