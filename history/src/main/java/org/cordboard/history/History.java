package org.cordboard.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.event.Committed;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The history of one engine: follows its events into SQL and answers questions about them.
///
/// One platform thread writes, many events per transaction; a failing database is tried again for ever, and the engine
/// refuses commands before too many events wait. Queries run on the caller's thread and may be asked from any.
public final class History implements AutoCloseable {
    /// The name under which the engine knows this consumer.
    public static final String CONSUMER = Projection.NAME;

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final int INBOX_MAX = 4_096;
    private static final int TRANSACTION_MAX = 1_000;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLEANING = Duration.ofHours(1);

    private final Engine engine;
    private final InstantSource clock;
    private final Duration retention;
    private final Database database;
    private final Bodies bodies = new Bodies();
    private final Projection projection = new Projection(bodies);
    private final ArrayBlockingQueue<Committed> inbox = new ArrayBlockingQueue<>(INBOX_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    /// Held while records are marked and removed: a deleted one must not come back as a retired one.
    private final ReentrantLock leaving = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Thread writer;
    private Engine.@Nullable Subscription subscription;
    private volatile boolean closed;
    private long stored;
    private Instant nextCleaning = Instant.MIN;

    /// Opens the database and follows the engine from where it had come.
    public static History start(HistoryConfig config, Engine engine, InstantSource clock) {
        var history = new History(config, engine, clock);
        try {
            history.open();
            return history;
        } catch (RuntimeException e) {
            history.close();
            throw e;
        }
    }

    private History(HistoryConfig config, Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
        this.retention = config.retention();
        this.database = new Database(config);
        this.writer = Thread.ofPlatform().name("history").daemon().unstarted(this::write);
    }

    private void open() {
        stored = database.jdbi().withHandle(projection::position);
        if (stored > engine.position()) {
            throw new IllegalStateException("the history has event " + stored + ", but the log ends at "
                    + engine.position() + ": they do not belong together. Give the history a new database");
        }
        try {
            subscription = engine.follow(CONSUMER, stored, this::accept);
        } catch (IllegalStateException e) {
            LOG.warn(
                    "Events after {} are no longer kept; the history goes on from the present state: {}",
                    stored,
                    e.getMessage());
            stored = new Rebuild(engine, projection).run(database.jdbi());
            subscription = engine.follow(CONSUMER, stored, this::accept);
        }
        writer.start();
    }

    private void accept(Committed event) {
        try {
            while (!inbox.offer(event, 1, TimeUnit.SECONDS)) {
                if (closed) {
                    throw new IllegalStateException("the history is closed");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void write() {
        try {
            while (!closed) {
                var first = inbox.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    var events = new ArrayList<Committed>();
                    events.add(first);
                    inbox.drainTo(events, TRANSACTION_MAX - 1);
                    store(events);
                }
                cleanSometimes();
            }
        } catch (InterruptedException e) {
            // close() ends the thread this way
        }
    }

    private void store(List<Committed> events) throws InterruptedException {
        while (!closed) {
            try {
                database.jdbi().useTransaction(handle -> projection.store(handle, events));
                long last = events.getLast().number();
                publish(last);
                engine.acknowledge(CONSUMER, last);
                return;
            } catch (RuntimeException e) {
                LOG.error("{} events cannot be stored and are tried again", events.size(), e);
                Thread.sleep(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void publish(long number) {
        lock.lock();
        try {
            stored = number;
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void cleanSometimes() {
        var now = clock.instant();
        if (now.isBefore(nextCleaning)) {
            return;
        }
        nextCleaning = now.plus(CLEANING);
        try {
            clean(now);
        } catch (RuntimeException e) {
            LOG.warn("Old rows could not be removed; tried again later", e);
        }
    }

    /// Events and periods older than the retention go; so do tasks that left memory before it. Voice records stay.
    private void clean(Instant now) {
        long before = now.minus(retention).toEpochMilli();
        database.jdbi().useTransaction(handle -> {
            delete(handle, "DELETE FROM event WHERE at < :before", before);
            delete(handle, "DELETE FROM activity_period WHERE ended < :before", before);
            delete(
                    handle,
                    "DELETE FROM record WHERE retired = 1 AND kind IN ('Task', 'Reservation', 'Transfer')"
                            + " AND updated < :before",
                    before);
        });
    }

    private static void delete(Handle handle, String statement, long before) {
        handle.createUpdate(statement).bind("before", before).execute();
    }

    /// Waits until everything up to this event can be read here: an API caller reads what it wrote.
    ///
    /// @throws TimeoutException if the database is too far behind
    public void await(long position, Duration patience) throws TimeoutException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (stored < position) {
                if (left <= 0) {
                    throw new TimeoutException("the history is at event " + stored + ", not yet at " + position);
                }
                left = advanced.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the history", e);
        } finally {
            lock.unlock();
        }
    }

    /// The last event stored.
    public long position() {
        lock.lock();
        try {
            return stored;
        } finally {
            lock.unlock();
        }
    }

    public EventLog events() {
        return new EventLog(database.jdbi(), bodies);
    }

    public RecordArchive records() {
        return new RecordArchive(database.jdbi(), bodies);
    }

    public Statistics statistics() {
        return new Statistics(database.jdbi(), clock);
    }

    /// Takes finished records out of memory; they stay in the lists here. A record removed without this is deleted.
    ///
    /// One that is not stored here yet, or that the engine has lost meanwhile, is left alone.
    ///
    /// @return how many left
    public int retire(List<? extends VoiceRecord> records) {
        leaving.lock();
        try {
            List<VoiceRecord> marked = new ArrayList<>();
            database.jdbi().useTransaction(handle -> {
                for (var entity : inMemory(records)) {
                    if (mark(handle, entity, true) > 0) {
                        marked.add(entity);
                    }
                }
            });
            if (!marked.isEmpty()) {
                engine.submit(new RecordCommand.Remove(List.copyOf(marked)));
            }
            return marked.size();
        } finally {
            leaving.unlock();
        }
    }

    private List<VoiceRecord> inMemory(List<? extends VoiceRecord> records) {
        return engine.read(view -> records.stream()
                .filter(entity -> view.record(entity.getClass(), entity.key()) != null)
                .<VoiceRecord>map(entity -> entity)
                .toList());
    }

    /// Deletes records, whether they live or were retired: without the mark, removal ends the row too.
    public Outcome delete(List<? extends Entity> records) {
        leaving.lock();
        try {
            database.jdbi().useTransaction(handle -> records.forEach(entity -> mark(handle, entity, false)));
            return engine.submit(new RecordCommand.Remove(List.copyOf(records)));
        } finally {
            leaving.unlock();
        }
    }

    /// Deletes everything retired that the query describes.
    public void deleteRetired(RecordArchive.Query<?> query) {
        var where = RecordArchive.where(query);
        leaving.lock();
        try {
            database.jdbi()
                    .useTransaction(handle -> where.bind(
                                    handle.createUpdate("DELETE FROM record WHERE retired = 1 AND " + where.text()))
                            .execute());
        } finally {
            leaving.unlock();
        }
    }

    private static int mark(Handle handle, Entity entity, boolean retired) {
        return handle.createUpdate("UPDATE record SET retired = :retired WHERE kind = :kind AND id = :id")
                .bind("retired", retired ? 1 : 0)
                .bind("kind", Projection.kind(entity))
                .bind("id", entity.key())
                .execute();
    }

    @Override
    public void close() {
        closed = true;
        if (subscription != null) {
            subscription.close();
        }
        writer.interrupt();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
