package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.jspecify.annotations.Nullable;

/// The account's own numbers and what answers them (15.1). "Buying" one allots it from the operator's inventory; where
/// no inventory is kept, any number that is not taken may be allotted, for the trunk decides what arrives.
final class NumberResource {
    private static final String LIST = ACCOUNT + "/IncomingPhoneNumbers";
    private static final String ITEM = LIST + "/{Sid}";
    private static final String TYPE = "type";
    private static final Map<String, String> TYPES =
            Map.of("Local", "local", "Mobile", "mobile", "TollFree", "toll free");
    private static final Parameter<String> PHONE_NUMBER = Parameter.text("PhoneNumber", 20);
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<String> AREA_CODE = Parameter.text("AreaCode", 10);
    private static final Parameter<Boolean> BETA = Parameter.flag("Beta");
    private static final Parameter<String> ORIGIN = Parameter.word("Origin", "twilio", "hosted");
    private static final Parameter<String> VOICE_APPLICATION_SID = Parameter.sid(
                    "VoiceApplicationSid", "AP", ApplicationSid::valid, sid -> new ApplicationSid(sid).value())
            .clearable()
            .code(ErrorCode.NUMBER_APPLICATION);
    private static final List<Parameter<?>> SETTINGS = Stream.of(
                    Settings.VOICE,
                    Settings.SMS,
                    List.of(
                            VOICE_APPLICATION_SID,
                            Parameter.text("SmsApplicationSid").clearable(),
                            Parameter.text("TrunkSid").clearable(),
                            Parameter.word("VoiceReceiveMode", "voice", "fax"),
                            Parameter.text("AddressSid").clearable(),
                            Parameter.text("IdentitySid").clearable(),
                            Parameter.text("BundleSid").clearable(),
                            Parameter.word("EmergencyStatus", "Active", "Inactive"),
                            Parameter.text("EmergencyAddressSid").clearable()))
            .<Parameter<?>>flatMap(List::stream)
            .toList();

    static final Representation<PhoneNumber> SHAPE = Representation.<PhoneNumber>named("incoming_phone_number")
            .text("sid", (n, at) -> n.sid().value())
            .text("account_sid", (n, at) -> n.account().value())
            .text("friendly_name", (n, at) -> n.friendlyName())
            .text("phone_number", (n, at) -> n.phoneNumber())
            .text("voice_url", (n, at) -> setting(n, "voice_url"))
            .text("voice_method", (n, at) -> method(n, "voice_method"))
            .text("voice_fallback_url", (n, at) -> setting(n, "voice_fallback_url"))
            .text("voice_fallback_method", (n, at) -> method(n, "voice_fallback_method"))
            .text("voice_application_sid", (n, at) -> setting(n, "voice_application_sid"))
            .flag("voice_caller_id_lookup", (n, at) -> "true".equals(setting(n, "voice_caller_id_lookup")))
            .text("voice_receive_mode", (n, at) -> n.settings().getOrDefault("voice_receive_mode", "voice"))
            .text("status_callback", (n, at) -> setting(n, "status_callback"))
            .text("status_callback_method", (n, at) -> method(n, "status_callback_method"))
            .text("sms_url", (n, at) -> setting(n, "sms_url"))
            .text("sms_method", (n, at) -> method(n, "sms_method"))
            .text("sms_fallback_url", (n, at) -> setting(n, "sms_fallback_url"))
            .text("sms_fallback_method", (n, at) -> method(n, "sms_fallback_method"))
            .text("sms_application_sid", (n, at) -> setting(n, "sms_application_sid"))
            .text("trunk_sid", (n, at) -> setting(n, "trunk_sid"))
            .json("capabilities", (n, at) -> capabilities())
            .text("address_requirements", (n, at) -> "none")
            .text("address_sid", (n, at) -> setting(n, "address_sid"))
            .text("identity_sid", (n, at) -> setting(n, "identity_sid"))
            .text("bundle_sid", (n, at) -> setting(n, "bundle_sid"))
            .text("emergency_status", (n, at) -> n.settings().getOrDefault("emergency_status", "Inactive"))
            .text("emergency_address_sid", (n, at) -> setting(n, "emergency_address_sid"))
            .text("emergency_address_status", (n, at) -> "unregistered")
            .text("origin", (n, at) -> "hosted")
            .flag("beta", (n, at) -> false)
            .text("status", (n, at) -> "in-use")
            .text("type", (n, at) -> type(n))
            .text("api_version", (n, at) -> Uris.API_VERSION)
            .rfc2822("date_created", (n, at) -> n.dateCreated())
            .rfc2822("date_updated", (n, at) -> n.dateUpdated())
            .text("uri", (n, at) -> Uris.of(n.account(), "IncomingPhoneNumbers", n.sid()))
            .links(
                    "subresource_uris",
                    (n, at) -> Uris.below(
                            Uris.of(n.account(), "IncomingPhoneNumbers", n.sid()),
                            "assigned_add_ons",
                            "AssignedAddOns"))
            .build();

    private final Records records;
    private final Inventory inventory;

