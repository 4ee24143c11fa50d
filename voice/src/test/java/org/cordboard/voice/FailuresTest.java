package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Notification;
import org.cordboard.voice.House.Answer;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an application's answer may be, and what becomes of the call when it is none (Voice reference 3.7, 3.8, 4.1).
class FailuresTest extends HouseTest {
    private static final String DOCUMENT = "<Response><Redirect>/ran</Redirect></Response>";
    private static final String END = "<Response><Hangup/></Response>";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(11200, Answer.of(404)),
                Arguments.of(11200, Answer.of(500)),
                Arguments.of(11200, new Answer(401, "text/plain", bytes("no"), Map.of())),
                Arguments.of(11215, new Answer(302, "", new byte[0], Map.of("Location", "/voice"))),
                Arguments.of(11770, Answer.of(204)),
                Arguments.of(11770, new Answer(200, "text/xml", new byte[0], Map.of())),
                Arguments.of(11770, Answer.of("text/xml", " \n ")),
                Arguments.of(11750, Answer.of("text/xml", "<Response>" + " ".repeat(70_000) + "</Response>")),
                Arguments.of(12300, Answer.of("application/pdf", "%PDF")),
                Arguments.of(12300, Answer.of("audio/wav", "no sound at all")),
                Arguments.of(12100, Answer.of("text/xml", "<Response><Say>never</Say>")),
                Arguments.of(12101, Answer.of("text/xml", "<?xml version='3.0'?><Response/>")),
                Arguments.of(12102, Answer.of("text/html", "<html><body>Oops</body></html>")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The usual number with a fallback that runs.
    private void answered(String url) {
        house.page("/fallback", _ -> DOCUMENT);
        house.page("/ran", _ -> END);
        house.number(
                House.NUMBER,
                Map.of("voice_url", url, "voice_fallback_url", house.url("/fallback"), "voice_fallback_method", "GET"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachFailureHasItsCodeAndAsksTheFallbackWhichTakesOver(int code, Answer answer) throws Exception {
        house.site("/voice", _ -> answer);
        answered(house.url("/voice"));
        var call = call();
        var fallback = house.next("/fallback");
        assertEquals("GET", fallback.method());
        assertEquals(Integer.toString(code), fallback.get("ErrorCode"));
        assertEquals(house.url("/voice"), fallback.get("ErrorUrl"));
        assertFalse(fallback.get("CallSid").isEmpty());
        house.next("/ran");
        assertEquals(200, call.end(House.PATIENCE));
        assertEquals("0", logged(code).log());
        assertEquals(CallStatus.COMPLETED, house.eventually(Call.class, c -> c.endTime() != null).status());
    }

    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of(11100, "ftp://example.org/voice"),
                Arguments.of(11205, "http://127.0.0.1:1/voice"),
                Arguments.of(11210, "http://169.254.169.254/latest/meta-data"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void addressesThatCannotBeReachedHaveTheirCodes(int code, String url) throws Exception {
        answered(url);
        call();
        assertEquals(Integer.toString(code), house.next("/fallback").get("ErrorCode"));
        logged(code);
    }

    @Test
    void aServerThatTakesTooLongIsGivenUp() throws Exception {
        var never = new CountDownLatch(1);
        house.site("/voice", _ -> {
            try {
                never.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.of("text/xml", "<Response/>");
        });
        answered(house.url("/voice") + "#tt=400");
        call();
        assertEquals("11200", house.next("/fallback").get("ErrorCode"));
        never.countDown();
    }

    @Test
    void theErrorLogShowsRequestAndAnswer() throws Exception {
        house.site("/voice", _ -> new Answer(503, "text/plain", bytes("out of order"), Map.of()));
        answered(house.url("/voice"));
        call();
        var entry = logged(11200);
        assertEquals(house.url("/voice"), entry.details().get("request_url"));
        assertEquals("POST", entry.details().get("request_method"));
        assertTrue(entry.details().get("request_variables").contains("CallStatus=ringing"));
        assertEquals("out of order", entry.details().get("response_body"));
        assertTrue(entry.details().get("response_headers").contains("503"));
        assertFalse(entry.messageText().isEmpty());
        assertEquals(house.eventually(Call.class, _ -> true).sid(), entry.call());
    }

    @Test
    void withoutAFallbackTheCallerHearsAnApologyAndIsHungUp() throws Exception {
        house.site("/voice", _ -> Answer.of(500));
        house.number(House.NUMBER, Map.of("voice_url", house.url("/voice")));
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        assertEquals(200, call.end(House.PATIENCE));
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
    }

    @Test
    void failingActionsAreAsFatalAsFailingDocuments() throws Exception {
        house.page("/voice", _ -> "<Response><Gather timeout='1' actionOnEmptyResult='true' action='/gone'/></Response>");
        answered(house.url("/voice"));
        call();
        var fallback = house.next("/fallback");
        assertEquals("11200", fallback.get("ErrorCode"));
        assertEquals(house.url("/gone"), fallback.get("ErrorUrl"));
        assertEquals("in-progress", fallback.get("CallStatus"));
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of(Answer.of("text/xml", DOCUMENT)),
                Arguments.of(Answer.of("application/xml; charset=utf-8", DOCUMENT)),
                Arguments.of(Answer.of("application/twiml+xml", DOCUMENT)),
                Arguments.of(Answer.of("text/html", "\uFEFF" + DOCUMENT)),
                Arguments.of(Answer.of("", DOCUMENT)),
                Arguments.of(Answer.of("text/plain", DOCUMENT)),
                Arguments.of(Answer.of("text/xml", "<!-- hi --><?pi x?><x:Response xmlns:x='urn:x'>"
                        + "<Redirect>/ran</Redirect></x:Response>")),
                Arguments.of(new Answer(200, "text/xml", packed(DOCUMENT), Map.of("Content-Encoding", "gzip"))));
    }

    private static byte[] packed(String text) {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.util.zip.GZIPOutputStream(bytes)) {
            out.write(bytes(text));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void allTheseAreDocuments(Answer answer) throws Exception {
        house.site("/voice", _ -> answer);
        answered(house.url("/voice"));
        call();
        house.next("/ran");
        assertTrue(house.asked.stream().noneMatch(a -> a.path().equals("/fallback")));
    }

    @Test
    void plainTextThatIsNoDocumentIsSpoken() throws Exception {
        house.site("/voice", _ -> Answer.of("text/plain", "Spoken & heard <"));
        answered(house.url("/voice"));
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        assertEquals(200, call.end(House.PATIENCE));
    }

    @Test
    void soundAsAnAnswerIsPlayedOnceAndThenTheCallEnds() throws Exception {
        var tune = Sound.tone(1_000, 1_500);
        house.site("/voice", _ -> new Answer(200, "audio/wav", tune, Map.of()));
        answered(house.url("/voice"));
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(1_000)));
        assertEquals(200, call.end(House.PATIENCE));
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("text/xml; charset=ISO-8859-1", "", StandardCharsets.ISO_8859_1),
                Arguments.of("text/xml", "<?xml version='1.0' encoding='ISO-8859-1'?>", StandardCharsets.ISO_8859_1),
                Arguments.of("text/xml", "\uFEFF<?xml version='1.0' encoding='UTF-16'?>", StandardCharsets.UTF_16BE),
                Arguments.of("text/xml; charset=nonsense", "", StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void documentsInOtherEncodingsAreRead(String type, String head, Charset charset) throws Exception {
        var document = head + "<Response><Redirect>/next?name=Müller</Redirect></Response>";
        house.site("/voice", _ -> new Answer(200, type, document.getBytes(charset), Map.of()));
        house.page("/next", _ -> END);
        answered(house.url("/voice"));
        call();
        assertEquals("Müller", house.next("/next").get("name"));
    }

    @Test
    void cookiesOfACallComeBackToItsActions() throws Exception {
        house.site("/voice", _ -> new Answer(
                200,
                "text/xml",
                bytes("<Response><Redirect>/next</Redirect></Response>"),
                Map.of("Set-Cookie", "basket=7; Path=/; HttpOnly")));
        house.page("/next", _ -> END);
        answered(house.url("/voice"));
        call();
        assertEquals("basket=7", house.next("/next").headers().get("Cookie").getFirst());
    }

    @Test
    void aWarningNeverStopsADocument() throws Exception {
        house.answers("<Response><say>x</say><Pay/><Gather timeout='0'><Dial/></Gather><Connect><Room>r</Room></Connect>"
                + "<Start><Siprec/><Transcription/></Start><Prompt/><Sms>s</Sms><Queue>q</Queue>"
                + "<Connect><ConversationRelay url='wss://x.example'/></Connect>"
                + "<Say colour='red'>Still here</Say></Response>");
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        assertEquals(200, call.end(House.PATIENCE));
        var warnings = house.engine.read(view -> view.records(Notification.class)).stream()
                .filter(n -> n.errorCode().equals("12200") && n.log().equals("1"))
                .count();
        logged(14108);
        assertEquals(9, warnings, "one for each that is not performed and the unknown ones");
    }

    @Test
    void aPlayThatCannotBeFetchedIsReportedAndSkipped() throws Exception {
        house.answers("<Response><Play>/missing.wav</Play><Say>And on it goes</Say></Response>");
        var call = call();
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        logged(11200);
    }

    @Test
    void badConnectionSettingsAreWarnedOfWhereverTheyStand() throws Exception {
        house.site("/tune", _ -> new Answer(200, "audio/wav", Sound.tone(1_000, 300), Map.of()));
        house.page("/status", _ -> "");
        house.page("/voice", _ -> "<Response><Play>/tune#zz=1</Play></Response>");
        house.number(
                House.NUMBER,
                Map.of("voice_url", house.url("/voice") + "#ct=1", "status_callback", house.url("/status") + "#rp=x"));
        assertEquals(200, call().end(House.PATIENCE));
        logged(11241);
        logged(11242);
        house.next("/status");
        logged(11243);
    }
}
