package org.cordboard.bench.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/// A group of one or three Ratis peers in this process with a state machine that only counts.
/// Requests enter in process, at the leader.
final class RatisGroup implements AutoCloseable {
    private final RaftGroupId groupId = RaftGroupId.valueOf(new UUID(7, 7));
    private final List<Node> nodes = new ArrayList<>();
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    private record Node(RaftServer server, Counter counter) {}

    /// Counts entries and remembers the largest number a command carried.
    private static final class Counter extends BaseStateMachine {
        private final AtomicLong entries = new AtomicLong();

        @Override
        public CompletableFuture<Message> applyTransaction(TransactionContext entry) {
            updateLastAppliedTermIndex(
                    entry.getLogEntry().getTerm(), entry.getLogEntry().getIndex());
            entries.incrementAndGet();
            return CompletableFuture.completedFuture(Message.EMPTY);
        }
    }

    static RatisGroup start(Path directory, List<Integer> ports, boolean commitEntries) throws IOException {
        var group = new RatisGroup();
        var peers = ports.stream()
                .map(port -> RaftPeer.newBuilder()
                        .setId("n" + port)
                        .setAddress("127.0.0.1:" + port)
                        .build())
                .toList();
        for (var peer : peers) {
            var properties = properties(directory, peer, peers.size(), commitEntries);
            var counter = new Counter();
            var server = RaftServer.newBuilder()
                    .setServerId(peer.getId())
                    .setGroup(RaftGroup.valueOf(group.groupId, peers))
                    .setProperties(properties)
                    .setStateMachine(counter)
                    .build();
            group.nodes.add(new Node(server, counter));
        }
        for (var node : group.nodes) {
            node.server.start();
        }
        return group;
    }

    private static RaftProperties properties(Path directory, RaftPeer peer, int size, boolean commitEntries) {
        var p = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(
                p, List.of(directory.resolve(peer.getId().toString()).toFile()));
        GrpcConfigKeys.Server.setHost(p, "127.0.0.1");
        GrpcConfigKeys.Server.setPort(
                p, Integer.parseInt(peer.getId().toString().substring(1)));
        int least = size == 1 ? 5 : 500;
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, TimeDuration.valueOf(least, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, TimeDuration.valueOf(least * 2, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf("64MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(p, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, commitEntries);
        return p;
    }

    /// The node that leads, or -1.
    int leader() throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            var info = nodes.get(i).server.getDivision(groupId).getInfo();
            if (info.isLeader() && info.isLeaderReady()) {
                return i;
            }
        }
        return -1;
    }

    int awaitLeader(long limitMillis) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        while (System.nanoTime() < end) {
            int leader = leader();
            if (leader >= 0) {
                return leader;
            }
            Thread.sleep(1);
        }
        throw new IOException("no leader within " + limitMillis + " ms");
    }

    CompletableFuture<RaftClientReply> submit(int leader, byte[] command) throws IOException {
        var server = nodes.get(leader).server;
        var request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(server.getId())
                .setGroupId(groupId)
                .setCallId(calls.incrementAndGet())
                .setMessage(Message.valueOf(ByteString.copyFrom(command)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
        return server.submitClientRequestAsync(request);
    }

    long entries(int node) {
        return nodes.get(node).counter.entries.get();
    }

    /// Ends one node, the way a stopped process does for its peers.
    void end(int node) throws IOException {
        nodes.remove(node).server.close();
    }

    @Override
    public void close() throws IOException {
        for (var node : nodes) {
            node.server.close();
        }
    }
}
