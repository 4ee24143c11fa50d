package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.sid.ByocTrunkSid;
import org.cordboard.routing.sid.SipDomainSid;
import org.jspecify.annotations.Nullable;

/// Domains of an account's phones and exchanges (11.1). Their names end in the platform's own domain, or in the published
/// suffix, which a name server or a hosts file of the operator's may lead here.
final class SipDomainResource {
    /// The engine keeps the platform's domain under this name; the server writes it at its start.
    static final String SUFFIX_SETTING = "sip-domain";

    private static final String PUBLISHED_SUFFIX = "sip.twilio.com";
    private static final int DOMAINS_MAX = 100;
    private static final Pattern LABELS = Pattern.compile("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");
    private static final String LIST = ACCOUNT + "/SIP/Domains";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> DOMAIN_NAME = Parameter.text("DomainName", 253)
            .required()
            .codes(ErrorCode.SIP_DOMAIN_NAME, ErrorCode.SIP_DOMAIN_NAME);
    private static final Parameter<String> FRIENDLY_NAME =
            Parameter.text("FriendlyName", 64).code(ErrorCode.SIP_DOMAIN_TAKEN);
    private static final Parameter<String> BYOC_TRUNK_SID = Parameter.sid(
                    "ByocTrunkSid", "BY", ByocTrunkSid::valid, sid -> new ByocTrunkSid(sid).value())
            .clearable()
            .code(ErrorCode.BYOC_TRUNK);
    private static final List<Parameter<?>> SETTINGS = List.of(
            Settings.url("VoiceUrl"),
            Settings.method("VoiceMethod"),
            Settings.url("VoiceFallbackUrl"),
            Settings.method("VoiceFallbackMethod"),
            Settings.url("VoiceStatusCallbackUrl"),
            Settings.method("VoiceStatusCallbackMethod"),
            Parameter.flag("SipRegistration"),
            Parameter.flag("Secure"),
            Parameter.flag("EmergencyCallingEnabled"),
            BYOC_TRUNK_SID,
            Parameter.text("EmergencyCallerSid", 34).clearable());

    private final Records records;
    private final Representation<SipDomain> shape;

