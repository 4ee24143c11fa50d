/// Studio v2: flows, their revisions and test users, executions, steps and contexts.
/// Definitions are judged by the flow module; running one goes through [org.cordboard.api.ports.FlowRuns].
/// The published behaviour is in the Studio reference; numbers in comments are its sections.
@NullMarked
package org.cordboard.api.studio;

import org.jspecify.annotations.NullMarked;
