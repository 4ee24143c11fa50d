package org.cordboard.api.voice;

import java.time.ZoneOffset;
import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Call;

/// Deletes an ended call by the day it was made (15.8). Here old and new calls are kept alike.
final class ArchiveResource {
    private final Records records;

    ArchiveResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.delete("voice", "/v1/Archives/{Date}/Calls/{Sid}", "DeleteArchivedCall")
                .by(this::delete));
    }

    private Answer delete(Exchange x) {
        Call call = records.need(x, Call.class, x.path("Sid"), Call::account);
        String day = call.dateCreated().atOffset(ZoneOffset.UTC).toLocalDate().toString();
        if (!day.equals(x.path("Date"))) {
            throw x.notFound();
        }
        if (!call.status().isFinal()) {
            throw new Problem(ErrorCode.NOT_COMPLETE, "Call " + call.sid() + " is not complete and cannot be deleted");
        }
        records.remove(x, List.of(call));
        return Answer.empty(204);
    }
}
