package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is known of a call afterwards: events, figures, notes; and of a conference (Voice reference 15.8).
@Timeout(120)
class InsightsTest {
    private static final String REPORT = "{\"cause\":\"HEALTHY\",\"codec\":\"PCMA\",\"transport\":\"sip\","
            + "\"worst\":{\"cause\":\"HEAVY_LOSS\",\"diagnosis\":\"9 % were lost.\",\"at\":\"2026-03-01T10:00:07Z\"},"
            + "\"inbound\":{\"packets\":500,\"lost\":45},\"outbound\":{\"packets\":510},"
            + "\"addresses\":{\"local\":\"127.0.0.1:20000\"},\"measured_at\":\"2026-03-01T10:00:12Z\"}";

    private Centre centre;
    private Account account;
    private Call ended;

    @BeforeEach
    void start() {
        centre = new Centre(ApiConfig.onLoopback());
        account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
        ended = new Call(
                new CallSid("CA" + "e".repeat(32)),
                account.sid(),
                null,
                "+15550001111",
                "+15550002222",
                CallStatus.COMPLETED,
                "inbound",
                null,
                null,
                Centre.START,
                Centre.START.plusSeconds(2),
                Centre.START.plusSeconds(12),
                200,
                "n1",
                Map.of("audio_report", REPORT),
                Centre.START,
                Centre.START.plusSeconds(12));
        centre.put(ended);
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private JsonNode voice(String rest) {
        Centre.Reply reply = centre.get("/v1/Voice/" + ended.sid() + rest);
        assertEquals(200, reply.status(), reply.http().body());
        return reply.json();
    }

    @Test
    void theEventsTellTheCallAndWhatWasWrongWithItsAudio() {
        JsonNode events = voice("/Events").path("events");
        assertEquals(
                "initiated answered HEAVY_LOSS completed",
                String.join(" ", events.findValuesAsText("name")));
        assertEquals("WARNING", events.path(2).path("level").asText());
        assertEquals("9 % were lost.", events.path(2).path("sip_edge").path("diagnosis").asText());
        assertTrue(events.path(2).path("client_edge").isNull());
        assertEquals(200, events.path(3).path("sip_edge").path("last_sip_response_num").asInt());
        assertTrue(voice("/Events?Edge=client_edge").path("events").isEmpty());
    }

    @Test
    void theMetricsAreTheDoctorsCountsOfEachDirection() {
        JsonNode metrics = voice("/Metrics").path("metrics");
        assertEquals(2, metrics.size());
        assertEquals("inbound", metrics.path(0).path("direction").asText());
        assertEquals("sip_edge", metrics.path(0).path("edge").asText());
        assertEquals("2026-03-01T10:00:12Z", metrics.path(0).path("timestamp").asText());
        assertEquals(45, metrics.path(0).path("sip_edge").path("cumulative").path("lost").asInt());
        assertEquals("PCMA", metrics.path(1).path("sip_edge").path("codec_name").asText());
        JsonNode one = voice("/Metrics?Direction=outbound").path("metrics");
        assertEquals(510, one.path(0).path("sip_edge").path("cumulative").path("packets").asInt());
        assertEquals(1, one.size());
        assertEquals(400, centre.get("/v1/Voice/" + ended.sid() + "/Metrics?Edge=sea").status());
    }

    @Test
    void notesAboutACallAreKeptChangedOneByOneAndShownInItsSummary() {
        assertTrue(voice("/Annotation").path("spam").isNull());
        assertTrue(voice("/Summary").path("annotation").isNull());
        String path = "/v1/Voice/" + ended.sid() + "/Annotation";
        assertEquals(200, centre.post(path, "Spam", "true", "CallScore", "2", "QualityIssues", "echo,latency").status());
        assertEquals(200, centre.post(path, "CallScore", "4", "Comment", "better than it sounds").status());
        JsonNode noted = voice("/Annotation");
        assertTrue(noted.path("spam").booleanValue());
        assertEquals(4, noted.path("call_score").intValue());
        assertEquals("latency", noted.path("quality_issues").path(1).asText());
        assertEquals("4", voice("/Summary").path("annotation").path("call_score").asText());
        assertEquals(400, centre.post(path, "CallScore", "6").status());
        assertEquals(400, centre.post(path, "QualityIssues", "bad").status());
        assertEquals(404, centre.post("/v1/Voice/CA" + "0".repeat(32) + "/Annotation", "Spam", "true").status());
    }

    @Test
    void conferencesAreSummarized() {
        ConferenceSid sid = new ConferenceSid("CF" + "e".repeat(32));
        centre.put(new Conference(
                sid,
                account.sid(),
                "room",
                "completed",
                "last-participant-left",
                ended.sid(),
                "n1",
                Centre.START,
                Centre.START.plusSeconds(30)));
        JsonNode one = centre.get("/v1/Conferences/" + sid).json();
        assertEquals(30, one.path("duration_seconds").asInt());
        assertEquals("last_participant_left", one.path("end_reason").asText());
        assertEquals(ended.sid().value(), one.path("ended_by").asText());
        assertEquals("complete", one.path("processing_state").asText());
        assertEquals(1, centre.get("/v1/Conferences?Status=completed").json().path("conferences").size());
        assertTrue(centre.get("/v1/Conferences?Status=in_progress").json().path("conferences").isEmpty());
        assertFalse(one.path("links").path("participants").asText().isEmpty());
    }
}
