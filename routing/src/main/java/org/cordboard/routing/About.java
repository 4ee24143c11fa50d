package org.cordboard.routing;

import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.WorkflowPlace;
import org.cordboard.routing.event.EventContext;
import org.jspecify.annotations.Nullable;

/// Collects what an event speaks of (9.3), from the values the event brings and the state around them.
final class About {
    private final State state;
    private @Nullable Task task;
    private @Nullable TaskQueue taskQueue;
    private @Nullable Workflow workflow;
    private @Nullable Reservation reservation;
    private @Nullable Worker worker;
    private @Nullable Activity activity;
    private @Nullable WorkerChannel workerChannel;
    private @Nullable TaskChannel taskChannel;
    private @Nullable Transfer transfer;
    private @Nullable String filterName;
    private @Nullable String filterExpression;
    private @Nullable String targetExpression;

    About(State state) {
        this.state = state;
    }

    About task(Task value) {
        task = value;
        var queue = value.taskQueue() == null ? null : state.taskQueues.get(value.taskQueue());
        taskQueue = queue == null ? taskQueue : queue.value;
        var node = value.workflow() == null ? null : state.workflows.get(value.workflow());
        workflow = node == null ? workflow : node.value;
        taskChannel = state.taskChannels.get(value.taskChannel());
        if (value.transfer() != null && transfer == null) {
            transfer = state.transfers.get(value.transfer());
        }
        var place = value.place();
        var plan = node == null || place == null ? null : node.find(place.revision());
        if (plan != null && place != null && place.filter() != WorkflowPlace.DEFAULT_FILTER) {
            var filter = plan.filters().get(place.filter());
            filterName = filter.friendlyName().orElse(null);
            filterExpression = filter.expression().text();
            targetExpression = filter.targets().get(place.target()).expression().text();
        }
        return this;
    }

    About worker(Worker value) {
        worker = value;
        activity = state.activities.get(value.activity());
        return this;
    }

    About reservation(Reservation value) {
        reservation = value;
        if (value.transfer() != null) {
            transfer = state.transfers.get(value.transfer());
        }
        return this;
    }

    About taskQueue(TaskQueue value) {
        taskQueue = value;
        return this;
    }

    About workflow(Workflow value) {
        workflow = value;
        return this;
    }

    About activity(Activity value) {
        activity = value;
        return this;
    }

    About workerChannel(WorkerChannel value) {
        workerChannel = value;
        taskChannel = state.taskChannels.get(value.taskChannel());
        return this;
    }

    About taskChannel(TaskChannel value) {
        taskChannel = value;
        return this;
    }

    About transfer(Transfer value) {
        transfer = value;
        return this;
    }

    EventContext context() {
        return new EventContext(
                task,
                taskQueue,
                workflow,
                reservation,
                worker,
                activity,
                workerChannel,
                taskChannel,
                transfer,
                filterName,
                filterExpression,
                targetExpression);
    }
}
