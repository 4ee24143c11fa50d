package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Calls;
import org.cordboard.api.ports.Options;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;

/// Copies of a call's audio for bots and recognisers (14.1, 14.4), started and stopped beside whatever the call does.
final class StreamResource {
    private static final String LIST = ACCOUNT + "/Calls/{CallSid}/Streams";
    private static final int CUSTOM_MAX = 99;
    private static final Parameter<String> URL =
            Parameter.text("Url", 4000).code(ErrorCode.CALL_URL).required();
    private static final Parameter<String> NAME = Parameter.text("Name", 256);
    private static final Parameter<String> TRACK =
            Parameter.word("Track", "inbound_track", "outbound_track", "both_tracks");
    private static final Parameter<String> STATUS_CALLBACK = Parameter.url("StatusCallback");
    private static final Parameter<String> STATUS_CALLBACK_METHOD = Parameter.method("StatusCallbackMethod");
    private static final Parameter<String> STATUS = Parameter.word("Status", "stopped").required();

    private record Shown(Call call, Calls.Stream stream) {}

    private static final Representation<Shown> SHAPE = Representation.<Shown>named("stream")
            .text("sid", (s, at) -> s.stream().sid())
            .text("account_sid", (s, at) -> s.call().account().value())
            .text("call_sid", (s, at) -> s.call().sid().value())
            .text("name", (s, at) -> s.stream().name())
            .text("status", (s, at) -> s.stream().running() ? "in-progress" : "stopped")
            .rfc2822("date_updated", (s, at) -> at.now())
            .text("uri", (s, at) -> Uris.of(
                    s.call().account(), "Calls", s.call().sid(), "Streams", s.stream().sid()))
            .build();

    private final Records records;
    private final Calls calls;

    StreamResource(Records records, Calls calls) {
        this.records = records;
        this.calls = calls;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> create = new ArrayList<>(List.of(URL, NAME, TRACK, STATUS_CALLBACK, STATUS_CALLBACK_METHOD));
        for (int i = 1; i <= CUSTOM_MAX; i++) {
            create.add(Parameter.text("Parameter" + i + ".Name", 256));
            create.add(Parameter.text("Parameter" + i + ".Value", 500));
        }
        return List.of(
                Endpoint.create("api", LIST, "CreateStream")
                        .takes(create)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.post("api", LIST + "/{Sid}", "UpdateStream")
                        .takes(STATUS)
                        .answers(SHAPE)
                        .by(this::stop));
    }

    private Answer create(Exchange x) {
        Call call = call(x);
        if (!isSocket(x.need(URL))) {
            throw new Problem(ErrorCode.CALL_URL, "Url must be an absolute wss or ws address");
        }
        if (call.status() != CallStatus.IN_PROGRESS) {
            throw new Problem(ErrorCode.CALL_NOT_IN_PROGRESS, "Call is not in-progress. Cannot stream.");
        }
        Options options =
                Options.given(x.values(), List.of(URL, NAME, TRACK, STATUS_CALLBACK, STATUS_CALLBACK_METHOD), "");
        return x.answer(201, SHAPE, new Shown(call, calls.stream(call, options, custom(x))));
    }

    private static Map<String, String> custom(Exchange x) {
        Map<String, String> custom = new LinkedHashMap<>();
        for (int i = 1; i <= CUSTOM_MAX; i++) {
            String name = x.values().first("Parameter" + i + ".Name");
            if (name != null && !name.isEmpty()) {
                String value = x.values().first("Parameter" + i + ".Value");
                custom.put(name, value == null ? "" : value);
            }
        }
        return custom;
    }

    private static boolean isSocket(String url) {
        try {
            URI uri = URI.create(url.strip());
            return uri.getHost() != null && ("wss".equals(uri.getScheme()) || "ws".equals(uri.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /// By SID or by the name it was given.
    private Answer stop(Exchange x) {
        Call call = call(x);
        Calls.Stream stopped = calls.stopStream(call, x.path("Sid"));
        if (stopped == null) {
            throw x.notFound();
        }
        return x.ok(SHAPE, new Shown(call, stopped));
    }

    private Call call(Exchange x) {
        return records.need(x, Call.class, x.path("CallSid"), Call::account);
    }
}
