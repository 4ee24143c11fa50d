package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Calls;
import org.cordboard.api.ports.Interaction;
import org.cordboard.api.ports.Interactions;
import org.cordboard.api.ports.Options;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.Sid;
import org.jspecify.annotations.Nullable;

/// Calls (2): everything else of ours says leg.
final class CallResource {
    private static final String LIST = ACCOUNT + "/Calls";
    private static final String ITEM = LIST + "/{Sid}";
    private static final DateFilter START_TIME = DateFilter.named("StartTime");
    private static final DateFilter END_TIME = DateFilter.named("EndTime");
    private static final Parameter<String> TO_FILTER = Parameter.text("To");
    private static final Parameter<String> FROM_FILTER = Parameter.text("From");
    private static final Parameter<CallSid> PARENT_CALL_SID =
            Parameter.sid("ParentCallSid", "CA", CallSid::valid, CallSid::new);
    private static final Parameter<String> STATUS_FILTER = Parameter.word(
            "Status", "queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled");
    private static final Parameter<String> NEW_STATUS = Parameter.word("Status", "canceled", "completed");

    private final Records records;
    private final Calls calls;
    private final Interactions interactions;

    CallResource(Records records, Calls calls, Interactions interactions) {
        this.records = records;
        this.calls = calls;
        this.interactions = interactions;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> filters = new ArrayList<>(List.of(TO_FILTER, FROM_FILTER, PARENT_CALL_SID, STATUS_FILTER));
        filters.addAll(START_TIME.parameters());
        filters.addAll(END_TIME.parameters());
        return List.of(
                Endpoint.get("api", LIST, "ListCall")
                        .takes(Paging.with(filters.toArray(Parameter<?>[]::new)))
                        .lists("calls", CallShape.CALL)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateCall")
                        .takes(CallParameters.CREATE)
                        .answers(CallShape.CALL)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchCall").answers(CallShape.CALL).by(x -> x.ok(CallShape.CALL, call(x, "Sid"))),
                Endpoint.post("api", ITEM, "UpdateCall")
                        .takes(
                                CallParameters.URL,
                                CallParameters.METHOD,
                                NEW_STATUS,
                                CallParameters.FALLBACK_URL,
                                CallParameters.FALLBACK_METHOD,
                                CallParameters.STATUS_CALLBACK,
                                CallParameters.STATUS_CALLBACK_METHOD,
                                CallParameters.TWIML,
                                CallParameters.TIME_LIMIT)
                        .answers(CallShape.CALL)
                        .by(this::update),
                Endpoint.delete("api", ITEM, "DeleteCall").by(this::delete));
    }

    Call call(Exchange x, String variable) {
        return records.need(x, Call.class, x.path(variable), Call::account);
    }

    private Answer list(Exchange x) {
        String to = normalised(x.get(TO_FILTER));
        String from = normalised(x.get(FROM_FILTER));
        CallSid parent = x.get(PARENT_CALL_SID);
        String status = x.get(STATUS_FILTER);
        Order<Call> order = Order.newestFirst(Call::dateCreated, c -> c.sid().value());
        List<Call> all = records.listed(
                x,
                RecordArchive.Query.of(Call.class, x.account().sid())
                        .parent(parent)
                        .sender(from)
                        .receiver(to)
                        .statuses(status == null ? null : List.of(status))
                        // No call was changed for the last time before it began.
                        .updatedBetween(START_TIME.from(x), null),
                c -> c.account().equals(x.account().sid())
                        && (to == null || c.to().equals(to))
                        && (from == null || c.from().equals(from))
                        && (parent == null || parent.equals(c.parent()))
                        && (status == null || c.status().wire().equals(status))
                        && START_TIME.passes(x, c.startTime())
                        && END_TIME.passes(x, c.endTime()),
                order);
        return Paging.v2010(x, "calls", CallShape.CALL, all, order);
    }

    private static @Nullable String normalised(@Nullable String address) {
        return address == null ? null : Numbers.normalised(address);
    }

