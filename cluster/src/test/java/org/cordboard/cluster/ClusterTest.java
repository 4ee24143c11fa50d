package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes in this process, over loopback.
@Timeout(180)
final class ClusterTest {
    @TempDir
    private Path directory;

    private final Map<String, InetSocketAddress> peers = new TreeMap<>();
    private final Map<String, DurableEngine> nodes = new LinkedHashMap<>();
    private final Map<String, LedgerMachine> machines = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        var sockets = new ArrayList<ServerSocket>();
        for (var name : List.of("a", "b", "c")) {
            var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            peers.put(name, new InetSocketAddress("127.0.0.1", socket.getLocalPort()));
        }
        for (var socket : sockets) {
            socket.close();
        }
        var starting = new LinkedHashMap<String, CompletableFuture<DurableEngine>>();
        for (var name : peers.keySet()) {
            starting.put(
                    name,
                    CompletableFuture.supplyAsync(
                            () -> open(name), task -> Thread.ofPlatform().start(task)));
        }
        for (var node : starting.entrySet()) {
            nodes.put(node.getKey(), node.getValue().get(60, TimeUnit.SECONDS));
        }
    }

    @AfterEach
    void stop() {
        nodes.values().forEach(DurableEngine::close);
    }

    private DurableEngine open(String name) {
        var machine = new LedgerMachine();
        synchronized (machines) {
            machines.put(name, machine);
        }
        var config = new EngineConfig(directory.resolve(name), name, new TreeMap<>(peers), Set.of(), 16_384, 300);
        try {
            return DurableEngine.start(config, machine, InstantSource.system(), _ -> {});
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String leader() throws InterruptedException {
        while (true) {
            for (var node : nodes.entrySet()) {
                if (node.getValue().leads()) {
                    return node.getKey();
                }
            }
            Thread.sleep(10);
        }
    }

    private void awaitSamePosition() throws InterruptedException {
        long position =
                nodes.values().stream().mapToLong(DurableEngine::position).max().orElseThrow();
        for (var node : nodes.values()) {
            while (node.position() < position) {
                Thread.sleep(5);
            }
        }
    }

    @Test
    void everyNodeTakesCommandsAndAllReachTheSameBytes() throws Exception {
        for (int i = 0; i < 50; i++) {
            for (var node : nodes.entrySet()) {
                var key = node.getKey() + i;
                assertInstanceOf(Outcome.Done.class, node.getValue().submit(LedgerMachine.put(key, "v")));
                assertEquals("v", node.getValue().read(view -> LedgerMachine.value(view, key)), "reads its own write");
            }
        }
        nodes.get("b").submit(LedgerMachine.put("seed", ""));
        nodes.get("c").submit(LedgerMachine.put("deadline", "20"));
        for (var node : nodes.values()) {
            while (node.read(view -> LedgerMachine.value(view, "expired")).isEmpty()) {
                Thread.sleep(5);
            }
        }
        awaitSamePosition();
        byte[] expected = null;
        for (var node : nodes.entrySet()) {
            var bytes = bytes(node.getKey());
            if (expected != null) {
                assertArrayEquals(expected, bytes, node.getKey());
            }
            expected = bytes;
        }
    }

    private byte[] bytes(String name) throws IOException {
        var machine = machines.get(name);
        var snapshot = nodes.get(name).read(_ -> machine.snapshot());
        var out = new java.io.ByteArrayOutputStream();
        new StoredState(snapshot, new LinkedHashMap<>(), Map.of(), List.of()).write(out, new RecordCodec());
        return out.toByteArray();
    }

    @Test
    void whenTheLeaderEndsTheOthersGoOnAndNothingAcknowledgedIsLostAndItCatchesUpLater() throws Exception {
        var leader = leader();
        var acknowledged = new ConcurrentSkipListSet<String>();
        var running = new AtomicBoolean(true);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var node : nodes.entrySet()) {
                for (int caller = 0; caller < 4; caller++) {
                    var prefix = node.getKey() + caller + "-";
                    callers.submit(() -> write(node.getValue(), prefix, acknowledged, running));
                }
            }
            awaitSize(acknowledged, 300);
            nodes.remove(leader).close();
            long ended = System.nanoTime();
            int before = acknowledged.size();
            awaitSize(acknowledged, before + 500);
            System.out.printf(
                    "500 more commands %d ms after the leader ended%n", (System.nanoTime() - ended) / 1_000_000);
            running.set(false);
        }
        nodes.put(leader, open(leader));
        awaitSamePosition();
        for (var node : nodes.entrySet()) {
            var kept = node.getValue().read(view -> LedgerMachine.all(view).keySet());
            assertTrue(kept.containsAll(acknowledged), () -> node.getKey() + " lost something");
        }
    }

    private static void write(DurableEngine node, String prefix, Set<String> acknowledged, AtomicBoolean running) {
        for (int i = 0; running.get(); i++) {
            try {
                node.submit(LedgerMachine.put(prefix + i, "v"));
                acknowledged.add(prefix + i);
            } catch (EngineUnavailableException e) {
                if (e.getMessage().contains("closed") || e.getMessage().contains("stopped")) {
                    return;
                }
            }
        }
    }

    private static void awaitSize(Set<String> set, int size) throws InterruptedException {
        while (set.size() < size) {
            Thread.sleep(5);
        }
    }
}