    NumberResource(Records records, Inventory inventory) {
        this.records = records;
        this.inventory = inventory;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> rows = new ArrayList<>();
        for (String kind : List.of("", "Local", "Mobile", "TollFree")) {
            String path = kind.isEmpty() ? LIST : LIST + "/" + kind;
            rows.add(Endpoint.get("api", path, "ListIncomingPhoneNumber" + kind)
                    .takes(Paging.with(PHONE_NUMBER, FRIENDLY_NAME, BETA, ORIGIN))
                    .lists("incoming_phone_numbers", SHAPE)
                    .by(x -> list(x, kind)));
            rows.add(Endpoint.create("api", path, "CreateIncomingPhoneNumber" + kind)
                    .takes(joined(PHONE_NUMBER, FRIENDLY_NAME, AREA_CODE))
                    .answers(SHAPE)
                    .by(x -> create(x, kind)));
        }
        rows.add(Endpoint.get("api", ITEM, "FetchIncomingPhoneNumber")
                .answers(SHAPE)
                .by(x -> x.ok(SHAPE, number(x))));
        rows.add(Endpoint.post("api", ITEM, "UpdateIncomingPhoneNumber")
                .takes(joined(FRIENDLY_NAME))
                .answers(SHAPE)
                .by(this::update));
        rows.add(Endpoint.delete("api", ITEM, "DeleteIncomingPhoneNumber").by(x -> {
            records.remove(x, List.of(number(x)));
            return Answer.empty(204);
        }));
        return rows;
    }

    private static List<Parameter<?>> joined(Parameter<?>... own) {
        return Stream.concat(Stream.of(own), SETTINGS.stream())
                .<Parameter<?>>map(p -> p)
                .toList();
    }

    private PhoneNumber number(Exchange x) {
        return records.need(x, PhoneNumber.class, x.path("Sid"), PhoneNumber::account);
    }

    private Answer list(Exchange x, String kind) {
        String name = x.get(FRIENDLY_NAME);
        Pattern pattern = pattern(x.get(PHONE_NUMBER));
        boolean none = x.get(BETA, false) || "twilio".equals(x.get(ORIGIN));
        List<PhoneNumber> all = records.all(
                PhoneNumber.class,
                n -> n.account().equals(x.account().sid())
                        && !none
                        && (kind.isEmpty() || type(n).equals(TYPES.get(kind)))
                        && (name == null || n.friendlyName().equals(name))
                        && (pattern == null || pattern.matcher(n.phoneNumber()).find()));
        return Paging.v2010(
                x,
                "incoming_phone_numbers",
                SHAPE,
                all,
                Order.newestFirst(PhoneNumber::dateCreated, n -> n.sid().value()));
    }

    /// Digits match anywhere; each `*` stands for one digit.
    private static @Nullable Pattern pattern(@Nullable String digits) {
        if (digits == null) {
            return null;
        }
        String expression = digits.replaceAll("[^0-9*]", "").replace("*", "[0-9]");
        return Pattern.compile(digits.startsWith("+") ? "^\\+" + expression : expression);
    }

    private Answer create(Exchange x, String kind) {
        String number = inventory.allot(x.get(PHONE_NUMBER), x.get(AREA_CODE));
        Map<String, String> settings = new LinkedHashMap<>(settings(x, Map.of()));
        if (!kind.isEmpty()) {
            settings.put(TYPE, TYPES.getOrDefault(kind, ""));
        }
        PhoneNumber made = new PhoneNumber(
                records.newSid(PhoneNumberSid.PREFIX, PhoneNumberSid::new),
                x.account().sid(),
                number,
                x.get(FRIENDLY_NAME, Numbers.formatted(number)),
                settings,
                x.place().now(),
                x.place().now());
        return x.answer(201, SHAPE, records.put(x, made));
    }

    private Answer update(Exchange x) {
        PhoneNumber number = number(x);
        PhoneNumber updated = new PhoneNumber(
                number.sid(),
                number.account(),
                number.phoneNumber(),
                x.get(FRIENDLY_NAME, number.friendlyName()),
                settings(x, number.settings()),
                number.dateCreated(),
                x.place().now());
        return x.ok(SHAPE, records.put(x, updated));
    }

    private Map<String, String> settings(Exchange x, Map<String, String> before) {
        Map<String, String> settings = Settings.changed(before, x.values(), SETTINGS);
        if (settings.containsKey("voice_fallback_url")
                && !settings.containsKey("voice_url")
                && !settings.containsKey("voice_application_sid")) {
            throw new Problem(ErrorCode.NUMBER_FALLBACK_WITHOUT_URL, "VoiceFallbackUrl needs a VoiceUrl beside it");
        }
        String application = x.get(VOICE_APPLICATION_SID);
        if (application != null && !application.isEmpty()) {
            Application found = records.find(Application.class, application);
            if (found == null || !found.account().equals(x.account().sid())) {
                throw new Problem(
                        ErrorCode.NUMBER_APPLICATION,
                        "VoiceApplicationSid does not name an application of this account");
            }
        }
        return settings;
    }

    static JsonNode capabilities() {
        return Json.MAPPER
                .createObjectNode()
                .put("voice", true)
                .put("sms", true)
                .put("mms", false)
                .put("fax", false);
    }

    /// North American toll-free prefixes are told from local numbers; of others we cannot know.
    static String type(String number) {
        return number.matches("\\+1(800|833|844|855|866|877|888)[0-9]{7}") ? "toll free" : "local";
    }

    /// What it was made as, where that was said.
    private static String type(PhoneNumber number) {
        return number.settings().getOrDefault(TYPE, type(number.phoneNumber()));
    }

    private static @Nullable String setting(PhoneNumber number, String name) {
        return number.settings().get(name);
    }

    private static String method(PhoneNumber number, String name) {
        return number.settings().getOrDefault(name, "POST");
    }
}
