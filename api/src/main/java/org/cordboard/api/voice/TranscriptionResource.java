package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Operation;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.entity.Recording;

/// What others write about a recording: texts and results of add-ons. Nothing here writes any, so the lists are empty
/// and no item is found; clients that look for them go on.
final class TranscriptionResource {
    private static final String RECORDING = ACCOUNT + "/Recordings/{RecordingSid}";
    private static final String ADD_ONS = ACCOUNT + "/Recordings/{ReferenceSid}/AddOnResults";
    private static final String PAYLOADS = ADD_ONS + "/{AddOnResultSid}/Payloads";

    /// Nothing has this shape yet.
    private static final Representation<String> SHAPE =
            Representation.<String>named("transcription").text("sid", (s, at) -> s).build();

    private final Records records;

    TranscriptionResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        Operation ofNobody = x -> empty(x, "transcriptions");
        return List.of(
                list(ACCOUNT + "/Transcriptions", "ListTranscription", "transcriptions", ofNobody),
                Endpoint.get("api", ACCOUNT + "/Transcriptions/{Sid}", "FetchTranscription").by(unknown()),
                Endpoint.delete("api", ACCOUNT + "/Transcriptions/{Sid}", "DeleteTranscription").by(unknown()),
                list(
                        RECORDING + "/Transcriptions",
                        "ListRecordingTranscription",
                        "transcriptions",
                        x -> of(x, "RecordingSid", "transcriptions")),
                Endpoint.get("api", RECORDING + "/Transcriptions/{Sid}", "FetchRecordingTranscription").by(unknown()),
                Endpoint.delete("api", RECORDING + "/Transcriptions/{Sid}", "DeleteRecordingTranscription")
                        .by(unknown()),
                list(
                        ADD_ONS,
                        "ListRecordingAddOnResult",
                        "add_on_results",
                        x -> of(x, "ReferenceSid", "add_on_results")),
                Endpoint.get("api", ADD_ONS + "/{Sid}", "FetchRecordingAddOnResult").by(unknown()),
                Endpoint.delete("api", ADD_ONS + "/{Sid}", "DeleteRecordingAddOnResult").by(unknown()),
                Endpoint.get("api", PAYLOADS, "ListRecordingAddOnResultPayload").by(unknown()),
                Endpoint.get("api", PAYLOADS + "/{Sid}", "FetchRecordingAddOnResultPayload").by(unknown()),
                Endpoint.delete("api", PAYLOADS + "/{Sid}", "DeleteRecordingAddOnResultPayload").by(unknown()),
                Endpoint.get("api", PAYLOADS + "/{PayloadSid}/Data", "FetchRecordingAddOnResultPayloadData")
                        .by(unknown()));
    }

    private static Endpoint list(String path, String name, String key, Operation operation) {
        return Endpoint.get("api", path, name).takes(Paging.with()).lists(key, SHAPE).by(operation);
    }

    private Answer of(Exchange x, String variable, String key) {
        records.need(x, Recording.class, x.path(variable), Recording::account);
        return empty(x, key);
    }

    private static Answer empty(Exchange x, String key) {
        return Paging.v2010(x, key, SHAPE, List.of(), Order.<String>bySid(s -> s));
    }

    private static Operation unknown() {
        return x -> {
            throw x.notFound();
        };
    }
}
