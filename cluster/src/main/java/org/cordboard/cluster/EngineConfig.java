package org.cordboard.cluster;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where the log lives and who shares it.
///
/// @param directory holds the log and the snapshots of this node; one process at a time
/// @param node name of this node, unique and constant
/// @param peers addresses of all nodes by name, this one included; empty for a single node, which needs no network.
///     The addresses carry unencrypted traffic between nodes: a private network
/// @param durableConsumers names of the event consumers that acknowledge what they have stored
/// @param inboxCommands commands that may wait; above this they are refused
/// @param snapshotCommands a snapshot is written after so many commands, or as many as there are records if that is
///     more
public record EngineConfig(
        Path directory,
        String node,
        SortedMap<String, InetSocketAddress> peers,
        Set<String> durableConsumers,
        int inboxCommands,
        int snapshotCommands) {
    private static final int INBOX_COMMANDS = 16_384;
    private static final int SNAPSHOT_COMMANDS = 100_000;

    public EngineConfig {
        require(!node.isBlank(), "cluster.node must not be empty");
        require(
                peers.isEmpty() || peers.containsKey(node),
                "cluster.peers must name this node, " + node + ", but names " + peers.keySet());
        require(
                peers.isEmpty() || peers.size() % 2 == 1,
                "cluster.peers must be an odd number of nodes, was " + peers.size());
        require(inboxCommands > 0, "cluster.inbox-commands must be positive, was " + inboxCommands);
        require(snapshotCommands > 0, "cluster.snapshot-commands must be positive, was " + snapshotCommands);
        peers = new TreeMap<>(peers);
        durableConsumers = Set.copyOf(durableConsumers);
    }

    /// One node that needs nobody else.
    public static EngineConfig single(Path directory, Set<String> durableConsumers) {
        return new EngineConfig(
                directory, "single", new TreeMap<>(), durableConsumers, INBOX_COMMANDS, SNAPSHOT_COMMANDS);
    }

    /// One of several nodes.
    public static EngineConfig clustered(
            Path directory, String node, Map<String, InetSocketAddress> peers, Set<String> durableConsumers) {
        return new EngineConfig(
                directory, node, new TreeMap<>(peers), durableConsumers, INBOX_COMMANDS, SNAPSHOT_COMMANDS);
    }

    boolean alone() {
        return peers.size() <= 1;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
