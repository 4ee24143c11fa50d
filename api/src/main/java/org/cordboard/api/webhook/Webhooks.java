package org.cordboard.api.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Dispatcher;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The outbox: follows the engine from the last delivered event and hands each to whom it concerns.
///
/// The engine's follower thread only sorts; delivery has threads of its own. How far delivery has come is kept in the
/// log itself now and then, so after a crash some events may be sent again: their `Sid` tells.
public final class Webhooks implements AutoCloseable {
    /// The name under which the engine knows this consumer.
    public static final String CONSUMER = "webhooks";

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final String POSITION = "webhooks.delivered";
    private static final long MAX_BEHIND = 5_000;
    private static final Duration SAVING = Duration.ofSeconds(2);
    private final Engine engine;
    private final WebhookClient client;
    private final WebhookTiming timing;
    private final Alerts alerts;
    private final AssignmentCallback assignments;
    private final Progress progress;
    private final Map<WorkspaceSid, EventLane> lanes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-position").factory());
    private final Engine.Subscription subscription;
    private volatile boolean owed;
    private long saved;

    /// @param rest carries out the instructions of assignment callbacks
    public Webhooks(Engine engine, Dispatcher rest, boolean privateTargets, WebhookTiming timing, InstantSource clock) {
        this.engine = engine;
        this.timing = timing;
        this.client = new WebhookClient(new Targets(privateTargets));
        this.alerts = new Alerts(engine, clock);
        this.assignments = new AssignmentCallback(engine, client, timing, rest, alerts);
        this.saved = start();
        this.progress = new Progress(saved);
        this.subscription = follow();
        ScheduledFuture<?> saving =
                saver.scheduleWithFixedDelay(this::save, SAVING.toMillis(), SAVING.toMillis(), TimeUnit.MILLISECONDS);
        if (saving.isCancelled()) {
            throw new IllegalStateException("the position is not saved");
        }
    }

    private long start() {
        Setting kept = engine.read(view -> view.record(Setting.class, POSITION));
        return kept == null ? engine.position() : Long.parseLong(kept.value());
    }

    private Engine.Subscription follow() {
        try {
            return engine.follow(CONSUMER, saved, this::accept);
        } catch (IllegalStateException gone) {
            LOG.warn("Events after {} are no longer kept; webhooks go on from now: {}", saved, gone.getMessage());
            saved = engine.position();
            return engine.follow(CONSUMER, saved, this::accept);
        }
    }

    private void accept(Committed committed) {
        if (!(committed.event() instanceof TaskRouterEvent event)) {
            progress.passed(committed.number());
            return;
        }
        Workspace workspace = event.workspace();
        boolean wanted = isWanted(workspace, event.type());
        Workflow workflow = event.type() == EventType.RESERVATION_CREATED ? asking(event) : null;
        String warning = event.details().get(TaskRouterEvent.KNOWN_WORKER_WARNING);
        if (!wanted && workflow == null && warning == null) {
            progress.passed(committed.number());
            return;
        }
        Account account = engine.read(view -> view.account(workspace.account()));
        if (account == null) {
            progress.passed(committed.number());
            return;
        }
        owed = true;
        if (wanted) {
            progress.begin(committed.number());
            lanes.computeIfAbsent(workspace.sid(), w -> new EventLane(client, timing, progress))
                    .add(new EventLane.Delivery(
                            committed.number(),
                            workspace.eventCallbackUrl(),
                            account.authToken(),
                            EventParameters.of(event)));
        }
        if (warning != null) {
            progress.begin(committed.number());
            Thread.ofVirtual().name("known-worker-warning").start(() -> warn(committed.number(), event, account, warning));
        }
        Reservation reservation = event.context().reservation();
        if (workflow != null && reservation != null) {
            progress.begin(committed.number());
            Thread.ofVirtual()
                    .name("assignment-callback")
                    .start(() -> ask(committed.number(), event, account, workflow, reservation));
        }
    }

    private void ask(long number, TaskRouterEvent event, Account account, Workflow workflow, Reservation reservation) {
        try {
            assignments.run(event, account, workflow, reservation);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (EngineUnavailableException stopping) {
            LOG.info("The answer for {} comes too late: {}", reservation.sid(), stopping.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("The assignment callback of {} failed", reservation.sid(), bug);
        } finally {
            progress.done(number);
        }
    }

    /// The known worker of a target that a task entered is none (4.5).
    private void warn(long number, TaskRouterEvent event, Account account, String code) {
        try {
            Task task = event.context().task();
            String why = switch (code) {
                case "40152" -> "the known worker does not belong to the target's task queue";
                case "40155" -> "the known worker belongs to another workspace";
                case String invalid -> "the known worker is missing or invalid";
            };
            alerts.raise(account, Integer.parseInt(code), "Task " + (task == null ? "" : task.sid()) + ": " + why, "");
        } catch (EngineUnavailableException stopping) {
            LOG.info("The warning {} of {} comes too late: {}", code, event.sid(), stopping.getMessage());
        } finally {
            progress.done(number);
        }
    }

    private static boolean isWanted(Workspace workspace, EventType type) {
        String filter = workspace.eventsFilter();
        if (workspace.eventCallbackUrl().isEmpty()) {
            return false;
        }
        if (filter == null || filter.isBlank()) {
            return true;
        }
        Set<String> wanted = Stream.of(filter.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        return wanted.contains(type.wire());
    }

    /// The workflow of the reservation's task, when it has a callback. The event's own copy may be shortened.
    private @Nullable Workflow asking(TaskRouterEvent event) {
        Workflow known = event.context().workflow();
        Workflow workflow = known == null ? null : engine.read(view -> view.workflow(known.sid()));
        String url = workflow == null ? null : workflow.assignmentCallbackUrl();
        return url == null || url.isEmpty() ? null : workflow;
    }

    /// Saving is itself an event; it is only worth one when something was delivered since.
    private void save() {
        long floor = progress.floor();
        try {
            engine.acknowledge(CONSUMER, progress.releasable(MAX_BEHIND));
            if (!owed || floor <= saved) {
                return;
            }
            owed = false;
            engine.submit(new RecordCommand.Put(List.of(new Setting(POSITION, Long.toString(floor)))));
            saved = floor;
        } catch (RuntimeException later) {
            // An exception would end the timer; the next round tries again.
            owed = true;
            LOG.debug("The position of the webhooks is saved later", later);
        }
    }

    @Override
    public void close() {
        subscription.close();
        saver.shutdownNow();
        client.close();
    }
}
