package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.PhoneNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.cordboard.routing.entity.TextMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Text messages over real HTTP, by hand and by the official library.
@Timeout(60)
class MessagesTest {
    private static final String BASE = "/2010-04-01/Accounts/" + Centre.ACCOUNT;
    private static final String LIST = BASE + "/Messages.json";

    private Centre centre;

    @BeforeEach
    void start(@TempDir Path folder) {
        centre = new Centre(ApiConfig.onLoopback(), folder.resolve("history.db"));
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private JsonNode sent(String to, String body) {
        Centre.Reply reply = centre.post(LIST, "To", to, "From", "+15550001000", "Body", body);
        assertEquals(201, reply.status(), reply.http().body());
        return reply.json();
    }

    private void refused(int status, int code, String... form) {
        Centre.Reply reply = centre.post(LIST, form);
        assertEquals(status, reply.status(), reply.http().body());
        assertEquals(code, reply.code(), reply.http().body());
    }

    private TextMessage kept(String sid) {
        return centre.engine.read(view -> view.record(TextMessage.class, sid));
    }

    private void settle(String sid, String status) {
        TextMessage message = kept(sid);
        centre.put(message.withStatus(status, status.equals("undelivered") ? 30003 : null, Centre.START, Centre.START));
    }

    @Test
    void aTextIsSentListedBlankedAndDeleted() {
        JsonNode message = sent("15551112222", "hello");
        Published.check("api:message", message);
        assertEquals("queued", message.path("status").asText());
        assertEquals("outbound-api", message.path("direction").asText());
        assertEquals("+15551112222", message.path("to").asText());
        assertEquals("0", message.path("num_media").asText());
        String path = BASE + "/Messages/" + message.path("sid").asText() + ".json";
        assertEquals(409, centre.delete(path).status(), "it is still on its way");
        settle(message.path("sid").asText(), "undelivered");
        JsonNode fetched = centre.get(path).json();
        assertEquals(30003, fetched.path("error_code").asInt());
        assertEquals("Unreachable destination handset", fetched.path("error_message").asText());
        assertEquals("Sun, 01 Mar 2026 09:00:00 +0000", fetched.path("date_sent").asText());
        assertEquals(400, centre.post(path, "Body", "other words").status());
        assertEquals(400, centre.post(path, "Status", "canceled").status());
        assertEquals("", centre.post(path, "Body", "").text("body"));
        assertEquals(204, centre.delete(path).status());
        assertEquals(404, centre.get(path).status());
    }

    @Test
    void listsFilterAndGoOnWhenTheTextsHaveLeftTheEngine() throws Exception {
        for (int i = 0; i < 3; i++) {
            String sid = sent(i == 0 ? "+15551110000" : "client:dave", "number " + i).path("sid").asText();
            settle(sid, "delivered");
        }
        List<TextMessage> all = centre.engine.read(view -> view.records(TextMessage.class));
        centre.history().await(centre.engine.position(), Duration.ofSeconds(20));
        assertEquals(2, centre.history().retire(all.subList(0, 2)));
        assertEquals(3, centre.get(LIST).json().path("messages").size());
        assertEquals(2, centre.get(LIST + "?To=client%3Adave").json().path("messages").size());
        assertEquals(1, centre.get(LIST + "?To=%2B15551110000").json().path("messages").size());
        assertEquals(3, centre.get(LIST + "?DateSent=2026-03-01").json().path("messages").size());
        assertEquals(0, centre.get(LIST + "?DateSent%3E=2026-03-02").json().path("messages").size());
        JsonNode page = centre.get(LIST + "?PageSize=2").json();
        assertEquals(2, page.path("messages").size());
        assertTrue(page.path("next_page_uri").isTextual());
        String retired = all.getFirst().sid().value();
        assertEquals(200, centre.get(BASE + "/Messages/" + retired + ".json").status());
        assertEquals(204, centre.delete(BASE + "/Messages/" + retired + ".json").status());
        assertEquals(2, centre.get(LIST).json().path("messages").size());
    }

    @Test
    void whatIsWrongHasItsPublishedCode() {
        refused(400, 21604, "From", "+15550001000", "Body", "hello");
        refused(400, 21603, "To", "+15551112222", "Body", "hello");
        refused(400, 21602, "To", "+15551112222", "From", "+15550001000");
        refused(400, 21617, "To", "+15551112222", "From", "+15550001000", "Body", "x".repeat(1_601));
        refused(400, 21620, "To", "+15551112222", "From", "+15550001000", "MediaUrl", "https://e.org/cat.png");
        refused(404, 21701, "To", "+15551112222", "MessagingServiceSid", "MG1", "Body", "hello");
        refused(400, 35118, "To", "+15551112222", "From", "+15550001000", "Body", "x", "SendAt", "2027-01-01T00:00:00Z");
    }

    @Test
    void aGatewayBringsATextFromOutside() {
        Centre.Reply reply = centre.post(
                BASE + "/IncomingMessages.json", "From", "+14155550000", "To", "+15550001000", "Body", "hello");
        assertEquals(201, reply.status(), reply.http().body());
        assertEquals("inbound", reply.text("direction"));
        assertEquals("received", reply.text("status"));
    }

    @Test
    void theOfficialLibrarySendsReadsAndDeletes() {
        TwilioRestClient client = JavaSdkTest.client(centre);
        Message sent = Message.creator(new PhoneNumber("+15551112222"), new PhoneNumber("+15550001000"), "hello")
                .setStatusCallback("https://example.org/status")
                .create(client);
        assertEquals(Message.Status.QUEUED, sent.getStatus());
        assertEquals(Message.Direction.OUTBOUND_API, sent.getDirection());
        assertTrue(centre.calls.asked.getLast().endsWith("told to https://example.org/status"));
        settle(sent.getSid(), "delivered");
        Message read = Message.fetcher(sent.getSid()).fetch(client);
        assertEquals(Message.Status.DELIVERED, read.getStatus());
        assertEquals("hello", read.getBody());
        assertEquals("", Message.updater(sent.getSid()).setBody("").update(client).getBody());
        assertEquals(
                1,
                StreamSupport.stream(
                                Message.reader()
                                        .setTo(new PhoneNumber("+15551112222"))
                                        .read(client)
                                        .spliterator(),
                                false)
                        .count());
        assertTrue(Message.deleter(sent.getSid()).delete(client));
    }
}
