package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.routing.sid.NotificationSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.RecordingSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Every operation of the Voice reference's tables 17.1 and 17.2 that is ours to answer, called once in the order of
/// `voice-operations.txt`: with its published status and fields, or 501 where it is not offered. F113 to F122.
@Timeout(120)
class VoiceOperationsTest {
    private static final String BASE = "/2010-04-01/Accounts/" + Centre.ACCOUNT;
    private final Centre centre = new Centre();
    private final Map<String, String> known = new HashMap<>();

    private record Row(String name, String method, String path, int status, String keep, String shape, String form) {
        static Row of(String line) {
            String[] words = line.split(" ", 6);
            String[] status = words[3].split(">", 2);
            return new Row(
                    words[0],
                    words[1],
                    words[2].replace("~", BASE),
                    Integer.parseInt(status[0]),
                    status.length > 1 ? status[1] : "",
                    words[4],
                    words.length > 5 ? words[5] : "");
        }
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    @TestFactory
    Stream<DynamicTest> everyOperationIsAnswered() throws IOException {
        fill();
        List<Row> rows = new ArrayList<>();
        try (var in = VoiceOperationsTest.class.getResourceAsStream("/voice-operations.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Row::of)
                    .forEach(rows::add);
        }
        assertTrue(rows.size() > 150, "the table is read whole: " + rows.size());
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.name() + " " + row.path(), () -> answered(row)));
    }

    private void answered(Row row) {
        String path = filled(row.path());
        HttpRequest options = centre.request(path)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build();
        Centre.Reply allowed = centre.send(options);
        assertEquals(200, allowed.status(), "the path is known");
        assertTrue(allowed.header("Access-Control-Allow-Methods").contains(row.method()));
        Centre.Reply reply = send(row, path);
        assertEquals(row.status(), reply.status(), reply.http().body());
        if (row.status() == 204) {
            assertEquals("", reply.http().body());
        } else if (row.status() == 501) {
            assertEquals(20501, reply.code());
            assertTrue(reply.text("message").startsWith("This operation is not offered here. "), reply.text("message"));
        } else if (row.status() < 300) {
            checked(row, reply);
        }
    }

    private Centre.Reply send(Row row, String path) {
        return switch (row.method()) {
            case "GET" -> centre.get(path);
            case "DELETE" -> centre.delete(path);
            default -> centre.post(path, pairs(filled(row.form())));
        };
    }

    private void checked(Row row, Centre.Reply reply) {
        JsonNode resource = reply.json();
        int bracket = row.shape().indexOf('[');
        if (bracket >= 0) {
            JsonNode rows = resource.path(row.shape().substring(0, bracket));
            assertTrue(rows.isArray(), reply.http().body());
            String shape = row.shape().substring(bracket + 1, row.shape().length() - 1);
            assertEquals(shape.isEmpty(), rows.isEmpty(), reply.http().body());
            if (shape.isEmpty()) {
                return;
            }
            rows.forEach(one -> Published.check(shape, one));
            resource = rows.path(0);
        } else {
            Published.check(row.shape(), resource);
        }
        if (!row.keep().isEmpty()) {
            JsonNode sid = resource.path(row.name().equals("CreateParticipant") ? "call_sid" : "sid");
            assertFalse(sid.asText().isEmpty());
            known.put(row.keep(), sid.asText());
        }
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> one : known.entrySet()) {
            filled = filled.replace("{" + one.getKey() + "}", one.getValue());
        }
        return filled;
    }

    private static String[] pairs(String form) {
        List<String> pairs = new ArrayList<>();
        for (String pair : form.isEmpty() ? new String[0] : form.split("&")) {
            pairs.addAll(List.of(pair.split("=", 2)));
        }
        return pairs.toArray(String[]::new);
    }

    private static String sid(String prefix, int number) {
        return prefix + "f".repeat(28) + "%04d".formatted(number);
    }

    private void fill() {
        Account account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
        Call live = centre.calls.call(account, CallStatus.IN_PROGRESS, Centre.START);
        Call ended = centre.calls.call(account, CallStatus.COMPLETED, Centre.START);
        Call ended2 = centre.calls.call(account, CallStatus.COMPLETED, Centre.START);
        Call waits = centre.calls.call(account, CallStatus.IN_PROGRESS, Centre.START);
        known.putAll(Map.of(
                "live", live.key(), "ended", ended.key(), "ended2", ended2.key(), "conference", sid("CF", 1)));
        ConferenceSid conference = new ConferenceSid(sid("CF", 1));
        centre.put(new Conference(
                conference,
                account.sid(),
                "room",
                "in-progress",
                null,
                null,
                "n1",
                Centre.START,
                Centre.START));
        for (String name : List.of("kept1", "kept2", "kept3", "running")) {
            RecordingSid sid = new RecordingSid(sid("RE", known.size()));
            known.put(name, sid.value());
            centre.put(recording(sid, account, ended.sid(), name, conference));
        }
        NotificationSid notification = new NotificationSid(sid("NO", 1));
        known.put("notification", notification.value());
        centre.put(new Notification(
                notification,
                account.sid(),
                ended.sid(),
                "0",
                "11200",
                "no answer",
                Map.of("request_url", "http://localhost/"),
                Centre.START,
                Centre.START,
                Centre.START));
        QueueSid queue = new QueueSid(sid("QU", 1));
        known.put("waiting", queue.value());
        centre.put(new VoiceQueue(queue, account.sid(), "full", 100, null, Centre.START, Centre.START));
        centre.engine.submit(new QueueCommand.Join(account.sid(), waits.sid(), "full", 100));
        centre.put(new Setting("numbers.inventory", "+15559990001-+15559990009 +18005559998-+18005559999, +447700900008-+447700900009"));
    }

    private static Recording recording(
            RecordingSid sid, Account account, CallSid call, String name, ConferenceSid conference) {
        boolean runs = name.equals("running");
        return new Recording(
                sid,
                account.sid(),
                name.equals("kept1") || name.equals("kept3") ? call : null,
                name.equals("kept2") || runs ? conference : null,
                runs ? "in-progress" : "completed",
                "Conference",
                1,
                "both",
                runs ? null : 4,
                null,
                sid + ".wav",
                Centre.START,
                Map.of(),
                Centre.START,
                Centre.START);
    }
}
