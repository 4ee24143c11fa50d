package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
import org.cordboard.api.ports.Options;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.PhoneNumber;
import org.jspecify.annotations.Nullable;

/// Numbers of others that the account may show (15.1). To prove that one is the caller's own, it is called and asked for
/// the six digits that the answer to the request holds.
final class CallerIdResource {
    /// Kept as settings of this kind; the side that dials reads them.
    static final String KIND = "caller-id";

    private static final String LIST = ACCOUNT + "/OutgoingCallerIds";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> PHONE_NUMBER = Parameter.text("PhoneNumber", 20);
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<Integer> CALL_DELAY =
            Parameter.integer("CallDelay", 0, 60).code(ErrorCode.CALLER_ID_DELAY);
    private static final Parameter<String> EXTENSION = Parameter.text("Extension", 32);
    private static final Parameter<String> STATUS_CALLBACK =
            Parameter.url("StatusCallback").code(ErrorCode.CALLER_ID_CALLBACK);
    private static final Parameter<String> STATUS_CALLBACK_METHOD =
            Parameter.method("StatusCallbackMethod").code(ErrorCode.CALL_METHOD);
    private static final String NUMBER = "phone_number";
    private static final String NAME = "friendly_name";

    private record Validation(Call call, String name, String number, String code) {}

    private static final Representation<Document> SHAPE = Representation.<Document>named("outgoing_caller_id")
            .text("sid", (d, at) -> d.sid())
            .rfc2822("date_created", (d, at) -> d.dateCreated())
            .rfc2822("date_updated", (d, at) -> d.dateUpdated())
            .text("friendly_name", (d, at) -> d.field(NAME))
            .text("account_sid", (d, at) -> d.account().value())
            .text("phone_number", (d, at) -> d.field(NUMBER))
            .text("uri", (d, at) -> Uris.of(d.account(), "OutgoingCallerIds", d.sid()))
            .build();

    private static final Representation<Validation> VALIDATION = Representation.<Validation>named("validation_request")
            .text("account_sid", (v, at) -> v.call().account().value())
            .text("call_sid", (v, at) -> v.call().sid().value())
            .text("friendly_name", (v, at) -> v.name())
            .text("phone_number", (v, at) -> v.number())
            .text("validation_code", (v, at) -> v.code())
            .build();

    private final Records records;
    private final Documents ids;
    private final Calls calls;
    private final SecureRandom random = new SecureRandom();

    CallerIdResource(Records records, Calls calls) {
        this.records = records;
        this.calls = calls;
        this.ids = new Documents(records, KIND, "PN");
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("api", LIST, "ListOutgoingCallerId")
                        .takes(Paging.with(PHONE_NUMBER, FRIENDLY_NAME))
                        .lists("outgoing_caller_ids", SHAPE)
                        .by(this::list),
                Endpoint.post("api", LIST, "CreateValidationRequest")
                        .takes(
                                PHONE_NUMBER.required(),
                                FRIENDLY_NAME,
                                CALL_DELAY,
                                EXTENSION,
                                STATUS_CALLBACK,
                                STATUS_CALLBACK_METHOD)
                        .answers(VALIDATION)
                        .by(this::validate),
                Endpoint.get("api", ITEM, "FetchOutgoingCallerId")
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, ids.need(x, lower(x)))),
                Endpoint.post("api", ITEM, "UpdateOutgoingCallerId")
                        .takes(FRIENDLY_NAME)
                        .answers(SHAPE)
                        .by(this::rename),
                Endpoint.delete("api", ITEM, "DeleteOutgoingCallerId").by(x -> ids.delete(x, ids.need(x, lower(x)))));
    }

    private static String lower(Exchange x) {
        String sid = x.path("Sid");
        return sid.length() < 2 ? sid : sid.substring(0, 2) + sid.substring(2).toLowerCase(Locale.ROOT);
    }

    private Answer list(Exchange x) {
        String number = normalised(x.get(PHONE_NUMBER));
        String name = x.get(FRIENDLY_NAME);
        List<Document> all = ids.all(
                x,
                d -> (number == null || number.equals(d.field(NUMBER))) && (name == null || name.equals(d.field(NAME))));
        Order<Document> order = Documents.newestFirst();
        return Paging.v2010(x, "outgoing_caller_ids", SHAPE, all, order);
    }

    private static @Nullable String normalised(@Nullable String number) {
        return number == null ? null : Numbers.normalised(number);
    }

    private Answer validate(Exchange x) {
        String number = Numbers.normalised(x.need(PHONE_NUMBER));
        if (!Numbers.isE164(number)) {
            throw new Problem(ErrorCode.CALL_NUMBER_INVALID, "PhoneNumber must be written like +15551234567");
        }
        String extension = x.get(EXTENSION);
        if (extension != null && !extension.matches("[0-9#*wW]+")) {
            throw Problem.badRequest("Extension must consist of digits, #, *, w and W");
        }
        notKnown(x, number);
        String name = x.get(FRIENDLY_NAME, Numbers.formatted(number));
        String code = "%06d".formatted(random.nextInt(1_000_000));
        Map<String, List<String>> given = new LinkedHashMap<>(
                Options.given(x.values(), List.of(CALL_DELAY, EXTENSION, STATUS_CALLBACK, STATUS_CALLBACK_METHOD), "")
                        .values());
        Document wanted = new Document(
                KIND,
                ids.newSid(),
                x.account().sid(),
                Map.of(NUMBER, number, NAME, name),
                x.place().now(),
                x.place().now());
        Call call = calls.validate(
                x.account(), number, code, new Calls.Proved(wanted.sid(), wanted.kept()), Options.of(given));
        return x.ok(VALIDATION, new Validation(call, name, number, code));
    }

    private void notKnown(Exchange x, String number) {
        for (Document known : ids.everybodys()) {
            if (number.equals(known.field(NUMBER))) {
                boolean ours = known.account().equals(x.account().sid());
                throw new Problem(
                        ours ? ErrorCode.CALLER_ID_KNOWN : ErrorCode.CALLER_ID_KNOWN_ELSEWHERE,
                        "PhoneNumber is validated already" + (ours ? "" : " for another account"));
            }
        }
        if (!records.all(PhoneNumber.class, n -> n.phoneNumber().equals(number)).isEmpty()) {
            throw new Problem(ErrorCode.CALLER_ID_OWN, "PhoneNumber is one of this server's own and can be shown as it is");
        }
    }

    private Answer rename(Exchange x) {
        Document before = ids.need(x, lower(x));
        Map<String, String> fields = new LinkedHashMap<>(before.fields());
        fields.put(NAME, x.get(FRIENDLY_NAME, before.field(NAME, "")));
        return x.ok(SHAPE, ids.update(x, before, fields));
    }
}
