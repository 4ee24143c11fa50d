package org.cordboard.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.cordboard.cluster.ManualClock;
import org.cordboard.cluster.MemoryEngine;
import org.cordboard.history.History;
import org.cordboard.history.HistoryConfig;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingCore;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.routing.sid.NotificationSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.routing.sid.StepSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RetirementTest {
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final AccountSid OWNER = new AccountSid("AC" + "0".repeat(32));
    private static final FlowSid FLOW = new FlowSid("FW" + "0".repeat(32));
    private static final List<Class<? extends VoiceRecord>> KINDS = List.of(
            Call.class,
            Conference.class,
            Recording.class,
            Notification.class,
            Execution.class,
            ExecutionStep.class);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock(START);
    private Engine engine;
    private History history;
    private Retirement retirement;

    @BeforeEach
    void start() {
        engine = MemoryEngine.start(new RoutingCore(), clock, 1);
        history = History.start(HistoryConfig.sqlite(folder.resolve("history.db")), engine, clock);
        retirement = new Retirement(engine, history, clock);
        put(new Account(OWNER, "Test", "token", "active", null, START, START));
    }

    @AfterEach
    void stop() {
        history.close();
        engine.close();
    }

    private void put(Entity... records) {
        assertInstanceOf(Outcome.Done.class, engine.submit(new RecordCommand.Put(List.of(records))));
    }

    /// A round that long after the start, with everything stored before.
    private int roundAfter(Duration time) throws Exception {
        history.await(engine.position(), Duration.ofSeconds(20));
        return retirement.round(START.plus(time));
    }

    private static String sid(String prefix, int number) {
        return prefix + "%032x".formatted(number);
    }

    private static Call call(int number, CallStatus status, Instant at) {
        return new Call(
                new CallSid(sid("CA", number)),
                OWNER,
                null,
                "+1",
                "+2",
                status,
                "inbound",
                null,
                null,
                at,
                null,
                at,
                null,
                "n",
                Map.of(),
                at,
                at);
    }

    private static Conference conference(int number, String status) {
        return new Conference(
                new ConferenceSid(sid("CF", number)), OWNER, "room", status, null, null, "n", START, START);
    }

    private static Recording recording(int number, String status) {
        return new Recording(
                new RecordingSid(sid("RE", number)),
                OWNER,
                null,
                null,
                status,
                "RecordVerb",
                1,
                "both",
                null,
                null,
                "f.wav",
                START,
                Map.of(),
                START,
                START);
    }

    private static Notification notification(int number) {
        return new Notification(
                new NotificationSid(sid("NO", number)), OWNER, null, "0", "11200", "", Map.of(), START, START, START);
    }

    private static Execution execution(int number, String status) {
        var sid = new ExecutionSid(sid("FN", number));
        return new Execution(sid, OWNER, FLOW, 1, "+1", status, null, "{}", START, START);
    }

    private static ExecutionStep step(int number, int execution) {
        return new ExecutionStep(
                new StepSid(sid("FT", number)),
                new ExecutionSid(sid("FN", execution)),
                FLOW,
                OWNER,
                "w",
                null,
                null,
                null,
                "{}",
                START,
                START);
    }

    private static Participant participant(Conference conference, Call call) {
        return new Participant(
                conference.sid(),
                call.sid(),
                OWNER,
                null,
                false,
                false,
                false,
                null,
                true,
                false,
                "connected",
                START,
                START);
    }

    private Set<String> inMemory() {
        return engine.read(view -> KINDS.stream()
                .flatMap(kind -> view.records(kind).stream())
                .map(Entity::key)
                .collect(Collectors.toSet()));
    }

    @Test
    void whatHasEndedLongAgoLeavesAndWhatLivesStays() throws Exception {
        List<VoiceRecord> ended = List.of(
                call(1, CallStatus.COMPLETED, START),
                call(2, CallStatus.FAILED, START),
                conference(1, "completed"),
                recording(1, "completed"),
                recording(2, "absent"),
                notification(1),
                execution(1, "ended"),
                step(1, 1),
                step(2, 1));
        Call seated = call(5, CallStatus.COMPLETED, START);
        Conference room = conference(2, "in-progress");
        List<VoiceRecord> living = List.of(
                call(3, CallStatus.IN_PROGRESS, START),
                call(4, CallStatus.COMPLETED, START.plusSeconds(60)),
                seated,
                room,
                recording(3, "in-progress"),
                recording(4, "paused"),
                execution(2, "active"),
                step(3, 2));
        ended.forEach(this::put);
        living.forEach(this::put);
        put(participant(room, seated));

        assertEquals(0, roundAfter(Retirement.REST));
        assertEquals(ended.size(), roundAfter(Retirement.REST.plusSeconds(1)));
        assertEquals(living.stream().map(Entity::key).collect(Collectors.toSet()), inMemory());
        history.await(engine.position(), Duration.ofSeconds(20));
        for (var entity : ended) {
            assertEquals(
                    entity,
                    history.records().find(entity.getClass(), entity.key()).orElseThrow());
        }
    }

    @Test
    void manyLeaveInSmallBatches() throws Exception {
        List<Integer> batches = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 1_203; i++) {
            put(call(i, CallStatus.COMPLETED, START));
        }
        engine.follow("checker", engine.position(), event -> batches.add(
                event.event().removed().size()));
        assertEquals(1_203, roundAfter(Duration.ofHours(1)));
        assertTrue(inMemory().isEmpty());
        for (int i = 0; i < 5_000 && batches.size() < 3; i++) {
            Thread.sleep(2);
        }
        assertEquals(List.of(500, 500, 203), batches);
    }
}
