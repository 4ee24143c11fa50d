package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Calls;
import org.cordboard.routing.entity.Call;
import org.jspecify.annotations.Nullable;

/// How a call sounds, an operation of our own: what was counted in each direction, between which addresses, and one
/// sentence that names what is wrong. Of an ended call, as it was at its end.
final class AudioResource {
    private record Heard(Call call, boolean live, JsonNode report) {}

    private static final Representation<Heard> SHAPE = Representation.<Heard>named("audio")
            .text("call_sid", (h, at) -> h.call().sid().value())
            .text("account_sid", (h, at) -> h.call().account().value())
            .flag("live", (h, at) -> h.live())
            .text("cause", (h, at) -> h.report().path("cause").textValue())
            .flag("healthy", (h, at) -> h.report().path("healthy").booleanValue())
            .text("diagnosis", (h, at) -> h.report().path("diagnosis").textValue())
            .json("worst", (h, at) -> present(h.report().path("worst")))
            .text("codec", (h, at) -> h.report().path("codec").textValue())
            .text("transport", (h, at) -> h.report().path("transport").textValue())
            .json("inbound", (h, at) -> present(h.report().path("inbound")))
            .json("outbound", (h, at) -> present(h.report().path("outbound")))
            .json("addresses", (h, at) -> present(h.report().path("addresses")))
            .json("round_trip_ms", (h, at) -> present(h.report().path("round_trip_ms")))
            .text("measured_at", (h, at) -> h.report().path("measured_at").textValue())
            .text("uri", (h, at) -> Uris.of(h.call().account(), "Calls", h.call().sid(), "Audio"))
            .build();

    private static @Nullable JsonNode present(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node;
    }

    private final Records records;
    private final Calls calls;

    AudioResource(Records records, Calls calls) {
        this.records = records;
        this.calls = calls;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("api", ACCOUNT + "/Calls/{CallSid}/Audio", "FetchCallAudio")
                .answers(SHAPE)
                .by(this::fetch));
    }

    private Answer fetch(Exchange x) {
        Call call = records.need(x, Call.class, x.path("CallSid"), Call::account);
        String live = call.status().isFinal() ? null : calls.audio(call);
        String report = live == null ? kept(records, call) : live;
        if (report == null) {
            throw new Problem(
                    ErrorCode.NOT_FOUND, "The call " + call.sid() + " has no audio here: it was never connected");
        }
        return x.ok(SHAPE, new Heard(call, live != null, read(report)));
    }

    /// What was written at the end of the call; read again, because it may have ended just now.
    private static @Nullable String kept(Records records, Call call) {
        Call now = records.find(Call.class, call.key());
        return (now == null ? call : now).details().get(Calls.AUDIO_DETAIL);
    }

    static JsonNode read(String report) {
        try {
            return Json.MAPPER.readTree(report);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("an audio report is not as it was written", damaged);
        }
    }
}
