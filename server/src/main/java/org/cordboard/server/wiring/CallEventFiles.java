package org.cordboard.server.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.api.ports.Interaction;
import org.cordboard.api.ports.Interactions;
import org.cordboard.routing.sid.CallSid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests about each call in a file of its own, a line of JSON each, in a folder for each day: beside the log,
/// because they are for developers and may be lost. Any thread; days older than a month go.
final class CallEventFiles implements Interactions {
    private static final Logger log = LoggerFactory.getLogger(CallEventFiles.class);
    private static final JsonMapper JSON = new JsonMapper();
    static final int DAYS = 30;
    private static final int BODY_MAX = 16 << 10;
    private static final long FILE_BYTES_MAX = 4L << 20;
    private static final int LINES_MAX = 2_000;

    private final Path folder;
    private final InstantSource clock;
    private LocalDate swept = LocalDate.MIN;

    CallEventFiles(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    private static LocalDate day(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private Path file(CallSid call, LocalDate day) {
        return folder.resolve(day.toString()).resolve(call + ".jsonl");
    }

    @Override
    public void add(CallSid call, Interaction interaction) {
        var today = day(interaction.at());
        sweepOnce(today);
        var file = file(call, today);
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) > FILE_BYTES_MAX) {
                return;
            }
            Files.writeString(
                    file, line(interaction) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            log.warn("The request {} about {} is not kept: {}", interaction, call, e.getMessage());
        }
    }

    private static String line(Interaction interaction) throws JsonProcessingException {
        var line = JSON.createObjectNode();
        line.put("at", interaction.at().toString())
                .put("method", interaction.method())
                .put("url", interaction.url())
                .put("status", interaction.status())
                .put("millis", interaction.took().toMillis())
                .put("type", interaction.contentType())
                .put("body", cut(interaction.body()));
        var parameters = line.putObject("parameters");
        interaction.parameters().forEach(parameters::put);
        return JSON.writeValueAsString(line);
    }

    private static @Nullable String cut(@Nullable String body) {
        return body == null || body.length() <= BODY_MAX ? body : body.substring(0, BODY_MAX) + "…";
    }

    /// A call may last over midnight, so the day after is looked at too.
    @Override
    public List<Interaction> of(CallSid call, Instant created) {
        var found = new ArrayList<Interaction>();
        for (var day : List.of(day(created), day(created).plusDays(1))) {
            var file = file(call, day);
            if (!Files.isReadable(file)) {
                continue;
            }
            try (Stream<String> lines = Files.lines(file)) {
                lines.limit(LINES_MAX).forEach(line -> found.add(read(line)));
            } catch (IOException e) {
                log.warn("{} cannot be read: {}", file, e.getMessage());
            }
        }
        return found;
    }

    private static Interaction read(String text) {
        try {
            var line = JSON.readTree(text);
            Map<String, String> parameters = new LinkedHashMap<>();
            line.path("parameters")
                    .properties()
                    .forEach(p -> parameters.put(p.getKey(), p.getValue().asText()));
            JsonNode status = line.path("status");
            return new Interaction(
                    Instant.parse(line.path("at").asText()),
                    line.path("method").asText(),
                    line.path("url").asText(),
                    parameters,
                    status.isNumber() ? Integer.valueOf(status.asInt()) : null,
                    Duration.ofMillis(line.path("millis").asLong()),
                    line.path("type").textValue(),
                    line.path("body").textValue());
        } catch (JsonProcessingException cutShort) {
            // The process died while it was written.
            return new Interaction(Instant.EPOCH, "", "", Map.of(), null, Duration.ZERO, null, null);
        }
    }

    private void sweepOnce(LocalDate today) {
        synchronized (this) {
            if (swept.equals(today)) {
                return;
            }
            swept = today;
        }
        Thread.ofVirtual().name("call-events-sweep").start(() -> sweep(day(clock.instant()).minusDays(DAYS)));
    }

    private void sweep(LocalDate before) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> days = Files.list(folder)) {
            for (var day : days.filter(path -> isBefore(path, before)).toList()) {
                delete(day);
            }
        } catch (IOException e) {
            log.warn("Old requests in {} could not be deleted: {}", folder, e.getMessage());
        }
    }

    private static boolean isBefore(Path day, LocalDate before) {
        try {
            return LocalDate.parse(day.getFileName().toString()).isBefore(before);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static void delete(Path day) throws IOException {
        try (Stream<Path> files = Files.list(day)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(day);
    }
}
