package org.cordboard.routing.entity;

import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;

/// A replaced configuration of a workflow that tasks inside still follow (4.6). It goes with the last of them.
///
/// @param configuration JSON text
public record WorkflowPlan(WorkflowSid workflow, WorkspaceSid workspace, long revision, String configuration)
        implements Entity {

    @Override
    public String key() {
        return workflow.value() + "/" + revision;
    }
}
