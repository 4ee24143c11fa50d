package org.cordboard.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ratis as we use it (decision record 0001): a group of one without a network, or of several over gRPC.
final class RatisLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);
    private static final RaftGroupId GROUP = RaftGroupId.valueOf(new UUID(0x436F7264626F6172L, 0x642D726F7574696EL));
    private static final long SNAPSHOT_REQUEST_MILLIS = 60_000;
    private static final int SNAPSHOTS_KEPT = 2;
    private static final int ENTRIES_KEPT_BEHIND_SNAPSHOT = 2_000;

    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final RaftServer server;
    private final @Nullable Forwarding forwarding;

    RatisLog(EngineConfig config, ReplicatedState state) throws IOException {
        TornTail.repair(config.directory());
        var properties = properties(config);
        var group = RaftGroup.valueOf(GROUP, peers(config));
        server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(config.node()))
                .setGroup(group)
                .setProperties(properties)
                .setStateMachine(state)
                .setOption(startup(config.directory()))
                .build();
        forwarding = config.alone() ? null : new Forwarding(group, properties);
    }

    void start() throws IOException {
        server.start();
    }

    /// A group folder without its metadata file is the trace of a first start that was cut off; nothing was ever
    /// acknowledged from it.
    private static StartupOption startup(Path directory) throws IOException {
        var group = directory.resolve(GROUP.getUuid().toString());
        if (Files.exists(group.resolve("current").resolve("raft-meta"))) {
            return StartupOption.RECOVER;
        }
        if (Files.exists(group)) {
            try (var files = Files.walk(group)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
        return StartupOption.FORMAT;
    }

    private static List<RaftPeer> peers(EngineConfig config) {
        if (config.alone()) {
            return List.of(RaftPeer.newBuilder()
                    .setId(config.node())
                    .setAddress("none:0")
                    .build());
        }
        return config.peers().entrySet().stream()
                .map(peer -> RaftPeer.newBuilder()
                        .setId(peer.getKey())
                        .setAddress(text(peer.getValue()))
                        .build())
                .toList();
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static RaftProperties properties(EngineConfig config) {
        var p = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(p, List.of(config.directory().toFile()));
        // A second entry per commit. One node does not need it; followers learn of a commit by it at once, instead of
        // with the next heartbeat.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, !config.alone());
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf("4MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, SizeInBytes.valueOf("32MB"));
        RaftServerConfigKeys.Log.setPurgeGap(p, 1);
        // A follower that is far behind gets a snapshot; it must not keep the others' logs growing.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, SNAPSHOTS_KEPT);
        if (config.alone()) {
            RaftConfigKeys.Rpc.setType(p, new NoNetwork());
            // The first election at once; afterwards the leader looks around once a second, not a hundred times.
            elections(p, 500, 1_000);
            RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, TimeDuration.valueOf(5, TimeUnit.MILLISECONDS));
            RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(p, TimeDuration.valueOf(10, TimeUnit.MILLISECONDS));
            // Nobody could take over: a long pause is no reason to step down.
            RaftServerConfigKeys.setSleepDeviationThreshold(p, TimeDuration.valueOf(1, TimeUnit.HOURS));
            RaftServerConfigKeys.setCloseThreshold(p, TimeDuration.valueOf(1, TimeUnit.HOURS));
        } else {
            var own = Objects.requireNonNull(config.peers().get(config.node()));
            RaftConfigKeys.Rpc.setType(p, SupportedRpcType.GRPC);
            GrpcConfigKeys.Server.setHost(p, own.getHostString());
            GrpcConfigKeys.Server.setPort(p, own.getPort());
            elections(p, 1_000, 2_000);
            // A returning node may have to give up its last entries; the leader must still know what stood before them,
            // or its thread for that node dies (Ratis 3.2.2, "Previous TermIndex not found").
            RaftServerConfigKeys.Log.setPurgePreservationLogNum(p, ENTRIES_KEPT_BEHIND_SNAPSHOT);
        }
        return p;
    }

    private static void elections(RaftProperties p, int leastMillis, int mostMillis) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, TimeDuration.valueOf(leastMillis, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, TimeDuration.valueOf(mostMillis, TimeUnit.MILLISECONDS));
    }

    boolean leads() {
        return division().getInfo().isLeaderReady();
    }

    boolean hasLeader() {
        return division().getInfo().getLeaderId() != null;
    }

    private RaftServer.Division division() {
        try {
            return server.getDivision(GROUP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a batch to the leader. The future fails when nobody took it.
    CompletableFuture<?> send(byte[] batch) {
        var message = Message.valueOf(UnsafeByteOperations.unsafeWrap(batch));
        try {
            var reply = forwarding == null || leads() ? submit(message) : forwarding.send(message);
            return reply.thenAccept(RatisLog::requireSuccess);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<RaftClientReply> submit(Message message) throws IOException {
        return server.submitClientRequestAsync(RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(server.getId())
                .setGroupId(GROUP)
                .setCallId(calls.incrementAndGet())
                .setMessage(message)
                .setType(RaftClientRequest.writeRequestType())
                .build());
    }

    private static void requireSuccess(RaftClientReply reply) {
        if (!reply.isSuccess()) {
            throw new IllegalStateException(String.valueOf(reply.getException()), reply.getException());
        }
    }

    /// Tells Ratis that a new snapshot lies there, so that it cuts the log behind it.
    void cutLog() {
        var request = SnapshotManagementRequest.newCreate(
                client, server.getId(), GROUP, calls.incrementAndGet(), SNAPSHOT_REQUEST_MILLIS, 1);
        server.snapshotManagementAsync(request).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("The log could not be cut: {}", failure.toString());
            }
        });
    }

    @Override
    public void close() {
        try {
            if (forwarding != null) {
                forwarding.close();
            }
            server.close();
        } catch (IOException e) {
            LOG.warn("The log was not closed in order", e);
        }
    }
}
