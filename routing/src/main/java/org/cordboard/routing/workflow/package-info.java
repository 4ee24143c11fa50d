/// Workflow configurations: which filter takes a task, which target it waits in, and where it goes when its time
/// there is up.
///
/// A [WorkflowConfiguration][org.cordboard.routing.workflow.WorkflowConfiguration] is read once from its JSON
/// text, with every expression compiled, and then answers navigation questions. Everything is immutable and
/// pure; time comes in as arguments.
@NullMarked
package org.cordboard.routing.workflow;

import org.jspecify.annotations.NullMarked;
