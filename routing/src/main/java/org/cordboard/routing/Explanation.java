package org.cordboard.routing;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.WorkerSid;
import org.jspecify.annotations.Nullable;

/// Why a task stands where it stands, at one moment.
///
/// @param stage where it stands; null when it was routed directly or is finished
/// @param ahead waiting tasks that the same workers are offered before this one
/// @param offers reservations that are open now
/// @param counts all workers of the workspace by verdict
/// @param workers the workers themselves, best candidate first, at most [#WORKERS_MAX]
/// @param next what happens by itself, in order of time
public record Explanation(
        Task task,
        @Nullable Stage stage,
        int ahead,
        List<Reservation> offers,
        Map<Verdict, Integer> counts,
        List<Candidate> workers,
        List<Next> next) {
    public static final int WORKERS_MAX = 1_000;

    public Explanation {
        offers = List.copyOf(offers);
        var copy = new EnumMap<Verdict, Integer>(Verdict.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
        workers = List.copyOf(workers);
        next = List.copyOf(next);
    }

    /// A step of a workflow.
    ///
    /// @param filter index from 0, or -1 for the default filter
    /// @param target index in the filter
    /// @param queue where the task waits meanwhile
    /// @param since when it entered the queue; null in a dry run
    /// @param until when the target ends; null for never, or in a dry run
    public record Stage(
            int filter,
            @Nullable String filterName,
            @Nullable String filterExpression,
            int target,
            @Nullable TaskQueueSid queue,
            @Nullable String queueName,
            String targetExpression,
            @Nullable String orderBy,
            @Nullable String skipIf,
            @Nullable String knownWorker,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /// What stands between a worker and the task, the first thing that does.
    public enum Verdict {
        /// The worker holds a pending offer of the task.
        OFFERED,
        /// The worker has accepted the task.
        WORKING,
        /// Nothing: the worker can be offered the task now.
        FREE,
        /// The worker does not belong to the task queue.
        NOT_IN_QUEUE,
        /// The target names another worker, or nobody.
        NOT_THE_ONE_MEANT,
        /// The target's expression is false for this worker.
        TARGET_EXPRESSION,
        /// The worker is in an unavailable activity.
        ACTIVITY,
        /// The worker's channel is switched off.
        CHANNEL,
        /// The worker's open reservations leave no room.
        CAPACITY,
        /// The worker did not take the task in this round, and others are still being asked.
        ASKED_BEFORE,
        /// Offers of the task failed one after the other; it rests before the next.
        RESTING
    }

    /// @param detail what the verdict rests on, such as the activity's name or `2 of 2 reservations open`
    public record Candidate(WorkerSid worker, String friendlyName, Verdict verdict, String detail) {}

    /// Something that will happen unless something else happens first.
    public record Next(Instant at, String what) {}
}
