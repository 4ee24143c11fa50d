package org.cordboard.api.voice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.jspecify.annotations.Nullable;

/// Carriers of one's own (15.8): trunks, and policies that say by which SIP addresses a carrier is reached.
final class ByocResource {
    static final String TRUNK_KIND = "byoc-trunk";
    static final String POLICY_KIND = "connection-policy";
    static final String TARGET_KIND = "connection-policy-target";
    private static final String TRUNKS = "/v1/ByocTrunks";
    private static final String POLICIES = "/v1/ConnectionPolicies";
    private static final String TARGETS = POLICIES + "/{ConnectionPolicySid}/Targets";
    private static final String POLICY = "connection_policy_sid";
    private static final String NAME = "friendly_name";

    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 255);
    private static final Parameter<String> TARGET_URL = Parameter.text("Target", 2048);
    private static final Parameter<String> CONNECTION_POLICY_SID =
            Parameter.text("ConnectionPolicySid", 34).clearable();
    private static final List<Parameter<?>> TRUNK_SETTINGS = List.of(
            FRIENDLY_NAME,
            Settings.url("VoiceUrl"),
            Settings.method("VoiceMethod"),
            Settings.url("VoiceFallbackUrl"),
            Settings.method("VoiceFallbackMethod"),
            Settings.url("StatusCallbackUrl"),
            Settings.method("StatusCallbackMethod"),
            Parameter.flag("CnamLookupEnabled"),
            CONNECTION_POLICY_SID,
            Parameter.text("FromDomainSid", 34).clearable());
    private static final List<Parameter<?>> TARGET_SETTINGS = List.of(
            FRIENDLY_NAME,
            TARGET_URL,
            Parameter.integer("Priority", 0, 65_535),
            Parameter.integer("Weight", 1, 65_535),
            Parameter.flag("Enabled"));

    private static final Representation<Document> TRUNK = named("byoc_trunk")
            .text("voice_url", (d, at) -> d.field("voice_url"))
            .text("voice_method", (d, at) -> d.field("voice_method", "POST"))
            .text("voice_fallback_url", (d, at) -> d.field("voice_fallback_url"))
            .text("voice_fallback_method", (d, at) -> d.field("voice_fallback_method", "POST"))
            .text("status_callback_url", (d, at) -> d.field("status_callback_url"))
            .text("status_callback_method", (d, at) -> d.field("status_callback_method", "POST"))
            .flag("cnam_lookup_enabled", (d, at) -> d.field("cnam_lookup_enabled", "false").equals("true"))
            .text("connection_policy_sid", (d, at) -> d.field(POLICY))
            .text("from_domain_sid", (d, at) -> d.field("from_domain_sid"))
            .text("url", (d, at) -> url(at, TRUNKS, d.sid()))
            .build();

    private static final Representation<Document> POLICY_SHAPE = named("connection_policy")
            .text("url", (d, at) -> url(at, POLICIES, d.sid()))
            .links("links", (d, at) -> links(url(at, POLICIES, d.sid())))
            .build();

    private static final Representation<Document> TARGET = named("connection_policy_target")
            .text("connection_policy_sid", (d, at) -> d.field(POLICY))
            .text("target", (d, at) -> d.field("target"))
            .integer("priority", (d, at) -> Integer.valueOf(d.field("priority", "10")))
            .integer("weight", (d, at) -> Integer.valueOf(d.field("weight", "10")))
            .flag("enabled", (d, at) -> d.field("enabled", "true").equals("true"))
            .text("url", (d, at) -> url(at, POLICIES, d.field(POLICY, "") + "/Targets/" + d.sid()))
            .build();

    private static Representation.Builder<Document> named(String name) {
        return Representation.<Document>named(name)
                .text("account_sid", (d, at) -> d.account().value())
                .text("sid", (d, at) -> d.sid())
                .text("friendly_name", (d, at) -> d.field(NAME))
                .iso("date_created", (d, at) -> d.dateCreated())
                .iso("date_updated", (d, at) -> d.dateUpdated());
    }

    private final Documents trunks;
    private final Documents policies;
    private final Documents targets;

    ByocResource(Records records) {
        this.trunks = new Documents(records, TRUNK_KIND, "BY");
        this.policies = new Documents(records, POLICY_KIND, "NY");
        this.targets = new Documents(records, TARGET_KIND, "NE");
    }

    List<Endpoint> endpoints() {
        return Stream.of(trunkRows(), policyRows(), targetRows())
                .flatMap(List::stream)
                .toList();
    }

    private List<Endpoint> trunkRows() {
        return List.of(
                Endpoint.get("voice", TRUNKS, "ListByocTrunk")
                        .takes(Paging.with())
                        .lists("byoc_trunks", TRUNK)
                        .by(x -> Paging.v1(x, "byoc_trunks", TRUNK, trunks.all(x, d -> true), Documents.newestFirst())),
                Endpoint.create("voice", TRUNKS, "CreateByocTrunk")
                        .takes(TRUNK_SETTINGS)
                        .answers(TRUNK)
                        .by(x -> x.answer(201, TRUNK, trunks.create(x, trunk(x, Map.of())))),
                Endpoint.get("voice", TRUNKS + "/{Sid}", "FetchByocTrunk")
                        .answers(TRUNK)
                        .by(x -> x.ok(TRUNK, trunks.need(x, x.path("Sid")))),
                Endpoint.post("voice", TRUNKS + "/{Sid}", "UpdateByocTrunk")
                        .takes(TRUNK_SETTINGS)
                        .answers(TRUNK)
                        .by(x -> {
                            Document before = trunks.need(x, x.path("Sid"));
                            return x.ok(TRUNK, trunks.update(x, before, trunk(x, before.fields())));
                        }),
                Endpoint.delete("voice", TRUNKS + "/{Sid}", "DeleteByocTrunk")
                        .by(x -> trunks.delete(x, trunks.need(x, x.path("Sid")))));
    }

    private Map<String, String> trunk(Exchange x, Map<String, String> before) {
        String policy = x.get(CONNECTION_POLICY_SID);
        if (policy != null && !policy.isEmpty() && policies.all(x, d -> d.sid().equals(policy)).isEmpty()) {
            throw new Problem(
                    ErrorCode.INVALID_PARAMETER, "ConnectionPolicySid does not name a connection policy of this account");
        }
        return Settings.changed(before, x.values(), TRUNK_SETTINGS);
    }

    private List<Endpoint> policyRows() {
        return List.of(
                Endpoint.get("voice", POLICIES, "ListConnectionPolicy")
                        .takes(Paging.with())
                        .lists("connection_policies", POLICY_SHAPE)
                        .by(x -> Paging.v1(
                                x,
                                "connection_policies",
                                POLICY_SHAPE,
                                policies.all(x, d -> true),
                                Documents.newestFirst())),
                Endpoint.create("voice", POLICIES, "CreateConnectionPolicy")
                        .takes(FRIENDLY_NAME)
                        .answers(POLICY_SHAPE)
                        .by(x -> x.answer(201, POLICY_SHAPE, policies.create(x, name(x, Map.of())))),
                Endpoint.get("voice", POLICIES + "/{Sid}", "FetchConnectionPolicy")
                        .answers(POLICY_SHAPE)
                        .by(x -> x.ok(POLICY_SHAPE, policies.need(x, x.path("Sid")))),
                Endpoint.post("voice", POLICIES + "/{Sid}", "UpdateConnectionPolicy")
                        .takes(FRIENDLY_NAME)
                        .answers(POLICY_SHAPE)
                        .by(x -> {
                            Document before = policies.need(x, x.path("Sid"));
                            return x.ok(POLICY_SHAPE, policies.update(x, before, name(x, before.fields())));
                        }),
                Endpoint.delete("voice", POLICIES + "/{Sid}", "DeleteConnectionPolicy").by(this::deletePolicy));
    }

    private static Map<String, String> name(Exchange x, Map<String, String> before) {
        return Settings.changed(before, x.values(), List.of(FRIENDLY_NAME));
    }

    private Answer deletePolicy(Exchange x) {
        Document policy = policies.need(x, x.path("Sid"));
        if (!trunks.all(x, d -> policy.sid().equals(d.field(POLICY))).isEmpty()) {
            throw new Problem(ErrorCode.CONFLICT, "The connection policy is used by a BYOC trunk");
        }
        targetsOf(x, policy.sid()).forEach(target -> targets.delete(x, target));
        return policies.delete(x, policy);
    }

    private List<Document> targetsOf(Exchange x, String policy) {
        return targets.all(x, d -> policy.equals(d.field(POLICY)));
    }

    private List<Endpoint> targetRows() {
        return List.of(
                Endpoint.get("voice", TARGETS, "ListConnectionPolicyTarget")
                        .takes(Paging.with())
                        .lists("targets", TARGET)
                        .by(x -> Paging.v1(
                                x,
                                "targets",
                                TARGET,
                                targetsOf(x, policies.need(x, x.path("ConnectionPolicySid")).sid()),
                                Documents.newestFirst())),
                Endpoint.create("voice", TARGETS, "CreateConnectionPolicyTarget")
                        .takes(TARGET_SETTINGS)
                        .answers(TARGET)
                        .by(this::createTarget),
                Endpoint.get("voice", TARGETS + "/{Sid}", "FetchConnectionPolicyTarget")
                        .answers(TARGET)
                        .by(x -> x.ok(TARGET, target(x))),
                Endpoint.post("voice", TARGETS + "/{Sid}", "UpdateConnectionPolicyTarget")
                        .takes(TARGET_SETTINGS)
                        .answers(TARGET)
                        .by(x -> {
                            Document before = target(x);
                            checkTarget(x.get(TARGET_URL));
                            return x.ok(
                                    TARGET,
                                    targets.update(
                                            x, before, Settings.changed(before.fields(), x.values(), TARGET_SETTINGS)));
                        }),
                Endpoint.delete("voice", TARGETS + "/{Sid}", "DeleteConnectionPolicyTarget")
                        .by(x -> targets.delete(x, target(x))));
    }

    private Answer createTarget(Exchange x) {
        Document policy = policies.need(x, x.path("ConnectionPolicySid"));
        x.need(TARGET_URL);
        checkTarget(x.get(TARGET_URL));
        Map<String, String> fields = new LinkedHashMap<>(Settings.changed(Map.of(), x.values(), TARGET_SETTINGS));
        fields.put(POLICY, policy.sid());
        return x.answer(201, TARGET, targets.create(x, fields));
    }

    private static void checkTarget(@Nullable String target) {
        if (target != null && !target.matches("sips?:[^\\s@]+")) {
            throw new Problem(ErrorCode.INVALID_PARAMETER, "Target must be a SIP address without user, as in sip:carrier.example:5061");
        }
    }

    private Document target(Exchange x) {
        Document policy = policies.need(x, x.path("ConnectionPolicySid"));
        Document target = targets.need(x, x.path("Sid"));
        if (!policy.sid().equals(target.field(POLICY))) {
            throw x.notFound();
        }
        return target;
    }

    private static String url(Place at, String path, String sid) {
        return at.base() + path + "/" + sid;
    }

    private static Map<String, @Nullable String> links(String policy) {
        Map<String, @Nullable String> links = new LinkedHashMap<>();
        links.put("targets", policy + "/Targets");
        return links;
    }
}
