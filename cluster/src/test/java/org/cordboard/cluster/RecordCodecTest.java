package org.cordboard.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.cordboard.routing.Snapshot;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ApplicationSid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordCodecTest {
    private static final int PER_TYPE = 30;
    /// How many kinds of entities the first version had; newer kinds are not in its snapshots.
    private static final int ENTITIES_V1 = 29;

    private final RecordCodec codec = new RecordCodec();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyCommandComesBackEqual(long seed) throws IOException {
        var random = new RandomRecords(new SplittableRandom(seed));
        for (var type : RecordCodec.leaves(Command.class)) {
            for (int i = 0; i < PER_TYPE; i++) {
                var command = (Command) random.next(type);
                var bytes = codec.encode(command);
                assertEquals(command, codec.decodeCommand(bytes, 0, bytes.length), () -> "seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyEntityAndEventComesBackEqualInASnapshot(long seed) throws IOException {
        var stored = stored(seed, PER_TYPE);
        var bytes = bytes(stored);
        var read = StoredState.read(new ByteArrayInputStream(bytes), codec);
        assertEquals(stored, read, () -> "seed " + seed);
        assertArrayEquals(bytes, bytes(read), "equal values must give equal bytes");
    }

    @Test
    void theOrderInWhichAMapWasFilledDoesNotReachTheBytes() throws IOException {
        var one = new LinkedHashMap<String, String>();
        one.put("voice_url", "a");
        one.put("status_callback", "b");
        var other = new LinkedHashMap<String, String>();
        other.put("status_callback", "b");
        other.put("voice_url", "a");
        assertArrayEquals(bytes(state(List.of(application(one)))), bytes(state(List.of(application(other)))));
    }

    private static Entity application(Map<String, String> settings) {
        var zeros = "0".repeat(32);
        return new Application(
                new ApplicationSid("AP" + zeros),
                new AccountSid("AC" + zeros),
                "name",
                settings,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    void anAbsentListOrMapReadsAsEmptyAndUnknownFieldsAreSkipped() throws IOException {
        var sid = "0".repeat(32);
        var smile = new SmileMapper();
        var bytes = smile.writeValueAsBytes(smile.createObjectNode()
                .put("@", "RecordCommand.Put")
                .put("fromTheFuture", 1)
                .set(
                        "records",
                        smile.createArrayNode()
                                .add(smile.createObjectNode()
                                        .put("@", "Application")
                                        .put("sid", "AP" + sid)
                                        .put("account", "AC" + sid)
                                        .put("friendlyName", "old")
                                        .put("dateCreated", 0)
                                        .put("dateUpdated", 0))));
        var command = (org.cordboard.routing.command.RecordCommand.Put) codec.decodeCommand(bytes, 0, bytes.length);
        var application = (Application) command.records().getFirst();
        assertEquals(Map.of(), application.settings());
        assertEquals("old", application.friendlyName());
    }

    @Test
    void aDamagedSnapshotIsRefused(@org.junit.jupiter.api.io.TempDir Path directory) throws IOException {
        var file = directory.resolve("snapshot");
        stored(1, 2).write(file, codec);
        StoredState.read(file, codec);
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThrows(IOException.class, () -> StoredState.read(file, codec));
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 10));
        assertThrows(IOException.class, () -> StoredState.read(file, codec));
    }

    /// The files were written by the first version. A failure here means that a log or snapshot in the field can no
    /// longer be read: keep the old form readable, and add a file of the new form beside it.
    @Test
    void theBytesOfTheFirstVersionAreStillReadWhole() throws IOException {
        var log = golden("log-v1.bin", () -> {
            var random = new RandomRecords(new SplittableRandom(42));
            var commands = new ArrayList<byte[]>();
            for (var type : RecordCodec.leaves(Command.class)) {
                commands.add(codec.encode((Command) random.next(type)));
            }
            var batch = Batch.encode(new UUID(1, 2), 3, commands);
            var entry = ByteBuffer.allocate(Stamp.BYTES + batch.length);
            new Stamp(1_700_000_000_000L, 4, 5).writeTo(entry);
            return entry.put(batch).array();
        });
        var in = ByteBuffer.wrap(log);
        assertEquals(new Stamp(1_700_000_000_000L, 4, 5), Stamp.read(in));
        var raw = in.slice();
        var batch = Batch.decode(in, codec);
        assertEquals(3, batch.sequence());
        raw.position(28);
        for (var command : batch.commands()) {
            var bytes = new byte[raw.getInt()];
            raw.get(bytes);
            assertNothingLost(bytes, codec.encode(command));
        }
        var snapshot = golden("snapshot-v1.bin", () -> bytes(stored(42, 2)));
        var read = StoredState.read(new ByteArrayInputStream(snapshot), codec);
        assertEquals(2 * ENTITIES_V1, read.snapshot().entities().size());
        assertEquals(2 * RecordCodec.leaves(Event.class).size(), read.events().size());
    }

    private static void assertNothingLost(byte[] before, byte[] after) throws IOException {
        var mapper = new SmileMapper();
        assertContains(mapper.readTree(before), mapper.readTree(after), "");
    }

    private static void assertContains(JsonNode expected, JsonNode actual, String path) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field ->
                            assertContains(field.getValue(), actual.path(field.getKey()), path + "/" + field.getKey()));
        } else {
            assertEquals(expected, actual, path);
        }
    }

    private interface Making {
        byte[] make() throws IOException;
    }

    /// Reads the file; makes it where it is missing and fails, so that it is looked at and committed.
    private static byte[] golden(String name, Making making) throws IOException {
        try (var in = RecordCodecTest.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                var made = Path.of("src/test/resources/golden", name);
                Files.createDirectories(made.getParent());
                Files.write(made, making.make());
            }
            assertTrue(in != null, "golden file " + name + " was missing and has been written: commit it");
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static StoredState stored(long seed, int perType) {
        var random = new RandomRecords(new SplittableRandom(seed));
        var entities = new ArrayList<Entity>();
        for (var type : RecordCodec.leaves(Entity.class)) {
            for (int i = 0; i < perType; i++) {
                entities.add((Entity) random.next(type));
            }
        }
        var events = new ArrayList<Event>();
        for (var type : RecordCodec.leaves(Event.class)) {
            for (int i = 0; i < perType; i++) {
                events.add((Event) random.next(type));
            }
        }
        var seen = new LinkedHashMap<UUID, Long>();
        seen.put(new UUID(9, 9), 7L);
        seen.put(new UUID(1, 1), 8L);
        return new StoredState(
                new Snapshot(12_345, Instant.parse("2026-01-02T03:04:05.678Z"), entities),
                seen,
                Map.of("history", 12_000L, "outbox", 12_345L),
                events);
    }

    private static StoredState state(List<Entity> entities) {
        return new StoredState(new Snapshot(1, Instant.EPOCH, entities), new LinkedHashMap<>(), Map.of(), List.of());
    }

    private byte[] bytes(StoredState state) throws IOException {
        var out = new ByteArrayOutputStream();
        state.write(out, codec);
        return out.toByteArray();
    }
}
