package org.cordboard.api.trunking;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.jspecify.annotations.Nullable;

/// The numbers given to a trunk: the account's own, with the trunk among their settings.
final class TrunkNumbers {
    private static final String SETTING = "trunk_sid";
    private static final String LIST = Trunks.PART + "/PhoneNumbers";
    private static final Parameter<PhoneNumberSid> NUMBER = Parameter.sid(
                    "PhoneNumberSid", "PN", PhoneNumberSid::valid, PhoneNumberSid::new)
            .required();

    private static final Representation<PhoneNumber> SHAPE = Representation.<PhoneNumber>named("trunk_phone_number")
            .text("account_sid", (n, at) -> n.account().value())
            .text("address_requirements", (n, at) -> "none")
            .text("api_version", (n, at) -> "2010-04-01")
            .flag("beta", (n, at) -> false)
            .json(
                    "capabilities",
                    (n, at) -> Json.MAPPER
                            .createObjectNode()
                            .put("voice", true)
                            .put("sms", false)
                            .put("mms", false)
                            .put("fax", false))
            .iso("date_created", (n, at) -> n.dateCreated())
            .iso("date_updated", (n, at) -> n.dateUpdated())
            .text("friendly_name", (n, at) -> n.friendlyName())
            .links("links", (n, at) -> Map.of())
            .text("phone_number", (n, at) -> n.phoneNumber())
            .text("sid", (n, at) -> n.sid().value())
            .text("sms_application_sid", (n, at) -> n.settings().get("sms_application_sid"))
            .text("sms_fallback_method", (n, at) -> method(n, "sms_fallback_method"))
            .text("sms_fallback_url", (n, at) -> n.settings().get("sms_fallback_url"))
            .text("sms_method", (n, at) -> method(n, "sms_method"))
            .text("sms_url", (n, at) -> n.settings().get("sms_url"))
            .text("status_callback", (n, at) -> n.settings().get("status_callback"))
            .text("status_callback_method", (n, at) -> method(n, "status_callback_method"))
            .text("trunk_sid", (n, at) -> n.settings().get(SETTING))
            .text("url", (n, at) -> Trunks.url(String.valueOf(n.settings().get(SETTING)), at) + "/PhoneNumbers/" + n.sid())
            .text("voice_application_sid", (n, at) -> n.settings().get("voice_application_sid"))
            .flag("voice_caller_id_lookup", (n, at) -> "true".equals(n.settings().get("voice_caller_id_lookup")))
            .text("voice_fallback_method", (n, at) -> method(n, "voice_fallback_method"))
            .text("voice_fallback_url", (n, at) -> n.settings().get("voice_fallback_url"))
            .text("voice_method", (n, at) -> method(n, "voice_method"))
            .text("voice_url", (n, at) -> n.settings().get("voice_url"))
            .build();

    private final Records records;

    TrunkNumbers(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("trunking", LIST, "ListPhoneNumber")
                        .takes(Paging.with())
                        .lists("phone_numbers", SHAPE)
                        .by(x -> Paging.v1(
                                x,
                                "phone_numbers",
                                SHAPE,
                                of(trunk(x)),
                                Order.newestFirst(
                                        PhoneNumber::dateCreated, n -> n.sid().value()))),
                Endpoint.create("trunking", LIST, "CreatePhoneNumber")
                        .takes(NUMBER)
                        .answers(SHAPE)
                        .by(this::add),
                Endpoint.get("trunking", LIST + "/{Sid}", "FetchPhoneNumber")
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, number(x))),
                Endpoint.delete("trunking", LIST + "/{Sid}", "DeletePhoneNumber").by(x -> {
                    records.put(x, moved(number(x), null, x.place().now()));
                    return Answer.empty(204);
                }));
    }

    private Trunk trunk(Exchange x) {
        return records.need(x, Trunk.class, x.path("TrunkSid"), Trunk::account);
    }

    static boolean belongs(PhoneNumber number, Trunk trunk) {
        return trunk.sid().value().equals(number.settings().get(SETTING));
    }

    /// @param trunk null takes the number away from its trunk
    static PhoneNumber moved(PhoneNumber number, @Nullable Trunk trunk, Instant now) {
        Map<String, String> settings = new TreeMap<>(number.settings());
        Trunks.put(settings, SETTING, trunk == null ? "" : trunk.sid().value());
        return new PhoneNumber(
                number.sid(),
                number.account(),
                number.phoneNumber(),
                number.friendlyName(),
                settings,
                number.dateCreated(),
                now);
    }

    private List<PhoneNumber> of(Trunk trunk) {
        return records.all(PhoneNumber.class, n -> belongs(n, trunk));
    }

    private PhoneNumber number(Exchange x) {
        Trunk trunk = trunk(x);
        PhoneNumber found = records.need(x, PhoneNumber.class, x.path("Sid"), PhoneNumber::account);
        if (!belongs(found, trunk)) {
            throw x.notFound();
        }
        return found;
    }

    private Answer add(Exchange x) {
        Trunk trunk = trunk(x);
        PhoneNumber found = records.find(PhoneNumber.class, x.need(NUMBER).value());
        if (found == null || !found.account().equals(x.account().sid())) {
            throw Problem.notFound(x.need(NUMBER).value());
        }
        return x.answer(201, SHAPE, records.put(x, moved(found, trunk, x.place().now())));
    }

    private static String method(PhoneNumber number, String name) {
        return number.settings().getOrDefault(name, "POST");
    }
}
