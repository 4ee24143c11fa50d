package org.cordboard.routing;

import java.util.TreeMap;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.WorkflowPlan;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.workflow.WorkflowConfiguration;
import org.jspecify.annotations.Nullable;

/// A workflow, its plan, and the replaced plans that tasks inside still follow.
final class WorkflowNode {
    final WorkspaceNode workspace;
    Workflow value;
    private WorkflowConfiguration configuration;
    final TreeMap<Long, WorkflowPlan> oldPlans = new TreeMap<>();
    private final TreeMap<Long, WorkflowConfiguration> oldConfigurations = new TreeMap<>();
    /// Unfinished tasks by the revision they follow.
    final TreeMap<Long, Integer> followers = new TreeMap<>();
    int liveTasks;
    final Tally tally = new Tally();

    WorkflowNode(WorkspaceNode workspace, Workflow value) {
        this.workspace = workspace;
        this.value = value;
        this.configuration = WorkflowConfiguration.of(value.configuration());
    }

    Born born() {
        return new Born(value.dateCreated(), value.sid());
    }

    void become(Workflow next) {
        if (!next.configuration().equals(value.configuration())) {
            configuration = WorkflowConfiguration.of(next.configuration());
        }
        value = next;
    }

    void put(WorkflowPlan plan) {
        oldPlans.put(plan.revision(), plan);
        oldConfigurations.put(plan.revision(), WorkflowConfiguration.of(plan.configuration()));
    }

    void remove(WorkflowPlan plan) {
        oldPlans.remove(plan.revision());
        oldConfigurations.remove(plan.revision());
    }

    WorkflowConfiguration configuration() {
        return configuration;
    }

    /// The plan of a task that entered with that revision.
    WorkflowConfiguration configuration(long revision) {
        var found = find(revision);
        if (found == null) {
            throw new IllegalStateException("plan " + revision + " of " + value.sid() + " is gone");
        }
        return found;
    }

    /// The plan with that revision; null when nobody unfinished follows it any more.
    @Nullable WorkflowConfiguration find(long revision) {
        return revision == value.revision() ? configuration : oldConfigurations.get(revision);
    }

    /// Whether the plan, or an old one still followed, leads to the task queue.
    boolean names(TaskQueueSid queue) {
        return configuration.queues().contains(queue)
                || oldConfigurations.values().stream()
                        .anyMatch(old -> old.queues().contains(queue));
    }
}
