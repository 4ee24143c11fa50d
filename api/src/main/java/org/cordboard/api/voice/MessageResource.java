package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.ArrayList;
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
import org.cordboard.api.ports.Texts;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.TextMessage;
import org.jspecify.annotations.Nullable;

/// Text messages: send, list, read, blank out, delete. Words only: no media, services, schedules or templates. Our own
/// addition is `IncomingMessages`, by which a gateway brings a text from outside.
final class MessageResource {
    private static final String LIST = ACCOUNT + "/Messages";
    private static final String ITEM = LIST + "/{Sid}";
    private static final String INCOMING = ACCOUNT + "/IncomingMessages";
    private static final int BODY_MAX = 1_600;
    private static final DateFilter DATE_SENT = DateFilter.named("DateSent");
    private static final Parameter<String> TO_FILTER = Parameter.text("To");
    private static final Parameter<String> FROM_FILTER = Parameter.text("From");
    private static final Parameter<String> TO = Parameter.text("To", 256)
            .codes(ErrorCode.CALL_TO_INVALID, ErrorCode.TEXT_TO_MISSING)
            .required();
    private static final Parameter<String> FROM = Parameter.text("From", 256).code(ErrorCode.CALL_FROM_INVALID);
    private static final Parameter<String> BODY =
            Parameter.text("Body", BODY_MAX).code(ErrorCode.TEXT_BODY_TOO_LONG);
    private static final Parameter<String> NEW_BODY = Parameter.text("Body").clearable();
    private static final Parameter<String> STATUS = Parameter.word("Status", "canceled");
    private static final Parameter<String> STATUS_CALLBACK = Parameter.url("StatusCallback");
    private static final Parameter<String> SERVICE = Parameter.text("MessagingServiceSid");
    private static final Parameter<List<String>> MEDIA_URL = Parameter.repeated("MediaUrl");
    private static final Parameter<String> SEND_AT = Parameter.text("SendAt");
    /// What may be said about a text and changes nothing here.
    private static final List<Parameter<?>> IGNORED = List.of(
            Parameter.text("ApplicationSid"),
            Parameter.text("MaxPrice"),
            Parameter.flag("ProvideFeedback"),
            Parameter.text("Attempt"),
            Parameter.text("ValidityPeriod"),
            Parameter.flag("ForceDelivery"),
            Parameter.text("ContentRetention"),
            Parameter.text("AddressRetention"),
            Parameter.flag("SmartEncoded"),
            Parameter.repeated("PersistentAction"),
            Parameter.text("TrafficType"),
            Parameter.flag("ShortenUrls"),
            Parameter.text("ScheduleType"),
            Parameter.flag("SendAsMms"),
            Parameter.text("ContentSid"),
            Parameter.text("ContentVariables"),
            Parameter.text("RiskCheck"));
    private static final Map<Integer, String> REASONS = Map.of(
            30001, "Queue overflow",
            30003, "Unreachable destination handset",
            30005, "Unknown destination handset",
            30006, "Landline or unreachable carrier",
            30008, "Unknown error");

    static final Representation<TextMessage> SHAPE = Representation.<TextMessage>named("message")
            .text("body", (m, at) -> m.body())
            .text("num_segments", (m, at) -> Integer.toString(m.segments()))
            .text("direction", (m, at) -> m.direction())
            .text("from", (m, at) -> m.from())
            .text("to", (m, at) -> m.to())
            .rfc2822("date_updated", (m, at) -> m.dateUpdated())
            .text("price", (m, at) -> m.details().get("price"))
            .text("error_message", (m, at) -> reason(m.errorCode()))
            .text("uri", (m, at) -> uri(m))
            .text("account_sid", (m, at) -> m.account().value())
            .text("num_media", (m, at) -> "0")
            .text("status", (m, at) -> m.status())
            .text("messaging_service_sid", (m, at) -> m.details().get("messaging_service_sid"))
            .text("sid", (m, at) -> m.sid().value())
            .rfc2822("date_sent", (m, at) -> m.dateSent())
            .rfc2822("date_created", (m, at) -> m.dateCreated())
            .integer("error_code", (m, at) -> m.errorCode())
            .text("price_unit", (m, at) -> "USD")
            .text("api_version", (m, at) -> Uris.API_VERSION)
            .links("subresource_uris", (m, at) -> Map.of())
            .build();

    private final Records records;
    private final Texts texts;

