package org.cordboard.routing;

import java.time.Instant;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Workflow;

/// A task to be created, named parameter by parameter.
final class NewTask {
    private final Centre centre;
    private Workflow workflow;
    private String attributes;
    private Integer timeout;
    private Integer priority;
    private String channel;
    private Instant start;
    private String target;
    private Boolean ignoreCapacity;
    private TaskQueue queue;

    NewTask(Centre centre) {
        this.centre = centre;
    }

    NewTask in(Workflow value) {
        workflow = value;
        return this;
    }

    NewTask attributes(String value) {
        attributes = value;
        return this;
    }

    NewTask timeout(int value) {
        timeout = value;
        return this;
    }

    NewTask priority(int value) {
        priority = value;
        return this;
    }

    NewTask on(String value) {
        channel = value;
        return this;
    }

    NewTask start(Instant value) {
        start = value;
        return this;
    }

    NewTask target(Object value) {
        target = value.toString();
        return this;
    }

    NewTask ignoreCapacity(boolean value) {
        ignoreCapacity = value;
        return this;
    }

    NewTask bookedUnder(TaskQueue value) {
        queue = value;
        return this;
    }

    TaskCommand.Create command() {
        return new TaskCommand.Create(
                centre.workspace().sid(),
                workflow == null ? null : workflow.sid(),
                attributes,
                timeout,
                priority,
                channel,
                start,
                target,
                ignoreCapacity,
                queue == null ? null : queue.sid());
    }
}
