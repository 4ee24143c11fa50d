package org.cordboard.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cordboard.history.Statistics.Scope;
import org.cordboard.history.Statistics.Window;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every statistic is derived a second time, from the bare events, with loops instead of SQL.
@Timeout(120)
final class StatisticsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyStatisticEqualsWhatTheEventsSay(long seed) throws Exception {
        compare(seed, HistoryConfig.sqlite(directory.resolve("h.db")));
    }

    /// The same SQL on PostgreSQL, where one is installed; two nodes share it.
    @Test
    void onPostgresqlTooEveryStatisticEqualsWhatTheEventsSay() throws Exception {
        assumeTrue(PostgresServer.programs().isPresent(), "no PostgreSQL is installed");
        try (var server = PostgresServer.start()) {
            compare(21, server.config());
        }
    }

    private static void compare(long seed, HistoryConfig config) throws Exception {
        try (var centre = new RandomCentre(seed)) {
            var events = Collections.synchronizedList(new ArrayList<Committed>());
            try (var _ = centre.engine.follow("checker", 0, events::add);
                    var history = History.start(config, centre.engine, centre.clock);
                    var other = History.start(config, centre.engine, centre.clock)) {
                centre.live(600);
                await(events, centre.engine.position());
                history.await(centre.engine.position(), PATIENCE);
                other.await(centre.engine.position(), PATIENCE);
                var all = List.copyOf(events);
                var random = new SplittableRandom(seed);
                var channels = centre.engine.read(view -> view.taskChannels(centre.workspace.sid()));
                check(all, centre, history, whole(centre), null, seed);
                for (int i = 0; i < 25; i++) {
                    var channel = random.nextBoolean()
                            ? null
                            : channels.get(random.nextInt(channels.size())).sid();
                    check(all, centre, history, window(centre, random), channel, seed);
                }
            }
        }
    }

    private static void await(List<Committed> events, long position) throws InterruptedException {
        while (events.size() < position) {
            Thread.sleep(2);
        }
    }

    private static Window whole(RandomCentre centre) {
        return new Window(RandomCentre.START, centre.clock.instant());
    }

    private static Window window(RandomCentre centre, SplittableRandom random) {
        long span = Duration.between(RandomCentre.START, centre.clock.instant()).toMillis();
        long one = random.nextLong(span);
        long other = random.nextLong(span);
        return new Window(
                RandomCentre.START.plusMillis(Math.min(one, other)),
                RandomCentre.START.plusMillis(Math.max(one, other)));
    }

    private static void check(
            List<Committed> events,
            RandomCentre centre,
            History history,
            Window window,
            TaskChannelSid channel,
            long seed) {
        var about = "seed " + seed + " " + window + " " + channel;
        var workspace = centre.workspace.sid();
        var published = events.stream()
                .map(Committed::event)
                .filter(TaskRouterEvent.class::isInstance)
                .map(TaskRouterEvent.class::cast)
                .filter(event ->
                        !event.at().isBefore(window.start()) && !event.at().isAfter(window.end()))
                .filter(event -> channel == null || concerns(event, channel))
                .toList();
        var scopes = new ArrayList<Map.Entry<Scope, Predicate<TaskRouterEvent>>>();
        scopes.add(Map.entry(new Scope.OfWorkspace(workspace), _ -> true));
        for (var queue : centre.queues) {
            scopes.add(Map.entry(
                    new Scope.OfTaskQueue(workspace, queue.sid()),
                    event -> event.context().taskQueue() != null
                            && event.context().taskQueue().sid().equals(queue.sid())));
        }
        scopes.add(Map.entry(
                new Scope.OfWorkflow(workspace, centre.workflow.sid()),
                event -> event.context().workflow() != null
                        && event.context().workflow().sid().equals(centre.workflow.sid())));
        var two = centre.workers.subList(0, 2).stream().map(Worker::sid).toList();
        scopes.add(Map.entry(
                new Scope.OfWorkers(workspace, two, null),
                event -> event.context().reservation() != null
                        && two.contains(event.context().reservation().worker())));
        for (var scope : scopes) {
            var thresholds = List.of(5, 30);
            var actual = history.statistics().cumulative(scope.getKey(), window, channel, thresholds);
            var expected = published.stream().filter(scope.getValue()).toList();
            assertCounts(expected, actual, about + scope.getKey());
            assertEquals(
                    published.stream()
                            .filter(event -> event.type() == EventType.TASK_QUEUE_MOVED)
                            .filter(event -> !(scope.getKey() instanceof Scope.OfTaskQueue queue)
                                    || queue.taskQueue()
                                            .value()
                                            .equals(event.details().get("PreviousTaskQueueSid")))
                            .filter(event -> scope.getKey() instanceof Scope.OfTaskQueue
                                    || scope.getValue().test(event))
                            .count(),
                    actual.tasksMoved(),
                    about + scope.getKey());
        }
        assertEquals(
                periods(events, window, _ -> true),
                history.statistics().activityDurations(workspace, null, window),
                about);
        assertEquals(
                periods(events, window, two::contains),
                history.statistics().activityDurations(workspace, two, window),
                about);
    }

    private static boolean concerns(TaskRouterEvent event, TaskChannelSid channel) {
        if (event.context().task() != null) {
            return event.context().task().taskChannel().equals(channel);
        }
        return event.context().taskChannel() != null
                && event.context().taskChannel().sid().equals(channel);
    }

    private static void assertCounts(List<TaskRouterEvent> events, CumulativeStatistics actual, String about) {
        assertEquals(count(events, EventType.RESERVATION_CREATED), actual.reservationsCreated(), about);
        assertEquals(count(events, EventType.RESERVATION_ACCEPTED), actual.reservationsAccepted(), about);
        assertEquals(count(events, EventType.RESERVATION_REJECTED), actual.reservationsRejected(), about);
        assertEquals(count(events, EventType.RESERVATION_TIMEOUT), actual.reservationsTimedOut(), about);
        assertEquals(count(events, EventType.RESERVATION_CANCELED), actual.reservationsCanceled(), about);
        assertEquals(count(events, EventType.RESERVATION_RESCINDED), actual.reservationsRescinded(), about);
        assertEquals(count(events, EventType.TASK_CREATED), actual.tasksCreated(), about);
        assertEquals(count(events, EventType.TASK_QUEUE_ENTERED), actual.tasksEnteredQueue(), about);
        assertEquals(count(events, EventType.WORKFLOW_ENTERED), actual.tasksEnteredWorkflow(), about);
        assertEquals(count(events, EventType.TASK_COMPLETED), actual.tasksCompleted(), about);
        assertEquals(count(events, EventType.TASK_CANCELED), actual.tasksCanceled(), about);
        assertEquals(count(events, EventType.TASK_DELETED), actual.tasksDeleted(), about);
        assertEquals(count(events, EventType.WORKFLOW_TIMEOUT), actual.tasksTimedOutInWorkflow(), about);
        var accepted = waits(events, EventType.RESERVATION_ACCEPTED, false);
        var canceled = waits(events, EventType.TASK_CANCELED, false);
        assertEquals(durations(accepted), actual.waitDurationUntilAccepted(), about);
        assertEquals(durations(canceled), actual.waitDurationUntilCanceled(), about);
        assertEquals(
                durations(waits(events, EventType.RESERVATION_ACCEPTED, true)),
                actual.waitDurationInQueueUntilAccepted(),
                about);
        assertEquals(
                accepted.isEmpty()
                        ? 0
                        : accepted.stream().mapToLong(Long::longValue).sum() / accepted.size() / 1000,
                actual.avgTaskAcceptanceTime(),
                about);
        for (int seconds : List.of(5, 30)) {
            var split = actual.splitByWaitTime().get(seconds);
            Predicate<Long> above = millis -> millis > seconds * 1000L;
            assertEquals(accepted.stream().filter(above).count(), split.reservationsAcceptedAbove(), about);
            assertEquals(accepted.stream().filter(above.negate()).count(), split.reservationsAcceptedBelow(), about);
            assertEquals(canceled.stream().filter(above).count(), split.tasksCanceledAbove(), about);
            assertEquals(canceled.stream().filter(above.negate()).count(), split.tasksCanceledBelow(), about);
        }
    }

    private static long count(List<TaskRouterEvent> events, EventType type) {
        return events.stream().filter(event -> event.type() == type).count();
    }

    private static List<Long> waits(List<TaskRouterEvent> events, EventType type, boolean inQueue) {
        return events.stream()
                .filter(event -> event.type() == type)
                .map(event -> {
                    var task = event.context().task();
                    var since = inQueue ? task.taskQueueEnteredDate() : task.dateCreated();
                    return Duration.between(since, event.at()).toMillis();
                })
                .toList();
    }

    private static Durations durations(List<Long> millis) {
        var summary = millis.stream().mapToLong(Long::longValue).summaryStatistics();
        return millis.isEmpty()
                ? Durations.NONE
                : new Durations(summary.getCount(), summary.getSum(), summary.getMin(), summary.getMax());
    }

    /// Walks through the worker events alone, as a reader of the Events resource would.
    private static Map<ActivitySid, Durations> periods(
            List<Committed> events, Window window, Predicate<WorkerSid> chosen) {
        record Since(ActivitySid activity, Instant at) {}
        var current = new HashMap<WorkerSid, Since>();
        var spent = new HashMap<ActivitySid, List<Long>>();
        for (var committed : events) {
            if (!(committed.event() instanceof TaskRouterEvent event)
                    || event.context().worker() == null) {
                continue;
            }
            var worker = event.context().worker();
            boolean begins =
                    event.type() == EventType.WORKER_CREATED || event.type() == EventType.WORKER_ACTIVITY_UPDATE;
            if (begins || event.type() == EventType.WORKER_DELETED) {
                var before = current.remove(worker.sid());
                if (before != null && chosen.test(worker.sid())) {
                    clip(spent, before.activity(), before.at(), event.at(), window);
                }
                if (begins) {
                    current.put(worker.sid(), new Since(worker.activity(), event.at()));
                }
            }
        }
        current.forEach((sid, since) -> {
            if (chosen.test(sid)) {
                clip(spent, since.activity(), since.at(), Instant.MAX, window);
            }
        });
        var found = new HashMap<ActivitySid, Durations>();
        spent.forEach((activity, parts) -> found.put(activity, durations(parts)));
        return found;
    }

    private static void clip(
            Map<ActivitySid, List<Long>> spent, ActivitySid activity, Instant from, Instant to, Window window) {
        var begin = from.isBefore(window.start()) ? window.start() : from;
        var end = to.isAfter(window.end()) ? window.end() : to;
        if (from.isBefore(to) && from.isBefore(window.end()) && to.isAfter(window.start())) {
            spent.computeIfAbsent(activity, _ -> new ArrayList<>())
                    .add(Duration.between(begin, end).toMillis());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void realTimeStatisticsEqualWhatTheEventsLeftBehind(long seed) throws Exception {
        try (var centre = new RandomCentre(seed)) {
            var events = Collections.synchronizedList(new ArrayList<Committed>());
            try (var _ = centre.engine.follow("checker", 0, events::add)) {
                for (int round = 0; round < 10; round++) {
                    centre.live(60);
                    await(events, centre.engine.position());
                    checkRealTime(List.copyOf(events), centre, "seed " + seed + " round " + round);
                }
            }
        }
    }

    private static void checkRealTime(List<Committed> events, RandomCentre centre, String about) {
        var tasks = new TreeMap<TaskSid, Task>();
        var workers = new TreeMap<WorkerSid, Worker>();
        for (var event : events) {
            event.event().changed().forEach(entity -> {
                if (entity instanceof Task task) {
                    tasks.put(task.sid(), task);
                } else if (entity instanceof Worker worker) {
                    workers.put(worker.sid(), worker);
                }
            });
            event.event().removed().forEach(entity -> {
                if (entity instanceof Task task) {
                    tasks.remove(task.sid());
                }
            });
        }
        var workspace = centre.workspace.sid();
        var now = centre.clock.instant();
        for (var queue : centre.queues) {
            var ofQueue = centre.engine.read(view -> RealTimeStatistics.ofTaskQueue(view, queue.sid(), null, now));
            assertTasks(
                    tasks.values().stream().filter(task -> queue.sid().equals(task.taskQueue())), ofQueue, now, about);
            var eligible = workers.values().stream()
                    .filter(worker -> queue.friendlyName().equals("Everybody")
                            || worker.attributes().contains("\"de\""))
                    .toList();
            assertEquals(eligible.size(), ofQueue.workers(), about);
            assertEquals(
                    eligible.stream()
                            .filter(worker -> ofQueue.activities().stream()
                                    .anyMatch(count -> count.activity().available()
                                            && count.activity().sid().equals(worker.activity())))
                            .count(),
                    ofQueue.availableWorkers(),
                    about);
        }
        var actual = centre.engine.read(view -> RealTimeStatistics.ofWorkspace(view, workspace, null, now));
        assertTasks(tasks.values().stream(), actual, now, about);
        assertTasks(
                tasks.values().stream(),
                centre.engine.read(
                        view -> RealTimeStatistics.ofWorkflow(view, workspace, centre.workflow.sid(), null, now)),
                now,
                about);
        for (var channel : centre.engine.read(view -> view.taskChannels(workspace))) {
            assertTasks(
                    tasks.values().stream().filter(task -> task.taskChannel().equals(channel.sid())),
                    centre.engine.read(view -> RealTimeStatistics.ofWorkspace(view, workspace, channel.sid(), now)),
                    now,
                    about);
        }
        assertEquals(workers.size(), actual.workers(), about);
        var chosen = List.copyOf(workers.values()).subList(0, 3);
        var ofChosen = centre.engine.read(view -> RealTimeStatistics.ofWorkers(view, workspace, chosen, now));
        assertEquals(3, ofChosen.workers(), about);
        assertEquals(actual.activities().size(), ofChosen.activities().size(), about);
        for (var count : actual.activities()) {
            assertEquals(
                    workers.values().stream()
                            .filter(worker ->
                                    worker.activity().equals(count.activity().sid()))
                            .count(),
                    count.workers(),
                    about);
        }
    }

    private static void assertTasks(Stream<Task> stream, RealTimeStatistics actual, Instant now, String about) {
        var tasks = stream.filter(task -> !task.status().isFinal()).toList();
        assertEquals(tasks.size(), actual.tasks().total(), about);
        assertEquals(
                java.util.Set.of(TaskStatus.PENDING, TaskStatus.RESERVED, TaskStatus.ASSIGNED, TaskStatus.WRAPPING),
                actual.tasks().byStatus().keySet());
        actual.tasks()
                .byStatus()
                .forEach((status, count) -> assertEquals(
                        tasks.stream().filter(task -> task.status() == status).count(), (long) count, about));
        var priorities = new TreeMap<Integer, Integer>();
        tasks.forEach(task -> priorities.merge(task.priority(), 1, Integer::sum));
        assertEquals(priorities, actual.tasks().byPriority(), about);
        var waiting = tasks.stream()
                .filter(task -> task.status() == TaskStatus.PENDING || task.status() == TaskStatus.RESERVED)
                .toList();
        assertEquals(
                waiting.stream()
                        .mapToLong(task ->
                                Duration.between(task.dateCreated(), now).toSeconds())
                        .max()
                        .orElse(0),
                actual.longestTaskWaiting().ageSeconds(),
                about);
        assertEquals(
                waiting.stream()
                        .mapToLong(task -> Duration.between(task.taskQueueEnteredDate(), now)
                                .toSeconds())
                        .max()
                        .orElse(0),
                actual.longestRelativeTask().ageSeconds(),
                about);
        assertEquals(waiting.isEmpty(), actual.longestTaskWaiting().task() == null, about);
    }

    @Test
    void theRandomLifeShowsEveryKindOfEvent() throws Exception {
        var seen = new java.util.TreeSet<EventType>();
        for (long seed = 1; seed <= 4; seed++) {
            try (var centre = new RandomCentre(seed)) {
                var events = Collections.synchronizedList(new ArrayList<Committed>());
                try (var _ = centre.engine.follow("checker", 0, events::add)) {
                    centre.live(600);
                    await(events, centre.engine.position());
                }
                events.forEach(event -> {
                    if (event.event() instanceof TaskRouterEvent published) {
                        seen.add(published.type());
                    }
                });
            }
        }
        var needed = List.of(
                EventType.RESERVATION_ACCEPTED,
                EventType.RESERVATION_REJECTED,
                EventType.RESERVATION_TIMEOUT,
                EventType.RESERVATION_CANCELED,
                EventType.TASK_COMPLETED,
                EventType.TASK_CANCELED,
                EventType.TASK_DELETED,
                EventType.TASK_QUEUE_MOVED,
                EventType.WORKFLOW_TIMEOUT,
                EventType.WORKER_ACTIVITY_UPDATE);
        assertTrue(seen.containsAll(needed), () -> "only " + seen);
    }
}
