package org.cordboard.api.trunking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.entity.ByocTrunk;
import org.cordboard.routing.entity.ConnectionPolicy;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.sid.ByocTrunkSid;
import org.cordboard.routing.sid.ConnectionPolicySid;
import org.cordboard.routing.sid.SipDomainSid;
import org.jspecify.annotations.Nullable;

/// Carriers that an account brings itself, and the policies by which calls go out to them.
final class Carriers {
    private static final String TRUNKS = "/v1/ByocTrunks";
    private static final String POLICIES = "/v1/ConnectionPolicies";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 255);
    private static final Parameter<Boolean> CNAM = Parameter.flag("CnamLookupEnabled");
    private static final Parameter<String> POLICY = Parameter.sid(
                    "ConnectionPolicySid", "NY", ConnectionPolicySid::valid, sid -> new ConnectionPolicySid(sid).value())
            .clearable();
    private static final Parameter<String> FROM_DOMAIN = Parameter.sid(
                    "FromDomainSid", "SD", SipDomainSid::valid, sid -> new SipDomainSid(sid).value())
            .clearable();
    /// Kept by their wire names.
    private static final Map<String, Parameter<String>> SETTINGS = settings();

    private static Map<String, Parameter<String>> settings() {
        Map<String, Parameter<String>> settings = new LinkedHashMap<>();
        settings.put("voice_url", Parameter.url("VoiceUrl").clearable());
        settings.put("voice_method", Parameter.method("VoiceMethod"));
        settings.put("voice_fallback_url", Parameter.url("VoiceFallbackUrl").clearable());
        settings.put("voice_fallback_method", Parameter.method("VoiceFallbackMethod"));
        settings.put("status_callback", Parameter.url("StatusCallbackUrl").clearable());
        settings.put("status_callback_method", Parameter.method("StatusCallbackMethod"));
        settings.put("connection_policy_sid", POLICY);
        settings.put("from_domain_sid", FROM_DOMAIN);
        return settings;
    }

    private static final Representation<ByocTrunk> TRUNK = Representation.<ByocTrunk>named("byoc_trunk")
            .text("account_sid", (t, at) -> t.account().value())
            .text("sid", (t, at) -> t.sid().value())
            .text("friendly_name", (t, at) -> t.friendlyName())
            .text("voice_url", (t, at) -> t.settings().get("voice_url"))
            .text("voice_method", (t, at) -> t.settings().getOrDefault("voice_method", "POST"))
            .text("voice_fallback_url", (t, at) -> t.settings().get("voice_fallback_url"))
            .text("voice_fallback_method", (t, at) -> t.settings().getOrDefault("voice_fallback_method", "POST"))
            .text("status_callback_url", (t, at) -> t.settings().get("status_callback"))
            .text("status_callback_method", (t, at) -> t.settings().getOrDefault("status_callback_method", "POST"))
            .flag("cnam_lookup_enabled", (t, at) -> "true".equals(t.settings().get("cnam_lookup_enabled")))
            .text("connection_policy_sid", (t, at) -> t.settings().get("connection_policy_sid"))
            .text("from_domain_sid", (t, at) -> t.settings().get("from_domain_sid"))
            .iso("date_created", (t, at) -> t.dateCreated())
            .iso("date_updated", (t, at) -> t.dateUpdated())
            .text("url", (t, at) -> at.base() + TRUNKS + "/" + t.sid())
            .build();

    private static final Representation<ConnectionPolicy> POLICY_SHAPE = Representation.<ConnectionPolicy>named(
                    "connection_policy")
            .text("account_sid", (p, at) -> p.account().value())
            .text("sid", (p, at) -> p.sid().value())
            .text("friendly_name", (p, at) -> p.friendlyName())
            .iso("date_created", (p, at) -> p.dateCreated())
            .iso("date_updated", (p, at) -> p.dateUpdated())
            .text("url", (p, at) -> at.base() + POLICIES + "/" + p.sid())
            .links("links", (p, at) -> {
                Map<String, @Nullable String> links = new LinkedHashMap<>();
                links.put("targets", at.base() + POLICIES + "/" + p.sid() + "/Targets");
                return links;
            })
            .build();

    private final Records records;

    Carriers(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> all = new ArrayList<>(List.of(FRIENDLY_NAME, CNAM));
        all.addAll(SETTINGS.values());
        return List.of(
                Endpoint.get("voice", TRUNKS, "ListByocTrunk")
                        .takes(Paging.with())
                        .lists("byoc_trunks", TRUNK)
                        .by(this::trunks),
                Endpoint.create("voice", TRUNKS, "CreateByocTrunk")
                        .takes(all)
                        .answers(TRUNK)
                        .by(this::createTrunk),
                Endpoint.get("voice", TRUNKS + "/{Sid}", "FetchByocTrunk")
                        .answers(TRUNK)
                        .by(x -> x.ok(TRUNK, trunk(x))),
                Endpoint.post("voice", TRUNKS + "/{Sid}", "UpdateByocTrunk")
                        .takes(all)
                        .answers(TRUNK)
                        .by(this::updateTrunk),
                Endpoint.delete("voice", TRUNKS + "/{Sid}", "DeleteByocTrunk").by(x -> {
                    records.remove(x, List.of(trunk(x)));
                    return Answer.empty(204);
                }),
                Endpoint.get("voice", POLICIES, "ListConnectionPolicy")
                        .takes(Paging.with())
                        .lists("connection_policies", POLICY_SHAPE)
                        .by(this::policies),
                Endpoint.create("voice", POLICIES, "CreateConnectionPolicy")
                        .takes(FRIENDLY_NAME)
                        .answers(POLICY_SHAPE)
                        .by(this::createPolicy),
                Endpoint.get("voice", POLICIES + "/{Sid}", "FetchConnectionPolicy")
                        .answers(POLICY_SHAPE)
                        .by(x -> x.ok(POLICY_SHAPE, policy(x))),
                Endpoint.post("voice", POLICIES + "/{Sid}", "UpdateConnectionPolicy")
                        .takes(FRIENDLY_NAME)
                        .answers(POLICY_SHAPE)
                        .by(this::renamePolicy),
                Endpoint.delete("voice", POLICIES + "/{Sid}", "DeleteConnectionPolicy").by(this::deletePolicy));
    }

    private ByocTrunk trunk(Exchange x) {
        return records.need(x, ByocTrunk.class, x.path("Sid"), ByocTrunk::account);
    }

    private Answer trunks(Exchange x) {
        return Paging.v1(
                x,
                "byoc_trunks",
                TRUNK,
                records.all(ByocTrunk.class, t -> t.account().equals(x.account().sid())),
                Order.newestFirst(ByocTrunk::dateCreated, t -> t.sid().value()));
    }

    private Answer createTrunk(Exchange x) {
        ByocTrunk made = new ByocTrunk(
                records.newSid(ByocTrunkSid.PREFIX, ByocTrunkSid::new),
                x.account().sid(),
                x.get(FRIENDLY_NAME, ""),
                settings(x, Map.of()),
                x.place().now(),
                x.place().now());
        return x.answer(201, TRUNK, records.put(x, made));
    }

    private Answer updateTrunk(Exchange x) {
        ByocTrunk before = trunk(x);
        ByocTrunk after = new ByocTrunk(
                before.sid(),
                before.account(),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                settings(x, before.settings()),
                before.dateCreated(),
                x.place().now());
        return x.ok(TRUNK, records.put(x, after));
    }

    private Map<String, String> settings(Exchange x, Map<String, String> before) {
        Map<String, String> settings = new TreeMap<>(before);
        SETTINGS.forEach((key, parameter) -> Trunks.put(settings, key, x.get(parameter)));
        Boolean lookup = x.get(CNAM);
        Trunks.put(settings, "cnam_lookup_enabled", lookup == null ? null : lookup.toString());
        ConnectionPolicy policy = records.find(ConnectionPolicy.class, settings.getOrDefault("connection_policy_sid", ""));
        SipDomain domain = records.find(SipDomain.class, settings.getOrDefault("from_domain_sid", ""));
        boolean strange = settings.containsKey("connection_policy_sid")
                        && (policy == null || !policy.account().equals(x.account().sid()))
                || settings.containsKey("from_domain_sid")
                        && (domain == null || !domain.account().equals(x.account().sid()));
        if (strange) {
            throw new Problem(
                    ErrorCode.TRUNK_INVALID, "ConnectionPolicySid and FromDomainSid must be this account's");
        }
        return settings;
    }

    private ConnectionPolicy policy(Exchange x) {
        return records.need(x, ConnectionPolicy.class, x.path("Sid"), ConnectionPolicy::account);
    }

    private Answer policies(Exchange x) {
        return Paging.v1(
                x,
                "connection_policies",
                POLICY_SHAPE,
                records.all(ConnectionPolicy.class, p -> p.account().equals(x.account().sid())),
                Order.newestFirst(ConnectionPolicy::dateCreated, p -> p.sid().value()));
    }

    private Answer createPolicy(Exchange x) {
        ConnectionPolicy made = new ConnectionPolicy(
                records.newSid(ConnectionPolicySid.PREFIX, ConnectionPolicySid::new),
                x.account().sid(),
                x.get(FRIENDLY_NAME, ""),
                x.place().now(),
                x.place().now());
        return x.answer(201, POLICY_SHAPE, records.put(x, made));
    }

    private Answer renamePolicy(Exchange x) {
        ConnectionPolicy before = policy(x);
        ConnectionPolicy after = new ConnectionPolicy(
                before.sid(),
                before.account(),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                before.dateCreated(),
                x.place().now());
        return x.ok(POLICY_SHAPE, records.put(x, after));
    }

    private Answer deletePolicy(Exchange x) {
        ConnectionPolicy policy = policy(x);
        String sid = policy.sid().value();
        if (!records.all(ByocTrunk.class, t -> sid.equals(t.settings().get("connection_policy_sid")))
                .isEmpty()) {
            throw new Problem(ErrorCode.TRUNK_INVALID, "A trunk follows this policy; give it another one first");
        }
        List<Entity> gone = new ArrayList<>(records.all(SipTarget.class, t -> t.owner().equals(sid)));
        gone.add(policy);
        records.remove(x, gone);
        return Answer.empty(204);
    }
}
