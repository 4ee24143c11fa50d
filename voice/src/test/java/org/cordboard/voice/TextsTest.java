package org.cordboard.voice;

import static org.cordboard.voice.House.NUMBER;
import static org.cordboard.voice.House.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.sid.MessageSid;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.text.TextOrder;
import org.cordboard.voice.text.TextRefused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Texts to numbers, their applications' answers, and texts to phones, other numbers and a gateway.
@Timeout(60)
class TextsTest {
    private static final String OTHER = "+15550001001";

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = new House();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void answers(String twiml) {
        house.page("/sms", _ -> "<Response>" + twiml + "</Response>");
        house.number(NUMBER, Map.of("sms_url", house.url("/sms")));
    }

    private TextMessage settled(TextMessage sent) throws InterruptedException {
        return house.eventually(TextMessage.class, m -> m.sid().equals(sent.sid()) && m.settled());
    }

    private TextMessage send(String to, String body, String callback) throws TextRefused {
        return house.voice.texts().send(TextOrder.of(house.account, NUMBER, to, body, callback));
    }

    private int refusal(String from, String to, String body) {
        var order = TextOrder.of(house.account, from, to, body, null);
        return assertThrows(TextRefused.class, () -> house.voice.texts().send(order)).code();
    }

    @Test
    void aPhonesTextReachesTheApplicationOfTheNumberAndTheAnswerComesBack() throws Exception {
        answers("<Message>You wrote &amp; we read</Message><Message><Body>Twice</Body></Message>");
        try (var phone = house.registered("dave")) {
            assertEquals(200, phone.text(house.sip(), NUMBER, "on", PASSWORD));
            var asked = house.next("/sms");
            assertEquals("on", asked.get("Body"));
            assertEquals("sip:dave@127.0.0.1", asked.get("From"));
            assertEquals(NUMBER, asked.get("To"));
            assertEquals("US", asked.get("ToCountry"));
            assertEquals("0", asked.get("NumMedia"));
            assertEquals("1", asked.get("NumSegments"));
            assertEquals("received", asked.get("SmsStatus"));
            assertTrue(MessageSid.valid(asked.get("MessageSid")));
            assertEquals(asked.get("MessageSid"), asked.get("SmsSid"));
            var texts = Set.of(phone.text().text(), phone.text().text());
            assertEquals(Set.of("You wrote & we read", "Twice"), texts);
            house.eventually(TextMessage.class, m -> m.direction().equals("inbound") && m.status().equals("received"));
            house.eventually(TextMessage.class, m -> m.direction().equals("outbound-reply") && m.status().equals("delivered"));
        }
    }

    @Test
    void whoClaimsToBeAPhoneOfOursHasToProveIt() throws Exception {
        answers("");
        try (var phone = house.registered("dave");
                var stranger = new TestPhone("dave")) {
            assertEquals(403, stranger.text(house.sip(), NUMBER, "on", "guessed it"));
            assertEquals(200, phone.text(house.sip(), NUMBER, "on", PASSWORD));
        }
        try (var outside = new TestPhone("+16505551111")) {
            assertEquals(200, outside.text(house.sip(), NUMBER, "hello", "none"), "the world may write to a number");
            assertEquals(404, outside.text(house.sip(), "+15559999999", "hello", "none"));
            assertEquals(413, outside.text(house.sip(), NUMBER, "x".repeat(1_601), "none"));
        }
        house.eventually(TextMessage.class, m -> m.from().equals("+16505551111") && m.body().equals("hello"));
    }

    @Test
    void aTextReachesARegisteredPhoneAndItsDeliveryIsReported() throws Exception {
        answers("");
        house.page("/status", _ -> "");
        try (var phone = house.registered("dave")) {
            var sent = send("client:dave", "Größe 了解", house.url("/status"));
            assertEquals("queued", sent.status());
            var text = phone.text();
            assertEquals("Größe 了解", text.text());
            assertTrue(text.request().from().uri().toString().contains(NUMBER));
            var told = house.next("/status");
            assertEquals("delivered", told.get("MessageStatus"));
            assertEquals(sent.sid().value(), told.get("MessageSid"));
            var kept = settled(sent);
            assertEquals("delivered", kept.status());
            assertNull(kept.errorCode());
            phone.answersTexts(415);
            assertEquals(30006, settled(send("sip:dave@127.0.0.1", "again", null)).errorCode());
        }
    }

    @Test
    void aNumberRoutedToAPhoneIsWrittenToAsItIsCalled() throws Exception {
        answers("");
        house.put(new PhoneRoute("+16505552222", house.account.sid(), "client:dave", Instant.now()));
        try (var phone = house.registered("dave")) {
            assertEquals("delivered", settled(send("+16505552222", "hello", null)).status());
            assertEquals("hello", phone.text().text());
        }
    }

