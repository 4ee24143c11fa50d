package org.cordboard.server.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes finished calls, conferences, recordings, executions, texts and log entries out of memory, for ever to be found
/// in the history. One thread of its own; nothing that lives is touched.
final class Retirement implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retirement.class);

    /// What still comes after an end (callbacks, the action of a verb, a recording's file) comes within minutes.
    static final Duration REST = Duration.ofMinutes(10);

    /// One command in the log is at most this many records and about this many characters.
    static final int BATCH_MAX = 500;

    private static final int BATCH_CHARACTERS = 1 << 20;

    /// More than a busy centre leaves behind between two rounds; the rest waits for the next one.
    static final int ROUND_MAX = 20_000;

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Set<String> RUNNING = Set.of("in-progress", "paused", "processing");

    private final Engine engine;
    private final History history;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closed;

    static Retirement start(Engine engine, History history, InstantSource clock) {
        var retirement = new Retirement(engine, history, clock);
        retirement.thread.start();
        return retirement;
    }

    Retirement(Engine engine, History history, InstantSource clock) {
        this.engine = engine;
        this.history = history;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("retirement").daemon().unstarted(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
                roundOrWarn();
            }
        } catch (InterruptedException e) {
            // close() ends the thread this way
        }
    }

    private void roundOrWarn() {
        try {
            round(clock.instant());
        } catch (RuntimeException e) {
            if (!closed) {
                log.warn("Finished records stay in memory until the next attempt", e);
            }
        }
    }

    /// @return how many records left
    int round(Instant now) {
        var due = engine.read(view -> due(view, now.minus(REST)));
        int left = 0;
        for (int from = 0; from < due.size() && !closed; ) {
            int to = batchEnd(due, from);
            left += history.retire(due.subList(from, to));
            from = to;
        }
        return left;
    }

    private static int batchEnd(List<VoiceRecord> due, int from) {
        int to = from;
        long characters = 0;
        while (to < due.size() && to - from < BATCH_MAX && (to == from || characters < BATCH_CHARACTERS)) {
            characters += due.get(to).toString().length();
            to++;
        }
        return to;
    }

    private static List<VoiceRecord> due(RoutingView view, Instant before) {
        var due = new ArrayList<VoiceRecord>();
        var executions = executions(view, before);
        steps(view, before, executions, due);
        due.addAll(executions);
        calls(view, before, due);
        Set<ConferenceSid> entered =
                view.records(Participant.class).stream().map(Participant::conference).collect(Collectors.toSet());
        for (var conference : view.records(Conference.class)) {
            if (conference.status().equals("completed")
                    && conference.dateUpdated().isBefore(before)
                    && !entered.contains(conference.sid())) {
                due.add(conference);
            }
        }
        for (var recording : view.records(Recording.class)) {
            if (!RUNNING.contains(recording.status()) && recording.dateUpdated().isBefore(before)) {
                due.add(recording);
            }
        }
        for (var notification : view.records(Notification.class)) {
            if (notification.dateUpdated().isBefore(before)) {
                due.add(notification);
            }
        }
        for (var message : view.records(TextMessage.class)) {
            if (message.settled() && message.dateUpdated().isBefore(before)) {
                due.add(message);
            }
        }
        return due.size() <= ROUND_MAX ? due : due.subList(0, ROUND_MAX);
    }

    private static List<Execution> executions(RoutingView view, Instant before) {
        return view.records(Execution.class).stream()
                .filter(execution -> execution.status().equals("ended")
                        && execution.dateUpdated().isBefore(before))
                .toList();
    }

    /// Before their executions, so that a round cut short leaves none without its own; what a crash left goes too.
    private static void steps(
            RoutingView view, Instant before, List<Execution> executions, List<VoiceRecord> due) {
        Set<ExecutionSid> ended = executions.stream().map(Execution::sid).collect(Collectors.toSet());
        for (var step : view.records(ExecutionStep.class)) {
            boolean alone = view.record(Execution.class, step.execution().value()) == null
                    && step.dateUpdated().isBefore(before);
            if (alone || ended.contains(step.execution())) {
                due.add(step);
            }
        }
    }

    private static void calls(RoutingView view, Instant before, List<VoiceRecord> due) {
        Set<CallSid> inConference =
                view.records(Participant.class).stream().map(Participant::call).collect(Collectors.toSet());
        for (var call : view.records(Call.class)) {
            if (call.status().isFinal()
                    && call.dateUpdated().isBefore(before)
                    && !inConference.contains(call.sid())
                    && view.record(QueueMember.class, call.key()) == null) {
                due.add(call);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
