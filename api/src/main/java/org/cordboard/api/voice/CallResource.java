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
import org.cordboard.api.endpoint.Representation;
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

    static final Representation<Call> SHAPE = Representation.<Call>named("call")
            .text("sid", (c, at) -> c.sid().value())
            .rfc2822("date_created", (c, at) -> c.dateCreated())
            .rfc2822("date_updated", (c, at) -> c.dateUpdated())
            .text("parent_call_sid", (c, at) -> value(c.parent()))
            .text("account_sid", (c, at) -> c.account().value())
            .text("to", (c, at) -> c.to())
            .text("to_formatted", (c, at) -> Numbers.formatted(c.to()))
            .text("from", (c, at) -> c.from())
            .text("from_formatted", (c, at) -> Numbers.formatted(c.from()))
            .text("phone_number_sid", (c, at) -> value(c.phoneNumber()))
            .text("status", (c, at) -> c.status().wire())
            .rfc2822("start_time", (c, at) -> c.startTime())
            .rfc2822("end_time", (c, at) -> c.endTime())
            .text("duration", (c, at) -> duration(c))
            .text("price", (c, at) -> c.details().get("price"))
            .text("price_unit", (c, at) -> "USD")
            .text("direction", (c, at) -> c.direction())
            .text("answered_by", (c, at) -> c.answeredBy())
            .text("api_version", (c, at) -> Uris.API_VERSION)
            .text("annotation", (c, at) -> c.details().get("annotation"))
            .text("forwarded_from", (c, at) -> c.details().get("forwarded_from"))
            .text("group_sid", (c, at) -> c.details().get("group_sid"))
            .text("caller_name", (c, at) -> c.details().get("caller_name"))
            .text("queue_time", (c, at) -> c.details().getOrDefault("queue_time", "0"))
            .text("trunk_sid", (c, at) -> c.details().get("trunk_sid"))
            .text("uri", (c, at) -> uri(c))
            .links(
                    "subresource_uris",
                    (c, at) -> Uris.below(
                            uri(c),
                            "notifications",
                            "Notifications",
                            "recordings",
                            "Recordings",
                            "payments",
                            "Payments",
                            "events",
                            "Events",
                            "siprec",
                            "Siprec",
                            "streams",
                            "Streams",
                            "transcriptions",
                            "Transcriptions",
                            "user_defined_message_subscriptions",
                            "UserDefinedMessageSubscriptions",
                            "user_defined_messages",
                            "UserDefinedMessages"))
            .build();

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
                        .lists("calls", SHAPE)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateCall")
                        .takes(CallParameters.CREATE)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchCall").answers(SHAPE).by(x -> x.ok(SHAPE, call(x, "Sid"))),
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
                        .answers(SHAPE)
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
        return Paging.v2010(x, "calls", SHAPE, all, order);
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
        Options options = Options.given(x.values(), CallParameters.OPTIONS, "");
        Call made = calls.create(x.account(), to, from, twiml(x), options);
        Answer answer = x.answer(201, SHAPE, made);
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
            return x.ok(SHAPE, call.status().isFinal() ? call : calls.end(call, status.equals("canceled")));
        }
        if (url == null && document == null) {
            throw new Problem(ErrorCode.BAD_REQUEST, "Give Status to end the call, or Url or Twiml to redirect it");
        }
        if (call.status() != CallStatus.IN_PROGRESS) {
            throw new Problem(ErrorCode.CALL_NOT_IN_PROGRESS, "Call is not in-progress. Cannot redirect.");
        }
        Calls.Twiml twiml = url != null ? fetched(x, url) : new Calls.Twiml.Inline(String.valueOf(document));
        return x.ok(SHAPE, calls.redirect(call, twiml, options));
    }

    private Answer delete(Exchange x) {
        Call call = call(x, "Sid");
        if (!call.status().isFinal()) {
            throw new Problem(ErrorCode.NOT_COMPLETE, "Call " + call.sid() + " is not complete and cannot be deleted");
        }
        records.remove(x, List.of(call));
        return Answer.empty(204);
    }

    /// Whole seconds connected, as text; null while the call goes on.
    private static @Nullable String duration(Call call) {
        Instant end = call.endTime();
        if (!call.status().isFinal() || end == null) {
            return null;
        }
        Instant answered = call.answerTime();
        return answered == null
                ? "0"
                : Long.toString(Math.max(0, Duration.between(answered, end).toSeconds()));
    }

    private static String uri(Call call) {
        return Uris.of(call.account(), "Calls", call.sid());
    }

    static @Nullable String value(@Nullable Sid sid) {
        return sid == null ? null : sid.value();
    }
}