    SipDomainResource(Records records) {
        this.records = records;
        this.shape = Representation.<SipDomain>named("sip_domain")
                .text("sid", (d, at) -> d.sid().value())
                .text("account_sid", (d, at) -> d.account().value())
                .text("api_version", (d, at) -> Uris.API_VERSION)
                .text("auth_type", (d, at) -> authType(d))
                .text("domain_name", (d, at) -> d.domainName())
                .text("friendly_name", (d, at) -> d.friendlyName())
                .text("voice_url", (d, at) -> d.settings().get("voice_url"))
                .text("voice_method", (d, at) -> method(d, "voice_method"))
                .text("voice_fallback_url", (d, at) -> d.settings().get("voice_fallback_url"))
                .text("voice_fallback_method", (d, at) -> method(d, "voice_fallback_method"))
                .text("voice_status_callback_url", (d, at) -> d.settings().get("voice_status_callback_url"))
                .text("voice_status_callback_method", (d, at) -> method(d, "voice_status_callback_method"))
                .flag("sip_registration", (d, at) -> d.takesRegistrations())
                .flag("secure", (d, at) -> d.secure())
                .flag("emergency_calling_enabled", (d, at) -> flag(d, "emergency_calling_enabled"))
                .text("byoc_trunk_sid", (d, at) -> d.settings().get("byoc_trunk_sid"))
                .text("emergency_caller_sid", (d, at) -> d.settings().get("emergency_caller_sid"))
                .rfc2822("date_created", (d, at) -> d.dateCreated())
                .rfc2822("date_updated", (d, at) -> d.dateUpdated())
                .text("uri", (d, at) -> uri(d))
                .links(
                        "subresource_uris",
                        (d, at) -> Uris.below(
                                uri(d),
                                "credential_list_mappings",
                                "CredentialListMappings",
                                "ip_access_control_list_mappings",
                                "IpAccessControlListMappings",
                                "auth",
                                "Auth"))
                .build();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("api", LIST, "ListSipDomain")
                        .takes(Paging.with())
                        .lists("domains", shape)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateSipDomain")
                        .takes(joined(DOMAIN_NAME))
                        .answers(shape)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchSipDomain").answers(shape).by(x -> x.ok(shape, domain(x))),
                Endpoint.post("api", ITEM, "UpdateSipDomain")
                        .takes(joined(DOMAIN_NAME.optional()))
                        .answers(shape)
                        .by(this::update),
                Endpoint.delete("api", ITEM, "DeleteSipDomain").by(this::delete));
    }

    private static List<Parameter<?>> joined(Parameter<?> name) {
        return Stream.concat(Stream.of(name, FRIENDLY_NAME), SETTINGS.stream())
                .<Parameter<?>>map(p -> p)
                .toList();
    }

    private SipDomain domain(Exchange x) {
        return records.need(x, SipDomain.class, x.path("Sid"), SipDomain::account);
    }

    private List<SipDomain> own(Exchange x) {
        return records.all(SipDomain.class, d -> d.account().equals(x.account().sid()));
    }

    private Answer list(Exchange x) {
        return Paging.v2010(
                x,
                "domains",
                shape,
                own(x),
                Order.newestFirst(SipDomain::dateCreated, d -> d.sid().value()));
    }

    private Answer create(Exchange x) {
        if (own(x).size() >= DOMAINS_MAX) {
            throw new Problem(ErrorCode.SIP_DOMAIN_LIMIT, "An account has at most " + DOMAINS_MAX + " SIP domains");
        }
        String name = name(x.need(DOMAIN_NAME), null);
        SipDomain made = new SipDomain(
                records.newSid(SipDomainSid.PREFIX, SipDomainSid::new),
                x.account().sid(),
                name,
                x.get(FRIENDLY_NAME, name),
                settings(x, Map.of()),
                x.place().now(),
                x.place().now());
        return x.answer(201, shape, records.put(x, made));
    }

    private Answer update(Exchange x) {
        SipDomain before = domain(x);
        String wanted = x.get(DOMAIN_NAME);
        SipDomain after = new SipDomain(
                before.sid(),
                before.account(),
                wanted == null ? before.domainName() : name(wanted, before.sid()),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                settings(x, before.settings()),
                before.dateCreated(),
                x.place().now());
        return x.ok(shape, records.put(x, after));
    }

    private Answer delete(Exchange x) {
        SipDomain domain = domain(x);
        List<Entity> gone = new ArrayList<>(records.all(
                SipMapping.class, m -> m.owner().equals(domain.sid().value())));
        gone.add(domain);
        records.remove(x, gone);
        return Answer.empty(204);
    }

    private String name(String given, @Nullable SipDomainSid self) {
        String name = given.strip().toLowerCase(Locale.ROOT);
        if (!LABELS.matcher(name).matches()
                || suffixes().stream().noneMatch(suffix -> name.endsWith("." + suffix))) {
            throw new Problem(
                    ErrorCode.SIP_DOMAIN_NAME,
                    "DomainName must be letters, digits and - before ." + String.join(" or .", suffixes()));
        }
        if (!records.all(SipDomain.class, d -> d.domainName().equals(name) && !d.sid().equals(self))
                .isEmpty()) {
            throw new Problem(ErrorCode.SIP_DOMAIN_TAKEN, "DomainName " + name + " is taken");
        }
        return name;
    }

    private List<String> suffixes() {
        Setting own = records.find(Setting.class, SUFFIX_SETTING);
        return own == null ? List.of(PUBLISHED_SUFFIX) : List.of(own.value(), PUBLISHED_SUFFIX);
    }

    private Map<String, String> settings(Exchange x, Map<String, String> before) {
        String trunk = x.get(BYOC_TRUNK_SID);
        if (trunk != null && !trunk.isEmpty()) {
            ByocTrunk found = records.find(ByocTrunk.class, trunk);
            if (found == null || !found.account().equals(x.account().sid())) {
                throw new Problem(ErrorCode.BYOC_TRUNK, "ByocTrunkSid does not name a trunk of this account");
            }
        }
        Map<String, String> settings = Settings.changed(before, x.values(), SETTINGS);
        Stream.of("sip_registration", "secure", "emergency_calling_enabled")
                .forEach(flag -> settings.computeIfPresent(flag, (k, v) -> Boolean.toString(Settings.isTrue(v))));
        return settings;
    }

    private String authType(SipDomain domain) {
        List<String> lists = records.all(
                        SipMapping.class,
                        m -> m.owner().equals(domain.sid().value())
                                && m.use().equals(SipMapping.CALLS))
                .stream()
                .map(SipMapping::list)
                .toList();
        List<String> types = new ArrayList<>();
        if (lists.stream().anyMatch(l -> l.startsWith("AL"))) {
            types.add("IP_ACL");
        }
        if (lists.stream().anyMatch(l -> l.startsWith("CL"))) {
            types.add("CREDENTIAL_LIST");
        }
        return String.join(",", types);
    }

    private static boolean flag(SipDomain domain, String name) {
        return "true".equals(domain.settings().get(name));
    }

    private static String method(SipDomain domain, String name) {
        return domain.settings().getOrDefault(name, "POST");
    }

    private static String uri(SipDomain domain) {
        return Uris.of(domain.account(), "SIP", "Domains", domain.sid());
    }
}
