package org.cordboard.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/// How a node without peers talks to them: not at all. No port, no threads, a faster start.
/// Ratis makes it by its class name, therefore the public constructor.
final class NoNetwork implements RpcType {
    public NoNetwork() {}

    @Override
    public String name() {
        return NoNetwork.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new Factory();
    }

    private static final class Factory implements ServerFactory {
        @Override
        public RaftServerRpc newRaftServerRpc(RaftServer server) {
            return new Silence();
        }

        @Override
        public RpcType getRpcType() {
            return new NoNetwork();
        }
    }

    private static final class Silence implements RaftServerRpc {
        @Override
        public RpcType getRpcType() {
            return new NoNetwork();
        }

        @Override
        public void start() {}

        @Override
        public void close() {}

        @Override
        public InetSocketAddress getInetSocketAddress() {
            return InetSocketAddress.createUnresolved("none", 0);
        }

        @Override
        public void handleException(RaftPeerId peer, Exception failure, boolean reconnect) {}

        @Override
        public void addRaftPeers(Collection<RaftPeer> peers) {}

        @Override
        public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
            throw alone();
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
            throw alone();
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
            throw alone();
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
                throws IOException {
            throw alone();
        }

        private static IOException alone() {
            return new IOException("this node has no peers");
        }
    }
}
