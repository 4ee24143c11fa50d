package org.cordboard.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HistoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final RandomCentre centre = new RandomCentre(99);
    private final List<Committed> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void follow() {
        centre.engine.follow("checker", 0, events::add);
    }

    @AfterEach
    void close() {
        centre.close();
    }

    private History open() {
        return History.start(HistoryConfig.sqlite(directory.resolve("h.db")), centre.engine, centre.clock);
    }

    private void settle(History history) throws Exception {
        history.await(centre.engine.position(), PATIENCE);
        while (events.size() < centre.engine.position()) {
            Thread.sleep(2);
        }
    }

    private List<TaskRouterEvent> newestFirst(Predicate<TaskRouterEvent> condition) {
        return List.copyOf(events).reversed().stream()
                .map(Committed::event)
                .filter(TaskRouterEvent.class::isInstance)
                .map(TaskRouterEvent.class::cast)
                .filter(condition)
                .toList();
    }

    private static List<String> sids(List<TaskRouterEvent> events) {
        return events.stream().map(event -> event.sid().value()).toList();
    }

    @Test
    void eventsAreListedNewestFirstPageByPageAndBack() throws Exception {
        try (var history = open()) {
            centre.live(100);
            settle(history);
            var query = EventLog.Query.of(centre.workspace.sid());
            var expected = sids(newestFirst(_ -> true));
            var found = new ArrayList<String>();
            var page = history.events().list(query, PageRequest.first(17));
            assertFalse(page.hasPrevious());
            found.addAll(sids(page.items()));
            while (page.hasNext()) {
                page = history.events().list(query, PageRequest.after(found.getLast(), 17));
                assertTrue(page.hasPrevious());
                found.addAll(sids(page.items()));
            }
            assertEquals(expected, found);
            var back = history.events().list(query, PageRequest.before(expected.get(20), 17));
            assertEquals(expected.subList(3, 20), sids(back.items()));
            assertTrue(back.hasPrevious());
            assertTrue(back.hasNext());
        }
    }

    @Test
    void eventsAreFilteredByWhatTheyConcern() throws Exception {
        try (var history = open()) {
            centre.live(200);
            settle(history);
            var some = newestFirst(event -> event.type() == EventType.RESERVATION_ACCEPTED)
                    .getFirst();
            var task = some.context().task().sid();
            var worker = some.context().reservation().worker();
            var all = EventLog.Query.of(centre.workspace.sid());
            assertEquals(
                    sids(newestFirst(event -> event.context().task() != null
                            && event.context().task().sid().equals(task))),
                    list(
                            history,
                            new EventLog.Query(
                                    all.workspace(), null, null, null, task, null, null, null, null, null, null)));
            assertEquals(
                    sids(newestFirst(event -> event.type() == EventType.RESERVATION_CREATED
                            && event.context().reservation().worker().equals(worker))),
                    list(
                            history,
                            new EventLog.Query(
                                    all.workspace(),
                                    null,
                                    null,
                                    EventType.RESERVATION_CREATED,
                                    null,
                                    worker,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null)));
            var middle = RandomCentre.START.plusSeconds(300);
            assertEquals(
                    sids(newestFirst(event -> !event.at().isAfter(middle))),
                    list(
                            history,
                            new EventLog.Query(
                                    all.workspace(), null, middle, null, null, null, null, null, null, null, null)));
        }
    }

    private static List<String> list(History history, EventLog.Query query) {
        return sids(history.events().list(query, PageRequest.first(1_000)).items());
    }

    @Test
    void anEventComesBackAsItWasButWithoutTheBulkyParts() throws Exception {
        try (var history = open()) {
            centre.live(50);
            settle(history);
            for (var event : newestFirst(_ -> true)) {
                var found = history.events()
                        .find(centre.workspace.sid(), event.sid())
                        .orElseThrow();
                assertEquals(EventTrimming.trimmed(event), found);
            }
        }
    }

    @Test
    void aRestartGoesOnWithoutGapOrRepeat() throws Exception {
        try (var history = open()) {
            centre.live(60);
            settle(history);
        }
        centre.live(60);
        try (var history = open()) {
            centre.live(60);
            settle(history);
            assertEquals(sids(newestFirst(_ -> true)), list(history, EventLog.Query.of(centre.workspace.sid())));
        }
    }

    @Test
    void twoNodesThatWriteIntoOneDatabaseStoreEachEventOnce() throws Exception {
        try (var one = open();
                var other = open()) {
            centre.live(150);
            settle(one);
            settle(other);
            assertEquals(sids(newestFirst(_ -> true)), list(one, EventLog.Query.of(centre.workspace.sid())));
        }
    }

    @Test
    void tasksAreListedAfterTheyLeftMemoryAndDeletedOnesAreGone() throws Exception {
        try (var history = open()) {
            var kept = (Task) centre.subject(task());
            var deleted = (Task) centre.subject(task());
            centre.engine.submit(new TaskCommand.Delete(centre.workspace.sid(), deleted.sid(), null));
            centre.clock.advance(Duration.ofDays(2));
            settle(history);
            assertTrue(centre.engine
                    .read(view -> view.tasks(centre.workspace.sid()))
                    .isEmpty());
            var found = history.records()
                    .list(RecordArchive.Query.of(Task.class, centre.workspace.sid()), PageRequest.first(10));
            assertEquals(
                    List.of(kept.sid()), found.items().stream().map(Task::sid).toList());
        }
    }

    private TaskCommand.Create task() {
        return new TaskCommand.Create(
                centre.workspace.sid(), centre.workflow.sid(), "{}", null, null, null, null, null, null, null);
    }

    @Test
    void callsAreFilteredPagedRetiredAndDeleted() throws Exception {
        try (var history = open()) {
            for (int i = 0; i < 9; i++) {
                put(call(i, i % 2 == 0 ? CallStatus.COMPLETED : CallStatus.BUSY, i));
            }
            settle(history);
            var completed = RecordArchive.Query.of(Call.class, RandomCentre.ACCOUNT)
                    .statuses(List.of("completed"))
                    .sender("+4930");
            assertEquals(List.of(8, 6, 4, 2, 0), numbers(history, completed));
            var start = RandomCentre.START;
            assertEquals(
                    List.of(2, 3, 4),
                    numbers(
                            history,
                            RecordArchive.Query.of(Call.class, RandomCentre.ACCOUNT)
                                    .between(start.plusSeconds(2), start.plusSeconds(5))
                                    .inOrderOfTime()));
            var second = history.records().list(completed, PageRequest.after(sid(6).value(), 2));
            assertEquals(
                    List.of(4, 2),
                    second.items().stream().map(HistoryTest::number).toList());
            assertTrue(second.hasNext());

            history.retire(List.of(call(4, CallStatus.COMPLETED, 4)));
            centre.engine.submit(new RecordCommand.Remove(List.of(call(6, CallStatus.COMPLETED, 6))));
            settle(history);
            assertNull(centre.engine.read(view -> view.record(Call.class, sid(4).value())));
            assertEquals(List.of(8, 4, 2, 0), numbers(history, completed));
            assertEquals(
                    call(4, CallStatus.COMPLETED, 4),
                    history.records().find(Call.class, sid(4).value()).orElseThrow());
        }
    }

    @Test
    void recordingsAreFoundByTheirCall() throws Exception {
        try (var history = open()) {
            for (int i = 0; i < 4; i++) {
                put(recording(i, sid(i % 2)));
            }
            settle(history);
            var found = history.records()
                    .list(
                            RecordArchive.Query.of(Recording.class, RandomCentre.ACCOUNT)
                                    .parent(sid(1)),
                            PageRequest.first(10));
            assertEquals(2, found.items().size());
            assertTrue(found.items().stream().allMatch(recording -> sid(1).equals(recording.call())));
        }
    }

    private void put(org.cordboard.routing.entity.VoiceRecord entity) {
        centre.subject(new RecordCommand.Put(List.of(entity)));
    }

    private static List<Integer> numbers(History history, RecordArchive.Query<Call> query) {
        return history.records().list(query, PageRequest.first(100)).items().stream()
                .map(HistoryTest::number)
                .toList();
    }

    private static CallSid sid(int number) {
        return new CallSid("CA%032x".formatted(number));
    }

    private static int number(Call call) {
        return Integer.parseInt(call.sid().value().substring(2), 16);
    }

    private static Call call(int number, CallStatus status, int second) {
        Instant start = RandomCentre.START.plusSeconds(second);
        return new Call(
                sid(number),
                RandomCentre.ACCOUNT,
                null,
                "+4930",
                "+4940",
                status,
                "inbound",
                null,
                null,
                start,
                null,
                start,
                null,
                "node",
                Map.of("price", "none"),
                start,
                start);
    }

    private static Recording recording(int number, CallSid call) {
        var at = RandomCentre.START.plusSeconds(number);
        return new Recording(
                new RecordingSid("RE%032x".formatted(number)),
                RandomCentre.ACCOUNT,
                call,
                null,
                "completed",
                "RecordVerb",
                1,
                "inbound",
                3,
                null,
                "file.wav",
                at,
                Map.of(),
                at,
                at);
    }

    @Test
    void rowsOlderThanTheRetentionAreRemoved() throws Exception {
        var config = new HistoryConfig("jdbc:sqlite:" + directory.resolve("short.db"), null, null, Duration.ofHours(1));
        try (var history = History.start(config, centre.engine, centre.clock)) {
            centre.live(50);
            settle(history);
            assertFalse(list(history, EventLog.Query.of(centre.workspace.sid())).isEmpty());
        }
        centre.clock.advance(Duration.ofDays(3));
        try (var history = History.start(config, centre.engine, centre.clock)) {
            settle(history);
            centre.clock.advance(Duration.ofHours(2));
            var limit = centre.clock.instant().minus(Duration.ofHours(1));
            while (history
                    .events()
                    .list(EventLog.Query.of(centre.workspace.sid()), PageRequest.first(1_000))
                    .items()
                    .stream()
                    .map(Event::at)
                    .anyMatch(at -> at.isBefore(limit))) {
                Thread.sleep(20);
            }
        }
    }

    @Test
    void aHistoryOfAnotherLogIsRefused() throws Exception {
        try (var history = open()) {
            centre.live(20);
            settle(history);
        }
        try (var young = new RandomCentre(1)) {
            var config = HistoryConfig.sqlite(directory.resolve("h.db"));
            var refused =
                    assertThrows(IllegalStateException.class, () -> History.start(config, young.engine, young.clock));
            assertTrue(refused.getMessage().contains("do not belong together"), refused.getMessage());
        }
    }

    @Test
    void waitingForAnEventThatDoesNotComeEnds() {
        try (var history = open()) {
            assertThrows(
                    java.util.concurrent.TimeoutException.class,
                    () -> history.await(centre.engine.position() + 1, Duration.ofMillis(50)));
        }
    }
}