    @Test
    void aPhoneThatIsOffGetsNothing() throws Exception {
        answers("");
        house.registered("dave").close();
        house.voice.sip().registrar().bindings().forEach(
                binding -> house.voice.sip().registrar().remove(binding.addressOfRecord()));
        assertTrue(Ears.within(Duration.ofSeconds(10), () -> house.voice.sip().registrar().bindings().isEmpty()));
        var kept = settled(send("client:dave", "anybody?", null));
        assertEquals("undelivered", kept.status());
        assertEquals(30003, kept.errorCode());
    }

    @Test
    void betweenTwoNumbersOfOursATextStaysInTheHouse() throws Exception {
        answers("");
        house.page("/other", _ -> "<Response><Sms>pong</Sms></Response>");
        house.number(OTHER, Map.of("sms_url", house.url("/other"), "sms_method", "GET"));
        assertEquals("delivered", settled(send(OTHER, "ping", null)).status());
        var asked = house.next("/other");
        assertEquals("ping", asked.get("Body"));
        assertEquals(NUMBER, asked.get("From"));
        assertEquals("pong", house.next("/sms").get("Body"), "the answer came back to the number that asked");
    }

    @Test
    void twoProgramsThatAnswerEachOtherAreStopped() throws Exception {
        answers("<Message>and you?</Message>");
        house.page("/other", _ -> "<Response><Message>fine, and you?</Message></Response>");
        house.number(OTHER, Map.of("sms_url", house.url("/other")));
        send(OTHER, "How are you?", null);
        house.eventually(Notification.class, n -> n.errorCode().equals("14107"));
    }

    @Test
    void aGatewayTakesWhatGoesOutAndBringsWhatComesIn() throws Exception {
        answers("<Message>thanks</Message>");
        house.page("/gateway", _ -> "");
        house.voice.texts().gateway(house.url("/gateway"));
        var sent = send("+14155550000", "out", null);
        var asked = house.next("/gateway");
        assertEquals("out", asked.get("Body"));
        assertEquals("+14155550000", asked.get("To"));
        assertEquals(sent.sid().value(), asked.get("MessageSid"));
        assertEquals("sent", settled(sent).status());
        house.voice.texts().bring(house.account, "+14155550000", NUMBER, "in");
        assertEquals("in", house.next("/sms").get("Body"));
        assertEquals("thanks", house.next("/gateway").get("Body"));
        house.voice.texts().gateway("http://127.0.0.1:1/closed");
        var failed = settled(send("+14155550000", "out", null));
        assertEquals("failed", failed.status());
        assertEquals(30008, failed.errorCode());
        assertNull(failed.dateSent());
    }

    @Test
    void whatCannotBeSentIsRefusedWithItsPublishedCode() {
        answers("");
        assertEquals(21612, refusal(NUMBER, "+14155550000", "hello"), "neither phone nor gateway");
        assertEquals(21606, refusal("+14155550000", NUMBER, "hello"));
        assertEquals(21211, refusal(NUMBER, "not a number!", "hello"));
        assertEquals(21602, refusal(NUMBER, "client:dave", " "));
        assertEquals(21617, refusal(NUMBER, "client:dave", "x".repeat(1_601)));
        assertEquals(21266, refusal(NUMBER, NUMBER, "😀".repeat(1_600)), "as many characters as there may be");
        assertEquals(21266, refusal(NUMBER, NUMBER, "hello"));
    }

    @Test
    void aBrokenApplicationIsReportedAndItsFallbackAsked() throws Exception {
        house.page("/sms", _ -> "<Response><Message>");
        house.page("/fallback", _ -> "<Response><Say>no</Say><Redirect method='GET'>more</Redirect></Response>");
        house.page("/more", _ -> "<Response><Message>sorry</Message></Response>");
        house.number(NUMBER, Map.of("sms_url", house.url("/sms"), "sms_fallback_url", house.url("/fallback")));
        try (var phone = house.registered("dave")) {
            assertEquals(200, phone.text(house.sip(), NUMBER, "on", PASSWORD));
            assertEquals("12100", house.next("/fallback").get("ErrorCode"));
            assertEquals("sorry", phone.text().text());
            house.eventually(Notification.class, n -> n.errorCode().equals("12100"));
            house.eventually(Notification.class, n -> n.errorCode().equals("14110"));
        }
    }

    @Test
    void whatWasOnItsWayWhenTheProcessEndedHasFailed() throws Exception {
        answers("");
        var now = Instant.now();
        house.put(new TextMessage(
                new MessageSid("SM" + "1".repeat(32)), house.account.sid(), NUMBER, "client:dave", "lost",
                "outbound-api", "queued", null, 1, Map.of("node", "local"), null, now, now));
        house.restartVoice();
        assertEquals(
                30008,
                house.eventually(TextMessage.class, m -> m.status().equals("failed")).errorCode());
    }
}
