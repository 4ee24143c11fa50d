package org.cordboard.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.api.ports.Interaction;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.server.metrics.Metrics;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookReply;
import org.cordboard.voice.webhook.WebhookRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CallEventFilesTest {
    private static final CallSid CALL = new CallSid("CA" + "1".repeat(32));
    private static final CallSid OTHER = new CallSid("CA" + "2".repeat(32));
    private static final Metrics METRICS = new Metrics();
    private static final Instant LATE = Instant.parse("2026-03-01T23:59:59Z");

    @TempDir
    Path folder;

    private static Interaction at(Instant moment, String body) {
        return new Interaction(
                moment, "POST", "http://app/voice", Map.of("Digits", "1"), 200, Duration.ofMillis(7), "text/xml", body);
    }

    @Test
    void requestsAreKeptInOrderForEachCallAndOverMidnight() {
        var files = new CallEventFiles(folder, () -> LATE);
        files.add(CALL, at(LATE, "<Response/>"));
        files.add(OTHER, at(LATE, "another"));
        files.add(CALL, at(LATE.plusSeconds(2), null));
        assertEquals(
                List.of(at(LATE, "<Response/>"), at(LATE.plusSeconds(2), null)),
                new CallEventFiles(folder, () -> LATE).of(CALL, LATE),
                "also after a restart");
        assertEquals(List.of(), files.of(new CallSid("CA" + "3".repeat(32)), LATE));
    }

    @Test
    void aLongAnswerIsCutAndALineCutShortByACrashHarmsNothing() throws Exception {
        var files = new CallEventFiles(folder, () -> LATE);
        files.add(CALL, at(LATE, "x".repeat(100_000)));
        var file = folder.resolve("2026-03-01").resolve(CALL + ".jsonl");
        Files.writeString(file, Files.readString(file) + "{\"at\":\"20");
        var read = files.of(CALL, LATE);
        assertEquals(2, read.size());
        assertEquals((16 << 10) + 1, String.valueOf(read.getFirst().body()).length());
    }

    @Test
    void daysOlderThanAMonthGo() throws Exception {
        new CallEventFiles(folder, () -> LATE).add(CALL, at(LATE, "old"));
        var later = LATE.plus(Duration.ofDays(CallEventFiles.DAYS + 1));
        new CallEventFiles(folder, () -> later).add(CALL, at(later, "new"));
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Files.exists(folder.resolve("2026-03-01")) && System.nanoTime() < limit) {
            Thread.sleep(10);
        }
        assertFalse(Files.exists(folder.resolve("2026-03-01")));
        assertTrue(Files.exists(folder.resolve("2026-04-01")));
    }

    @Test
    void whatApplicationsAreAskedAndAnswerIsKeptWithItsCall() throws Exception {
        var files = new CallEventFiles(folder, () -> LATE);
        var reply = new WebhookReply(
                "http://app/voice", 200, "text/xml", "<Response/>".getBytes(StandardCharsets.UTF_8), Duration.ZERO);
        new WatchedWebhooks(request -> reply, files, METRICS, () -> LATE)
                .send(asked("http://dave:secret@app/voice", Fields.of("CallSid", CALL.value(), "Digits", "1")));
        var failing = new WatchedWebhooks(
                request -> {
                    throw new WebhookFailure(11200, request.url(), 500, "answered 500", null);
                },
                files,
                METRICS,
                () -> LATE);
        assertThrows(
                WebhookFailure.class,
                () -> failing.send(asked("http://app/more", Fields.of("CallSid", CALL.value()))));
        failingQuietly(failing);
        var kept = files.of(CALL, LATE);
        assertEquals(2, kept.size(), "a request about no call is not kept");
        assertEquals("http://app/voice", kept.getFirst().url(), "without the password");
        assertEquals("1", kept.getFirst().parameters().get("Digits"));
        assertEquals("<Response/>", kept.getFirst().body());
        assertEquals(500, kept.getLast().status());
        assertEquals("11200: answered 500", kept.getLast().body());
    }

    private static void failingQuietly(WatchedWebhooks webhooks) {
        assertThrows(WebhookFailure.class, () -> webhooks.send(asked("http://app/none", Fields.NONE)));
    }

    private static WebhookRequest asked(String url, Fields fields) {
        return WebhookRequest.callback(url, HttpMethod.POST, fields, "token");
    }
}
