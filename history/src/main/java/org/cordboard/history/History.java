package org.cordboard.history;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.VoiceRecord;
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

    private final Engine engine;
    private final InstantSource clock;
    private final Database database;
    private final Bodies bodies = new Bodies();
    private final Projection projection = new Projection(bodies);
    private final EventWriter writer;
    /// Held while records are marked and removed: a deleted one must not come back as a retired one.
    private final ReentrantLock leaving = new ReentrantLock();
    private Engine.@Nullable Subscription subscription;

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
        this.database = new Database(config);
        this.writer = new EventWriter(
                database.jdbi(), projection, clock, config.retention(), last -> engine.acknowledge(CONSUMER, last));
    }

    private void open() {
        long stored = database.jdbi().withHandle(projection::position);
        if (stored > engine.position()) {
            throw new IllegalStateException("the history has event " + stored + ", but the log ends at "
                    + engine.position() + ": they do not belong together. Give the history a new database");
        }
        try {
            subscription = engine.follow(CONSUMER, stored, writer::accept);
        } catch (IllegalStateException e) {
            LOG.warn(
                    "Events after {} are no longer kept; the history goes on from the present state: {}",
                    stored,
                    e.getMessage());
            stored = new Rebuild(engine, projection).run(database.jdbi());
            subscription = engine.follow(CONSUMER, stored, writer::accept);
        }
        writer.start(stored);
    }

    /// Waits until everything up to this event can be read here: an API caller reads what it wrote.
    ///
    /// @throws TimeoutException if the database is too far behind
    public void await(long position, Duration patience) throws TimeoutException {
        writer.await(position, patience);
    }

    /// The last event stored.
    public long position() {
        return writer.position();
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
        // First: it may hold up the delivery that the subscription ends.
        writer.close();
        if (subscription != null) {
            subscription.close();
        }
        database.close();
    }
}
