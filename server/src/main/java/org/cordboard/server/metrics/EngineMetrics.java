package org.cordboard.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.cordboard.cluster.DurableEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.TaskRouterEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what the engine commits, and what lives in it whenever somebody asks. Figures of one scrape come from one
/// look into the state, at most a second old.
public final class EngineMetrics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EngineMetrics.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Metrics metrics;
    private final Engine engine;
    private final InstantSource clock;
    private final Engine.Subscription subscription;
    private Figures figures = new Figures(Map.of(), 0, 0, Instant.EPOCH);

    private record Figures(Map<CallStatus, Long> calls, long conferences, long waiting, Instant at) {}

    public EngineMetrics(Metrics metrics, Engine engine, InstantSource clock) {
        this.metrics = metrics;
        this.engine = engine;
        this.clock = clock;
        for (var status : CallStatus.values()) {
            metrics.gauge("cordboard.calls", "Calls in memory: live ones, and ended ones for ten minutes", "status", status.wire(),
                    () -> now().calls.getOrDefault(status, 0L));
        }
        metrics.gauge("cordboard.conferences", "Conferences under way", this, m -> m.now().conferences);
        metrics.gauge("cordboard.queue.callers", "Callers waiting in queues", this, m -> m.now().waiting);
        metrics.gauge("cordboard.log.position", "Number of the last committed event", engine, Engine::position);
        if (engine instanceof DurableEngine durable) {
            durable.onWrite(metrics::written);
            metrics.gauge("cordboard.log.commands.waiting", "Commands that wait for the next log entry", durable, DurableEngine::waiting);
        }
        subscription = engine.follow("metrics", engine.position(), this::committed);
    }

    private synchronized Figures now() {
        var moment = clock.instant();
        if (figures.at.plus(FRESH).isBefore(moment)) {
            try {
                figures = engine.read(view -> {
                    Map<CallStatus, Long> calls = new EnumMap<>(CallStatus.class);
                    view.records(Call.class).forEach(call -> calls.merge(call.status(), 1L, Long::sum));
                    long conferences = view.records(Conference.class).stream()
                            .filter(conference -> conference.status().equals("in-progress"))
                            .count();
                    return new Figures(calls, conferences, view.records(QueueMember.class).size(), moment);
                });
            } catch (EngineUnavailableException e) {
                log.debug("no figures from the engine now", e);
            }
        }
        return figures;
    }

    private void committed(Committed committed) {
        if (!(committed.event() instanceof TaskRouterEvent event)) {
            return;
        }
        switch (event.type()) {
            case RESERVATION_CREATED -> metrics.reservation("created");
            case RESERVATION_ACCEPTED -> {
                metrics.reservation("accepted");
                var reservation = event.context().reservation();
                if (reservation != null) {
                    metrics.answeredAfter(Duration.between(reservation.dateCreated(), event.at()));
                }
            }
            case RESERVATION_REJECTED -> metrics.reservation("rejected");
            case RESERVATION_TIMEOUT -> metrics.reservation("timeout");
            case RESERVATION_CANCELED -> metrics.reservation("canceled");
            case RESERVATION_RESCINDED -> metrics.reservation("rescinded");
            case RESERVATION_COMPLETED -> metrics.reservation("completed");
            case TASK_CREATED -> metrics.task("created");
            case TASK_COMPLETED -> metrics.task("completed");
            case TASK_CANCELED -> metrics.task("canceled");
            default -> {
                // Nothing else is counted.
            }
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
