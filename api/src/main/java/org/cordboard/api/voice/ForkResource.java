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

/// What hears a call's tracks beside whatever the call does, started and stopped by REST: copies of the audio for bots
/// (14.1, 14.4), recordings at servers outside and real-time transcriptions (15.7). One shape for all three.
final class ForkResource {
    private static final int CUSTOM_MAX = 99;
    private static final Parameter<String> URL =
            Parameter.text("Url", 4000).code(ErrorCode.CALL_URL).required();
    private static final Parameter<String> NAME = Parameter.text("Name", 256);
    private static final Parameter<String> TRACK =
            Parameter.word("Track", "inbound_track", "outbound_track", "both_tracks");
    private static final Parameter<String> CALLBACK = Parameter.url("StatusCallback");
    private static final Parameter<String> CALLBACK_METHOD = Parameter.method("StatusCallbackMethod");
    private static final Parameter<String> STATUS = Parameter.word("Status", "stopped").required();

    private static final List<Parameter<?>> STREAM = List.of(URL, NAME, TRACK, CALLBACK, CALLBACK_METHOD);
    private static final List<Parameter<?>> SIPREC =
            List.of(NAME, Parameter.text("ConnectorName", 256), TRACK, CALLBACK, CALLBACK_METHOD);
    private static final List<Parameter<?>> TRANSCRIPTION = List.of(
            NAME,
            TRACK,
            Parameter.url("StatusCallbackUrl"),
            CALLBACK_METHOD,
            Parameter.text("InboundTrackLabel", 256),
            Parameter.text("OutboundTrackLabel", 256),
            Parameter.flag("PartialResults"),
            Parameter.text("LanguageCode", 64),
            Parameter.text("TranscriptionEngine", 64),
            Parameter.flag("ProfanityFilter"),
            Parameter.text("SpeechModel", 64),
            Parameter.text("Hints", 10_000),
            Parameter.flag("EnableAutomaticPunctuation"),
            Parameter.text("IntelligenceService", 256),
            Parameter.text("ConversationConfiguration", 256),
            Parameter.text("ConversationId", 256),
            Parameter.text("ConfigurationId", 256),
            Parameter.flag("EnableProviderData"));

    private record Shown(Call call, String collection, Calls.Forked fork) {}

    private static final Representation<Shown> SHAPE = Representation.<Shown>named("call_fork")
            .text("sid", (s, at) -> s.fork().sid())
            .text("account_sid", (s, at) -> s.call().account().value())
            .text("call_sid", (s, at) -> s.call().sid().value())
            .text("name", (s, at) -> s.fork().name())
            .text("status", (s, at) -> s.fork().running() ? "in-progress" : "stopped")
            .rfc2822("date_updated", (s, at) -> at.now())
            .text("uri", (s, at) -> Uris.of(
                    s.call().account(), "Calls", s.call().sid(), s.collection(), s.fork().sid()))
            .build();

    private final Records records;
    private final Calls calls;

    ForkResource(Records records, Calls calls) {
        this.records = records;
        this.calls = calls;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        add(endpoints, Calls.Fork.STREAM, "Streams", "Stream", STREAM, true);
        add(endpoints, Calls.Fork.SIPREC, "Siprec", "Siprec", SIPREC, true);
        add(endpoints, Calls.Fork.TRANSCRIPTION, "Transcriptions", "RealtimeTranscription", TRANSCRIPTION, false);
        return endpoints;
    }

    /// @param custom whether the application may give parameters of its own
    private void add(
            List<Endpoint> endpoints,
            Calls.Fork what,
            String collection,
            String name,
            List<Parameter<?>> parameters,
            boolean custom) {
        String list = ACCOUNT + "/Calls/{CallSid}/" + collection;
        List<Parameter<?>> create = new ArrayList<>(parameters);
        for (int i = 1; custom && i <= CUSTOM_MAX; i++) {
            create.add(Parameter.text("Parameter" + i + ".Name", 256));
            create.add(Parameter.text("Parameter" + i + ".Value", 500));
        }
        endpoints.add(Endpoint.create("api", list, "Create" + name)
                .takes(create)
                .answers(SHAPE)
                .by(x -> create(x, what, collection, parameters)));
        endpoints.add(Endpoint.post("api", list + "/{Sid}", "Update" + name)
                .takes(STATUS)
                .answers(SHAPE)
                .by(x -> stop(x, what, collection)));
    }

    private Answer create(Exchange x, Calls.Fork what, String collection, List<Parameter<?>> parameters) {
        Call call = call(x);
        if (what == Calls.Fork.STREAM && !isSocket(x.need(URL))) {
            throw new Problem(ErrorCode.CALL_URL, "Url must be an absolute wss or ws address");
        }
        if (call.status() != CallStatus.IN_PROGRESS) {
            throw new Problem(ErrorCode.CALL_NOT_IN_PROGRESS, "Call is not in-progress: nothing of it can be heard.");
        }
        Options options = Options.given(x.values(), parameters, "");
        return x.answer(201, SHAPE, new Shown(call, collection, calls.fork(what, call, options, custom(x))));
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
    private Answer stop(Exchange x, Calls.Fork what, String collection) {
        Call call = call(x);
        Calls.Forked stopped = calls.stopFork(what, call, x.path("Sid"));
        if (stopped == null) {
            throw x.notFound();
        }
        return x.ok(SHAPE, new Shown(call, collection, stopped));
    }

    private Call call(Exchange x) {
        return records.need(x, Call.class, x.path("CallSid"), Call::account);
    }
}
