package org.cordboard.api.trunking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.sid.TrunkSid;
import org.jspecify.annotations.Nullable;

/// Trunks and their recording settings.
final class Trunks {
    static final String LIST = "/v1/Trunks";
    static final String ITEM = LIST + "/{Sid}";
    static final String PART = LIST + "/{TrunkSid}";
    private static final int TRUNKS_MAX = 100;
    private static final Parameter<String> FRIENDLY_NAME =
            Parameter.text("FriendlyName", 64).code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<String> DOMAIN_NAME =
            Parameter.text("DomainName", 253).code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<String> RECOVERY_URL =
            Parameter.url("DisasterRecoveryUrl").clearable().code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<String> RECOVERY_METHOD =
            Parameter.method("DisasterRecoveryMethod").code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<String> TRANSFER_MODE = Parameter.word(
                    "TransferMode", "disable-all", "enable-all", "sip-only")
            .code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<String> TRANSFER_CALLER_ID = Parameter.word(
                    "TransferCallerId", "from-transferee", "from-transferor")
            .code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<Boolean> SECURE = Parameter.flag("Secure");
    private static final Parameter<Boolean> CNAM = Parameter.flag("CnamLookupEnabled");
    private static final Parameter<String> MODE = Parameter.word(
            "Mode",
            "do-not-record",
            "record-from-ringing",
            "record-from-answer",
            "record-from-ringing-dual",
            "record-from-answer-dual");
    private static final Parameter<String> TRIM = Parameter.word("Trim", "trim-silence", "do-not-trim");
    private static final List<Parameter<?>> SETTINGS = List.of(
            FRIENDLY_NAME,
            DOMAIN_NAME,
            RECOVERY_URL,
            RECOVERY_METHOD,
            TRANSFER_MODE,
            TRANSFER_CALLER_ID,
            SECURE,
            CNAM);

    private static final Representation<Trunk> RECORDING = Representation.<Trunk>named("recording")
            .text("mode", (t, at) -> t.settings().getOrDefault("recording_mode", "do-not-record"))
            .text("trim", (t, at) -> t.settings().getOrDefault("recording_trim", "do-not-trim"))
            .build();

    private final Records records;
    private final Representation<Trunk> shape;