    MessageResource(Records records, Texts texts) {
        this.records = records;
        this.texts = texts;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> filters = new ArrayList<>(List.of(TO_FILTER, FROM_FILTER));
        filters.addAll(DATE_SENT.parameters());
        List<Parameter<?>> wishes =
                new ArrayList<>(List.of(TO, FROM, BODY, STATUS_CALLBACK, SERVICE, MEDIA_URL, SEND_AT));
        wishes.addAll(IGNORED);
        return List.of(
                Endpoint.get("api", LIST, "ListMessage")
                        .takes(Paging.with(filters.toArray(Parameter<?>[]::new)))
                        .lists("messages", SHAPE)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateMessage")
                        .takes(wishes)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchMessage").answers(SHAPE).by(x -> x.ok(SHAPE, message(x))),
                Endpoint.post("api", ITEM, "UpdateMessage")
                        .takes(NEW_BODY, STATUS)
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("api", ITEM, "DeleteMessage").by(this::delete),
                Endpoint.create("api", INCOMING, "CreateIncomingMessage")
                        .takes(List.of(TO, FROM, BODY))
                        .answers(SHAPE)
                        .by(this::bring));
    }

    private TextMessage message(Exchange x) {
        return records.need(x, TextMessage.class, x.path("Sid"), TextMessage::account);
    }

    private Answer list(Exchange x) {
        String to = normalised(x.get(TO_FILTER));
        String from = normalised(x.get(FROM_FILTER));
        Order<TextMessage> order = Order.newestFirst(TextMessage::dateCreated, m -> m.sid().value());
        List<TextMessage> all = records.listed(
                x,
                RecordArchive.Query.of(TextMessage.class, x.account().sid())
                        .sender(from)
                        .receiver(to),
                m -> m.account().equals(x.account().sid())
                        && (to == null || m.to().equals(to))
                        && (from == null || m.from().equals(from))
                        && DATE_SENT.passes(x, m.dateSent()),
                order);
        return Paging.v2010(x, "messages", SHAPE, all, order);
    }

    private static @Nullable String normalised(@Nullable String address) {
        return address == null ? null : Numbers.normalised(address);
    }

    private Answer create(Exchange x) {
        if (x.has(SERVICE)) {
            throw new Problem(ErrorCode.TEXT_SERVICE, "There are no messaging services here: give From");
        }
        if (x.has(MEDIA_URL)) {
            throw new Problem(ErrorCode.TEXT_MEDIA, "Media are not sent here: only words are");
        }
        if (x.has(SEND_AT)) {
            throw new Problem(ErrorCode.TEXT_SCHEDULE, "Messages are sent at once here: leave SendAt out");
        }
        String from = from(x);
        return x.answer(
                201, SHAPE, texts.send(x.account(), from, to(x), body(x), x.get(STATUS_CALLBACK)));
    }

    private Answer bring(Exchange x) {
        return x.answer(201, SHAPE, texts.bring(x.account(), from(x), to(x), body(x)));
    }

    private static String to(Exchange x) {
        return Numbers.normalised(x.need(TO));
    }

    private static String from(Exchange x) {
        String from = x.get(FROM);
        if (from == null) {
            throw new Problem(ErrorCode.TEXT_FROM_MISSING, "A 'From' phone number is required.");
        }
        return Numbers.normalised(from);
    }

    private static String body(Exchange x) {
        String body = x.get(BODY);
        if (body == null || body.isBlank()) {
            throw new Problem(ErrorCode.TEXT_BODY_MISSING, "Message body is required.");
        }
        return body;
    }

    /// Only an empty body: what was said is taken back, that it was said stays.
    private Answer update(Exchange x) {
        TextMessage message = message(x);
        if (x.has(STATUS)) {
            throw Problem.badRequest("Only scheduled messages can be canceled, and there are none here");
        }
        if (!"".equals(x.get(NEW_BODY))) {
            throw Problem.badRequest("The body can only be emptied");
        }
        requireSettled(message);
        return x.ok(SHAPE, records.put(x, message.withBody("", x.place().now())));
    }

    private Answer delete(Exchange x) {
        TextMessage message = message(x);
        requireSettled(message);
        records.remove(x, List.of(message));
        return Answer.empty(204);
    }

    private static void requireSettled(TextMessage message) {
        if (!message.settled()) {
            throw new Problem(ErrorCode.NOT_COMPLETE, "Message " + message.sid() + " is still on its way");
        }
    }

    private static @Nullable String reason(@Nullable Integer code) {
        return code == null ? null : REASONS.get(code);
    }

    private static String uri(TextMessage message) {
        return Uris.of(message.account(), "Messages", message.sid());
    }
}