    private Answer create(Exchange x) {
        String to = Numbers.normalised(x.need(CallParameters.TO));
        if (!Numbers.isCallable(to)) {
            throw new Problem(
                    ErrorCode.CALL_TO_INVALID, "To must be a number like +15551234567, client:name or sip:user@host");
        }
        String from = Numbers.normalised(x.need(CallParameters.FROM));
        if (!Numbers.isCallerId(from)) {
            throw new Problem(ErrorCode.CALL_FROM_INVALID, "From must be a number like +15551234567 or client:name");
        }
        CallParameters.checkDigits(x);
        CallParameters.checkByoc(x, to, records);
        Options options = Options.given(x.values(), CallParameters.OPTIONS, "");
        Call made = calls.create(x.account(), to, from, twiml(x), options);
        Answer answer = x.answer(201, CallShape.CALL, made);
        noted(x, made, answer);
        return answer;
    }

    /// The request that makes a call is the first event of its record.
    private void noted(Exchange x, Call made, Answer answer) {
        Map<String, String> parameters = new LinkedHashMap<>();
        x.values().asMap().forEach((name, values) -> {
            if (!name.equals("SipAuthPassword")) {
                parameters.put(name, String.join(" ", values));
            }
        });
        Instant now = x.place().now();
        interactions.add(
                made.sid(),
                new Interaction(
                        now,
                        "POST",
                        x.place().base() + x.request().path(),
                        parameters,
                        answer.status(),
                        Duration.ZERO,
                        Answer.JSON,
                        answer.text()));
    }

    /// An address wins over a document; a document over an application.
    private Calls.Twiml twiml(Exchange x) {
        String url = x.get(CallParameters.URL);
        if (url != null) {
            return fetched(x, url);
        }
        String document = x.get(CallParameters.TWIML);
        if (document != null) {
            return new Calls.Twiml.Inline(document);
        }
        ApplicationSid application = x.get(CallParameters.APPLICATION_SID);
        if (application != null) {
            Application found = records.find(Application.class, application.value());
            if (found == null || !found.account().equals(x.account().sid())) {
                throw new Problem(
                        ErrorCode.CALL_APPLICATION, "ApplicationSid does not name an application of this account");
            }
            return new Calls.Twiml.Application(found);
        }
        throw new Problem(ErrorCode.CALL_URL, "Give one of Url, Twiml and ApplicationSid");
    }

    private static Calls.Twiml fetched(Exchange x, String url) {
        return new Calls.Twiml.Fetched(
                url,
                x.get(CallParameters.METHOD, "POST"),
                x.get(CallParameters.FALLBACK_URL),
                x.get(CallParameters.FALLBACK_METHOD, "POST"));
    }

    private Answer update(Exchange x) {
        Call call = call(x, "Sid");
        String status = x.get(NEW_STATUS);
        String url = x.get(CallParameters.URL);
        String document = x.get(CallParameters.TWIML);
        Options options = Options.given(x.values(), CallParameters.OPTIONS, "");
        if (url != null && document != null) {
            throw new Problem(ErrorCode.INVALID_PARAMETER, "Give Url or Twiml, not both");
        }
        if (status != null) {
            return x.ok(CallShape.CALL, call.status().isFinal() ? call : calls.end(call, status.equals("canceled")));
        }
        if (url == null && document == null && x.has(CallParameters.TIME_LIMIT)) {
            return x.ok(CallShape.CALL, calls.change(call, options));
        }
        if (url == null && document == null) {
            throw new Problem(ErrorCode.BAD_REQUEST, "Give Status to end the call, or Url or Twiml to redirect it");
        }
        if (call.status() != CallStatus.IN_PROGRESS) {
            throw new Problem(ErrorCode.CALL_NOT_IN_PROGRESS, "Call is not in-progress. Cannot redirect.");
        }
        Calls.Twiml twiml = url != null ? fetched(x, url) : new Calls.Twiml.Inline(String.valueOf(document));
        return x.ok(CallShape.CALL, calls.redirect(call, twiml, options));
    }

    private Answer delete(Exchange x) {
        Call call = call(x, "Sid");
        if (!call.status().isFinal()) {
            throw new Problem(ErrorCode.NOT_COMPLETE, "Call " + call.sid() + " is not complete and cannot be deleted");
        }
        records.remove(x, List.of(call));
        return Answer.empty(204);
    }

    static @Nullable String value(@Nullable Sid sid) {
        return sid == null ? null : sid.value();
    }
}