    Trunks(Records records) {
        this.records = records;
        this.shape = Representation.<Trunk>named("trunk")
                .text("account_sid", (t, at) -> t.account().value())
                .text("domain_name", (t, at) -> t.settings().get("domain_name"))
                .text("disaster_recovery_method", (t, at) -> t.settings().getOrDefault("disaster_recovery_method", "POST"))
                .text("disaster_recovery_url", (t, at) -> t.settings().get("disaster_recovery_url"))
                .text("friendly_name", (t, at) -> t.friendlyName())
                .flag("secure", (t, at) -> "true".equals(t.settings().get("secure")))
                .object("recording", RECORDING, (t, at) -> t)
                .text("transfer_mode", (t, at) -> t.settings().getOrDefault("transfer_mode", "disable-all"))
                .text("transfer_caller_id", (t, at) -> t.settings().getOrDefault("transfer_caller_id", "from-transferee"))
                .flag("cnam_lookup_enabled", (t, at) -> "true".equals(t.settings().get("cnam_lookup_enabled")))
                .text("auth_type", (t, at) -> String.join(",", guards(t)))
                .flag("symmetric_rtp_enabled", (t, at) -> true)
                .texts("auth_type_set", (t, at) -> guards(t))
                .iso("date_created", (t, at) -> t.dateCreated())
                .iso("date_updated", (t, at) -> t.dateUpdated())
                .text("sid", (t, at) -> t.sid().value())
                .text("url", (t, at) -> url(t.sid().value(), at))
                .links("links", (t, at) -> {
                    Map<String, @Nullable String> links = new LinkedHashMap<>();
                    links.put("origination_urls", url(t.sid().value(), at) + "/OriginationUrls");
                    links.put("credential_lists", url(t.sid().value(), at) + "/CredentialLists");
                    links.put("ip_access_control_lists", url(t.sid().value(), at) + "/IpAccessControlLists");
                    links.put("phone_numbers", url(t.sid().value(), at) + "/PhoneNumbers");
                    links.put("recording", url(t.sid().value(), at) + "/Recording");
                    return links;
                })
                .build();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("trunking", LIST, "ListTrunk")
                        .takes(Paging.with())
                        .lists("trunks", shape)
                        .by(this::list),
                Endpoint.create("trunking", LIST, "CreateTrunk")
                        .takes(SETTINGS)
                        .answers(shape)
                        .by(this::create),
                Endpoint.get("trunking", ITEM, "FetchTrunk").answers(shape).by(x -> x.ok(shape, trunk(x, "Sid"))),
                Endpoint.post("trunking", ITEM, "UpdateTrunk")
                        .takes(SETTINGS)
                        .answers(shape)
                        .by(this::update),
                Endpoint.delete("trunking", ITEM, "DeleteTrunk").by(this::delete),
                Endpoint.get("trunking", PART + "/Recording", "FetchRecording")
                        .answers(RECORDING)
                        .by(x -> x.ok(RECORDING, trunk(x, "TrunkSid"))),
                Endpoint.post("trunking", PART + "/Recording", "UpdateRecording")
                        .takes(MODE, TRIM)
                        .answers(RECORDING)
                        .by(this::record));
    }

    static String url(String sid, Place at) {
        return at.base() + LIST + "/" + sid;
    }

    private Trunk trunk(Exchange x, String variable) {
        return records.need(x, Trunk.class, x.path(variable), Trunk::account);
    }

    private List<String> guards(Trunk trunk) {
        List<String> lists = records.all(SipMapping.class, m -> m.owner().equals(trunk.sid().value())).stream()
                .map(SipMapping::list)
                .toList();
        List<String> guards = new ArrayList<>();
        if (lists.stream().anyMatch(l -> l.startsWith("AL"))) {
            guards.add("IP_ACL");
        }
        if (lists.stream().anyMatch(l -> l.startsWith("CL"))) {
            guards.add("CREDENTIAL_LIST");
        }
        return guards;
    }

    private List<Trunk> own(Exchange x) {
        return records.all(Trunk.class, t -> t.account().equals(x.account().sid()));
    }

    private Answer list(Exchange x) {
        return Paging.v1(
                x, "trunks", shape, own(x), Order.newestFirst(Trunk::dateCreated, t -> t.sid().value()));
    }

    private Answer create(Exchange x) {
        if (own(x).size() >= TRUNKS_MAX) {
            throw new Problem(ErrorCode.TRUNK_LIMIT, "An account has at most " + TRUNKS_MAX + " trunks");
        }
        Trunk made = new Trunk(
                records.newSid(TrunkSid.PREFIX, TrunkSid::new),
                x.account().sid(),
                x.get(FRIENDLY_NAME, ""),
                named(null, settings(x, Map.of())),
                x.place().now(),
                x.place().now());
        return x.answer(201, shape, records.put(x, made));
    }

    private Answer update(Exchange x) {
        Trunk before = trunk(x, "Sid");
        return x.ok(
                shape,
                changed(x, before, x.get(FRIENDLY_NAME, before.friendlyName()), named(before, settings(x, before.settings()))));
    }

    private Trunk changed(Exchange x, Trunk before, String name, Map<String, String> settings) {
        return records.put(
                x,
                new Trunk(
                        before.sid(),
                        before.account(),
                        name,
                        settings,
                        before.dateCreated(),
                        x.place().now()));
    }

    private Answer record(Exchange x) {
        Trunk before = trunk(x, "TrunkSid");
        Map<String, String> settings = new TreeMap<>(before.settings());
        put(settings, "recording_mode", x.get(MODE));
        put(settings, "recording_trim", x.get(TRIM));
        return x.ok(RECORDING, changed(x, before, before.friendlyName(), settings));
    }

    /// A trunk's numbers go back to their own settings.
    private Answer delete(Exchange x) {
        Trunk trunk = trunk(x, "Sid");
        List<PhoneNumber> numbers = records.all(PhoneNumber.class, n -> TrunkNumbers.belongs(n, trunk));
        if (!numbers.isEmpty()) {
            records.putAll(
                    x,
                    numbers.stream()
                            .map(n -> TrunkNumbers.moved(n, null, x.place().now()))
                            .toList());
        }
        List<Entity> gone = new ArrayList<>();
        gone.addAll(records.all(SipMapping.class, m -> m.owner().equals(trunk.sid().value())));
        gone.addAll(records.all(SipTarget.class, t -> t.owner().equals(trunk.sid().value())));
        gone.add(trunk);
        records.remove(x, gone);
        return Answer.empty(204);
    }

    /// Calls find their trunk by its domain's name, so there is one of each.
    private Map<String, String> named(@Nullable Trunk self, Map<String, String> settings) {
        String name = settings.getOrDefault("domain_name", "");
        if (!name.isEmpty()
                && !records.all(Trunk.class, t -> t.domainName().equals(name)
                                && (self == null || !t.sid().equals(self.sid())))
                        .isEmpty()) {
            throw new Problem(ErrorCode.TRUNK_INVALID, "DomainName " + name + " is taken");
        }
        return settings;
    }

    private static Map<String, String> settings(Exchange x, Map<String, String> before) {
        Map<String, String> settings = new TreeMap<>(before);
        String domain = x.get(DOMAIN_NAME);
        put(settings, "domain_name", domain == null ? null : domain.toLowerCase(Locale.ROOT));
        put(settings, "disaster_recovery_url", x.get(RECOVERY_URL));
        put(settings, "disaster_recovery_method", x.get(RECOVERY_METHOD));
        put(settings, "transfer_mode", x.get(TRANSFER_MODE));
        put(settings, "transfer_caller_id", x.get(TRANSFER_CALLER_ID));
        put(settings, "secure", text(x.get(SECURE)));
        put(settings, "cnam_lookup_enabled", text(x.get(CNAM)));
        return settings;
    }

    private static @Nullable String text(@Nullable Boolean flag) {
        return flag == null ? null : flag.toString();
    }

    static void put(
            Map<String, String> settings, String key, @Nullable String value) {
        if (value != null && value.isEmpty()) {
            settings.remove(key);
        } else if (value != null) {
            settings.put(key, value);
        }
    }
}
