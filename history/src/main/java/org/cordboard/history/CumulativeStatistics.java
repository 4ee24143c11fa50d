package org.cordboard.history;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cordboard.routing.event.EventType;

/// The published cumulative fields (10.4), for a workspace, task queue, workflow or workers; which of them a resource
/// shows, its representation knows.
///
/// @param splitByWaitTime by threshold in seconds; empty when not asked for
public record CumulativeStatistics(
        Statistics.Window window,
        long reservationsCreated,
        long reservationsAccepted,
        long reservationsRejected,
        long reservationsTimedOut,
        long reservationsCanceled,
        long reservationsRescinded,
        long tasksCreated,
        long tasksEnteredQueue,
        long tasksEnteredWorkflow,
        long tasksMoved,
        long tasksCompleted,
        long tasksCanceled,
        long tasksDeleted,
        long tasksTimedOutInWorkflow,
        Durations waitDurationUntilAccepted,
        Durations waitDurationUntilCanceled,
        Durations waitDurationInQueueUntilAccepted,
        SortedMap<Integer, Split> splitByWaitTime) {

    /// Waited longer than the threshold, or at most as long (10.5).
    public record Split(
            long tasksCanceledAbove,
            long reservationsAcceptedAbove,
            long tasksCanceledBelow,
            long reservationsAcceptedBelow) {}

    public CumulativeStatistics {
        splitByWaitTime = new TreeMap<>(splitByWaitTime);
    }

    CumulativeStatistics(
            Statistics.Window window, Map<EventType, EventTally> tallies, long moved, SortedMap<Integer, Split> split) {
        this(
                window,
                count(tallies, EventType.RESERVATION_CREATED),
                count(tallies, EventType.RESERVATION_ACCEPTED),
                count(tallies, EventType.RESERVATION_REJECTED),
                count(tallies, EventType.RESERVATION_TIMEOUT),
                count(tallies, EventType.RESERVATION_CANCELED),
                count(tallies, EventType.RESERVATION_RESCINDED),
                count(tallies, EventType.TASK_CREATED),
                count(tallies, EventType.TASK_QUEUE_ENTERED),
                count(tallies, EventType.WORKFLOW_ENTERED),
                moved,
                count(tallies, EventType.TASK_COMPLETED),
                count(tallies, EventType.TASK_CANCELED),
                count(tallies, EventType.TASK_DELETED),
                count(tallies, EventType.WORKFLOW_TIMEOUT),
                tally(tallies, EventType.RESERVATION_ACCEPTED).waited(),
                tally(tallies, EventType.TASK_CANCELED).waited(),
                tally(tallies, EventType.RESERVATION_ACCEPTED).waitedInQueue(),
                split);
    }

    private static EventTally tally(Map<EventType, EventTally> tallies, EventType type) {
        return tallies.getOrDefault(type, EventTally.NONE);
    }

    private static long count(Map<EventType, EventTally> tallies, EventType type) {
        return tallies.getOrDefault(type, EventTally.NONE).count();
    }

    /// Mean whole seconds from creation to acceptance.
    public long avgTaskAcceptanceTime() {
        return waitDurationUntilAccepted.averageSeconds();
    }
}
