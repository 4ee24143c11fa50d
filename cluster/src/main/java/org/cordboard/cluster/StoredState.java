package org.cordboard.cluster;

import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.cordboard.routing.Snapshot;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.event.Event;

/// Everything a node needs to go on from: the state, whose batches it has seen, and the events that some durable
/// consumer had not yet stored.
///
/// File: magic number, version, then one Smile sequence (head, entities, events), then a CRC-32C over all of it.
///
/// @param seen last sequence of each sender, oldest sender first
/// @param acknowledged last event that each durable consumer of this node had stored
/// @param events those that end at the snapshot's position
record StoredState(
        Snapshot snapshot, SequencedMap<UUID, Long> seen, Map<String, Long> acknowledged, List<Event> events) {
    private static final int MAGIC = 0x434F5244;
    private static final int VERSION = 1;

    private record Head(
            long position,
            Instant now,
            int entities,
            int events,
            List<String> senders,
            List<Long> sequences,
            Map<String, Long> acknowledged) {}

    /// Writes beside the file, forces to disk, then renames: the file is there whole or not at all.
    void write(Path file, RecordCodec codec) throws IOException {
        var partial = file.resolveSibling(file.getFileName() + ".partial");
        try (var channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            write(out, codec);
            out.flush();
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    void write(OutputStream stream, RecordCodec codec) throws IOException {
        var checked = new CheckedOutputStream(stream, new CRC32C());
        var out = new DataOutputStream(checked);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        // Not closed: that would close the stream under it.
        var generator = codec.generator(out);
        codec.writeAny(generator, head());
        for (var entity : snapshot.entities()) {
            codec.write(generator, entity);
        }
        for (var event : events) {
            codec.write(generator, event);
        }
        generator.flush();
        out.flush();
        new DataOutputStream(stream).writeInt((int) checked.getChecksum().getValue());
    }

    private Head head() {
        return new Head(
                snapshot.position(),
                snapshot.now(),
                snapshot.entities().size(),
                events.size(),
                seen.keySet().stream().map(UUID::toString).toList(),
                List.copyOf(seen.values()),
                new TreeMap<>(acknowledged));
    }

    static StoredState read(Path file, RecordCodec codec) throws IOException {
        requireWhole(file);
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in, codec);
        }
    }

    private static void requireWhole(Path file) throws IOException {
        long left = Files.size(file) - Integer.BYTES;
        var crc = new CRC32C();
        try (var in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), crc))) {
            var buffer = new byte[1 << 16];
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException(file + " ends too early");
                }
                left -= read;
            }
            int expected = (int) crc.getValue();
            if (left < 0 || in.readInt() != expected) {
                throw new IOException(file + " is damaged: its checksum does not match");
            }
        }
    }

    static StoredState read(InputStream stream, RecordCodec codec) throws IOException {
        var in = new DataInputStream(stream);
        if (in.readInt() != MAGIC) {
            throw new IOException("this is not a snapshot");
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("snapshot of version " + version + ", this program knows " + VERSION);
        }
        var parser = codec.parser(in);
        expectStart(parser.nextToken());
        var head = codec.readAny(parser, Head.class);
        var entities = new ArrayList<Entity>(head.entities());
        for (int i = 0; i < head.entities(); i++) {
            expectStart(parser.nextToken());
            entities.add(codec.readEntity(parser));
        }
        var events = new ArrayList<Event>(head.events());
        for (int i = 0; i < head.events(); i++) {
            expectStart(parser.nextToken());
            events.add(codec.readEvent(parser));
        }
        var seen = new LinkedHashMap<UUID, Long>();
        for (int i = 0; i < head.senders().size(); i++) {
            seen.put(UUID.fromString(head.senders().get(i)), head.sequences().get(i));
        }
        return new StoredState(new Snapshot(head.position(), head.now(), entities), seen, head.acknowledged(), events);
    }

    private static void expectStart(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new IOException("snapshot: expected a record, found " + token);
        }
    }
}
