/// Routes calls to agents' own phones without a mailbox ever taking one: TaskRouter picks the agent, an outbound call
/// with machine detection finds out who answers, and only a person gets the caller. A dashboard shows the agents and
/// sets them on- and offline.
@NullMarked
package org.cordboard.apps.amdtaskrouter;

import org.jspecify.annotations.NullMarked;
