package org.cordboard.api.taskrouter;

import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.jspecify.annotations.Nullable;

/// A task with the names its representations show.
public record TaskView(
        Task task,
        AccountSid account,
        @Nullable String taskQueueName,
        @Nullable String workflowName,
        @Nullable String taskChannelUniqueName) {

    public static TaskView of(RoutingView view, Task task, AccountSid account) {
        TaskQueueSid queueSid = task.taskQueue();
        TaskQueue queue = queueSid == null ? null : view.taskQueue(queueSid);
        WorkflowSid workflowSid = task.workflow();
        Workflow workflow = workflowSid == null ? null : view.workflow(workflowSid);
        TaskChannel channel = view.taskChannel(task.taskChannel());
        return new TaskView(
                task,
                account,
                queue == null ? null : queue.friendlyName(),
                workflow == null ? null : workflow.friendlyName(),
                channel == null ? null : channel.uniqueName());
    }
}
