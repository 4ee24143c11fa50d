package org.cordboard.api.taskrouter;

import org.cordboard.api.http.Problem;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Context;
import org.cordboard.routing.expression.Expression;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.WorkerScope;
import org.jspecify.annotations.Nullable;

/// List filters that are expressions over attributes (5).
final class Filters {
    private Filters() {}

    static @Nullable Expression parse(@Nullable String text, Context context, String parameter) {
        if (text == null) {
            return null;
        }
        return switch (Expression.parse(text, context)) {
            case Expression.Parsed.Ok(var expression) -> expression;
            case Expression.Parsed.Failed(var problem) ->
                throw Problem.badRequest(parameter + ": " + problem.message() + " at character " + problem.position());
        };
    }

    static boolean matches(@Nullable Expression filter, Task task) {
        return filter == null || filter.test(new TaskScope(Attributes.of(task.attributes())));
    }

    static boolean matches(@Nullable Expression filter, RoutingView view, Worker worker) {
        return filter == null || filter.test(scope(view, worker));
    }

    /// The attributes of nobody in particular, to ask which task queues would take such a worker.
    static Scope scope(Attributes attributes) {
        return new Known(attributes, "", "", "", "", name -> null);
    }

    private static Scope scope(RoutingView view, Worker worker) {
        Activity activity = view.activity(worker.activity());
        return new Known(
                Attributes.of(worker.attributes()),
                worker.sid().value(),
                worker.friendlyName(),
                worker.activity().value(),
                activity == null ? "" : activity.friendlyName(),
                name -> channel(view, worker, name));
    }

    private static WorkerScope.@Nullable Channel channel(RoutingView view, Worker worker, String uniqueName) {
        for (WorkerChannel channel : view.workerChannels(worker.sid())) {
            if (channel.taskChannelUniqueName().equals(uniqueName)) {
                return new WorkerScope.Channel(
                        channel.configuredCapacity(), channel.assignedTasks(), channel.availableCapacityPercentage());
            }
        }
        return null;
    }

    private interface Channels {
        WorkerScope.@Nullable Channel of(String uniqueName);
    }

    private record Known(
            Attributes attributes,
            String sid,
            String friendlyName,
            String activitySid,
            String activityName,
            Channels channels)
            implements WorkerScope {
        @Override
        public @Nullable Channel channel(String uniqueName) {
            return channels.of(uniqueName);
        }
    }
}
