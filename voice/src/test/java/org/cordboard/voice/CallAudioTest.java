package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.leg.AudioReport;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is told of a call's audio, while it lasts and afterwards. That each fault is named within three seconds is
/// tested where the doctor lives.
@Timeout(90)
class CallAudioTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private House house;
    private TestPhone caller;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        caller = new TestPhone("+15557770001");
        house.answers("<Response><Say>Hello</Say><Pause length='60'/></Response>");
    }

    @AfterEach
    void tearDown() {
        caller.close();
        house.close();
    }

    private Optional<Leg> leg() {
        return house.calls().stream().findFirst().flatMap(call -> house.voice.stage().legs().find(call.sid()));
    }

    private JsonNode report() {
        return leg().flatMap(Leg::audio).map(CallAudioTest::read).orElse(JSON.missingNode());
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    private TestCall called() throws Exception {
        var call = caller.call(house.sip(), House.NUMBER);
        call.dialog();
        return call;
    }

    @Test
    void aCallInWhichBothSpeakIsHealthyAndCounted() throws Exception {
        var call = called();
        call.sing(1_000);
        assertTrue(Ears.within(House.PATIENCE, () -> report().path("cause").asText().equals("HEALTHY")));
        var report = report();
        assertTrue(report.path("healthy").asBoolean());
        assertEquals("PCMU", report.path("codec").asText());
        assertEquals("sip", report.path("transport").asText());
        assertTrue(report.path("inbound").path("packets").asInt() > 50, report::toString);
        assertTrue(report.path("outbound").path("packets").asInt() > 50, report::toString);
        assertTrue(report.path("inbound").path("level_dbfs").asDouble() > -40, report::toString);
        assertEquals(
                report.path("addresses").path("signalled").asText(),
                report.path("addresses").path("observed").asText());
        assertFalse(report.has("worst"));
        house.voice.calls().end(house.calls().getFirst().sid(), false);
        var ended = house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
        assertEquals("HEALTHY", kept(ended).path("cause").asText());
    }

    private static JsonNode kept(Call call) {
        return read(call.details().getOrDefault(AudioReport.DETAIL, "{}"));
    }

    @Test
    void aCallerWhoIsQuietIsReportedButNotShoutedAbout() throws Exception {
        called();
        assertTrue(Ears.within(
                House.PATIENCE, () -> report().path("cause").asText().equals("ONLY_SILENCE")));
        assertTrue(report().path("diagnosis").asText().contains("silence"));
        assertFalse(house.calls().getFirst().details().containsKey("audio"), "no word of it in the record");
    }

    @Test
    void anEndedCallKeepsWhatWasWrongWithIt() throws Exception {
        var call = called();
        call.sing(1_000);
        assertTrue(Ears.within(House.PATIENCE, () -> report().path("cause").asText().equals("HEALTHY")));
        call.unplug();
        assertTrue(Ears.within(
                House.PATIENCE, () -> report().path("cause").asText().equals("NO_PACKETS")));
        house.eventually(Call.class, c -> c.details().getOrDefault("audio", "").contains("No packets"));
        house.voice.calls().end(house.calls().getFirst().sid(), false);
        var ended = house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
        assertTrue(leg().isEmpty());
        assertEquals("NO_PACKETS", kept(ended).path("worst").path("cause").asText());
        assertFalse(kept(ended).path("healthy").asBoolean());
    }
}
