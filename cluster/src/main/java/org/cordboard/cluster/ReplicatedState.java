package org.cordboard.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.StateMachine;
import org.cordboard.routing.event.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state as the replicated log sees it: turns committed entries into work for the [StateLoop], in log order.
///
/// Ratis calls it on threads of its own; the state, `seen` and everything else that changes with an entry belong to the
/// engine thread.
final class ReplicatedState extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedState.class);
    /// Senders whose last sequence is remembered. A sender is forgotten when so many others came after it, long after
    /// its last repeat.
    private static final int SENDERS_MAX = 64;

    private final SimpleStateMachineStorage files = new SimpleStateMachineStorage();
    private final SecureRandom random = new SecureRandom();
    private final SequencedMap<UUID, Long> seen = new LinkedHashMap<>();
    private final StateMachine machine;
    private final StateLoop loop;
    private final EventTail tail;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final Listener listener;
    private final Set<CompletableFuture<Message>> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SingleFileSnapshotInfo announced;

    /// What the engine learns, on the engine thread.
    interface Listener {
        /// @param outcomes null when the batch was a repeat of one that had been applied before
        void applied(Batch batch, @Nullable List<Outcome> outcomes);

        /// All of an entry is in the state: the time to copy it.
        void entryDone();

        /// The whole state was replaced.
        void restored();
    }

    ReplicatedState(
            StateMachine machine,
            StateLoop loop,
            EventTail tail,
            RecordCodec codec,
            InstantSource clock,
            Listener listener) {
        this.machine = machine;
        this.loop = loop;
        this.tail = tail;
        this.codec = codec;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
        super.initialize(server, group, storage);
        files.init(storage);
        getLifeCycle().startAndTransition(this::load);
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /// A snapshot has come from the leader.
    @Override
    public void reinitialize() throws IOException {
        files.loadLatestSnapshot();
        load();
        getLifeCycle().startAndTransition(() -> {});
    }

    private void load() throws IOException {
        var latest = files.getLatestSnapshot();
        if (latest == null) {
            return;
        }
        var stored = StoredState.read(latest.getFile().getPath(), codec);
        LOG.info(
                "State of event {} read from {}: {} records",
                stored.snapshot().position(),
                latest.getFile().getPath().getFileName(),
                stored.snapshot().entities().size());
        loop.call(() -> {
            machine.restore(stored.snapshot());
            seen.clear();
            seen.putAll(stored.seen());
            tail.reset(stored.events(), stored.snapshot().position(), stored.acknowledged());
            setLastAppliedTermIndex(latest.getTermIndex());
            listener.restored();
            return true;
        });
    }

    /// On the leader, before the entry is appended: the only place where clock and randomness come in.
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        var batch = request.getMessage().getContent();
        var entry = ByteBuffer.allocate(Stamp.BYTES + batch.size());
        new Stamp(clock.millis(), random.nextLong(), random.nextLong()).writeTo(entry);
        batch.copyTo(entry);
        return TransactionContext.newBuilder()
                .setStateMachine(this)
                .setServerRole(RaftPeerRole.LEADER)
                .setClientRequest(request)
                .setLogData(UnsafeByteOperations.unsafeWrap(entry.array()))
                .build();
    }

    /// On the one thread of Ratis that follows the commits: it decodes, so that the engine thread need not.
    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext context) {
        var entry = Objects.requireNonNull(context.getLogEntry());
        var place = TermIndex.valueOf(entry.getTerm(), entry.getIndex());
        var stamped = decode(entry.getStateMachineLogEntry().getLogData());
        var done = new CompletableFuture<Message>();
        underWay.add(done);
        enqueue(() -> {
            applyOnce(stamped);
            updateLastAppliedTermIndex(place);
            listener.entryDone();
            done.complete(Message.EMPTY);
            underWay.remove(done);
        });
        return done;
    }

    private record Stamped(Stamp stamp, Batch batch) {}

    private Stamped decode(ByteString data) {
        try {
            var in = data.asReadOnlyByteBuffer();
            return new Stamped(Stamp.read(in), Batch.decode(in, codec));
        } catch (IOException e) {
            var damaged = new IllegalStateException("the log cannot be read", e);
            loop.fail(damaged);
            throw damaged;
        }
    }

    private void applyOnce(Stamped stamped) {
        var batch = stamped.batch();
        var before = seen.get(batch.sender());
        if (before != null && before >= batch.sequence()) {
            listener.applied(batch, null);
            return;
        }
        remember(batch);
        listener.applied(batch, apply(stamped.stamp(), batch));
    }

    /// The engine thread is gone: Ratis must not wait for it.
    void abandon(Throwable cause) {
        underWay.forEach(done -> done.completeExceptionally(cause));
    }

    private List<Outcome> apply(Stamp stamp, Batch batch) {
        var outcomes = new ArrayList<Outcome>(batch.commands().size());
        var events = new ArrayList<Event>();
        for (int i = 0; i < batch.commands().size(); i++) {
            var entry = stamp.entry(i, machine.view().now(), batch.commands().get(i));
            var outcome = machine.apply(entry);
            outcomes.add(outcome);
            if (outcome instanceof Outcome.Done done) {
                events.addAll(done.events());
            }
        }
        tail.append(events);
        return outcomes;
    }

    private void remember(Batch batch) {
        seen.remove(batch.sender());
        seen.putLast(batch.sender(), batch.sequence());
        if (seen.size() > SENDERS_MAX) {
            seen.pollFirstEntry();
        }
    }

    private void enqueue(Runnable change) {
        try {
            loop.change(change);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while applying the log", e);
        }
    }

    /// A consistent copy and the place in the log where it was taken. On the engine thread.
    Copy copy() {
        var snapshot = machine.snapshot();
        return new Copy(
                new StoredState(
                        snapshot,
                        new LinkedHashMap<>(seen),
                        tail.acknowledgements(),
                        tail.unacknowledged(snapshot.position())),
                getLastAppliedTermIndex());
    }

    record Copy(StoredState state, TermIndex place) {}

    SimpleStateMachineStorage files() {
        return files;
    }

    /// The next [#takeSnapshot] tells Ratis about this file.
    void announce(SingleFileSnapshotInfo file) {
        announced = file;
    }

    /// Ratis asks; the file is already there, written by [SnapshotWriter].
    @Override
    public long takeSnapshot() {
        var file = announced;
        if (file != null) {
            files.updateLatestSnapshot(file);
        }
        var latest = files.getLatestSnapshot();
        return latest == null ? -1 : latest.getIndex();
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return files.getLatestSnapshot();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return files;
    }

    /// In the order of the log, as entries are: therefore by the same inbox.
    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        enqueue(() -> updateLastAppliedTermIndex(term, index));
    }

    @Override
    public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
        loop.fail(new IOException("the log could not be written", cause));
    }
}
