package org.cordboard.api.trunking;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import org.cordboard.routing.entity.ConnectionPolicy;
import org.cordboard.routing.entity.SipTarget;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.sid.ConnectionPolicyTargetSid;
import org.cordboard.routing.sid.OriginationUrlSid;

/// Where calls may be sent: the origination URLs of a trunk and the targets of a connection policy, which differ in names
/// only.
final class Targets {
    private static final int TARGETS_MAX = 10;
    private static final Pattern SIP_URI = Pattern.compile("sip:[^\\s<>\"]{1,250}");
    private static final Parameter<String> FRIENDLY_NAME =
            Parameter.text("FriendlyName", 64).code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<Integer> PRIORITY =
            Parameter.integer("Priority", 0, 65_535).code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<Integer> WEIGHT =
            Parameter.integer("Weight", 1, 65_535).code(ErrorCode.TRUNK_INVALID);
    private static final Parameter<Boolean> ENABLED = Parameter.flag("Enabled");

    /// One of the two collections.
    private record Kind(
            String product, String list, String owner, String operation, String key, String address, boolean trunk) {
        Parameter<String> target() {
            return Parameter.text(address, 254)
                    .required()
                    .codes(ErrorCode.TRUNK_INVALID, ErrorCode.TRUNK_INVALID);
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "trunking",
                    Trunks.PART + "/OriginationUrls",
                    "TrunkSid",
                    "OriginationUrl",
                    "origination_urls",
                    "SipUrl",
                    true),
            new Kind(
                    "voice",
                    "/v1/ConnectionPolicies/{ConnectionPolicySid}/Targets",
                    "ConnectionPolicySid",
                    "ConnectionPolicyTarget",
                    "targets",
                    "Target",
                    false));

    private final Records records;

    Targets(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return KINDS.stream().flatMap(this::rows).toList();
    }

    private Stream<Endpoint> rows(Kind kind) {
        Representation<SipTarget> shape = shape(kind);
        String item = kind.list + "/{Sid}";
        return Stream.of(
                Endpoint.get(kind.product, kind.list, "List" + kind.operation)
                        .takes(Paging.with())
                        .lists(kind.key, shape)
                        .by(x -> Paging.v1(
                                x,
                                kind.key,
                                shape,
                                of(owner(x, kind)),
                                Order.newestFirst(SipTarget::dateCreated, SipTarget::sid))),
                Endpoint.create(kind.product, kind.list, "Create" + kind.operation)
                        .takes(kind.target(), FRIENDLY_NAME, PRIORITY, WEIGHT, ENABLED)
                        .answers(shape)
                        .by(x -> create(x, kind, shape)),
                Endpoint.get(kind.product, item, "Fetch" + kind.operation)
                        .answers(shape)
                        .by(x -> x.ok(shape, target(x, kind))),
                Endpoint.post(kind.product, item, "Update" + kind.operation)
                        .takes(kind.target().optional(), FRIENDLY_NAME, PRIORITY, WEIGHT, ENABLED)
                        .answers(shape)
                        .by(x -> update(x, kind, shape)),
                Endpoint.delete(kind.product, item, "Delete" + kind.operation).by(x -> {
                    records.remove(x, List.of(target(x, kind)));
                    return Answer.empty(204);
                }));
    }

    private static Representation<SipTarget> shape(Kind kind) {
        return Representation.<SipTarget>named(kind.trunk ? "origination_url" : "connection_policy_target")
                .text("account_sid", (t, at) -> t.account().value())
                .text("sid", (t, at) -> t.sid())
                .text(kind.trunk ? "trunk_sid" : "connection_policy_sid", (t, at) -> t.owner())
                .text("friendly_name", (t, at) -> t.friendlyName())
                .text(kind.trunk ? "sip_url" : "target", (t, at) -> t.sipUrl())
                .integer("priority", (t, at) -> t.priority())
                .integer("weight", (t, at) -> t.weight())
                .flag("enabled", (t, at) -> t.enabled())
                .iso("date_created", (t, at) -> t.dateCreated())
                .iso("date_updated", (t, at) -> t.dateUpdated())
                .text("url", (t, at) -> url(kind, t, at))
                .build();
    }

    private static String url(Kind kind, SipTarget target, Place at) {
        return at.base() + kind.list.replace("{" + kind.owner + "}", target.owner()) + "/" + target.sid();
    }

    private String owner(Exchange x, Kind kind) {
        String sid = x.path(kind.owner);
        return kind.trunk
                ? records.need(x, Trunk.class, sid, Trunk::account).sid().value()
                : records.need(x, ConnectionPolicy.class, sid, ConnectionPolicy::account)
                        .sid()
                        .value();
    }

    private List<SipTarget> of(String owner) {
        return records.all(SipTarget.class, t -> t.owner().equals(owner));
    }

    private SipTarget target(Exchange x, Kind kind) {
        String owner = owner(x, kind);
        SipTarget found = records.need(x, SipTarget.class, x.path("Sid"), SipTarget::account);
        if (!found.owner().equals(owner)) {
            throw x.notFound();
        }
        return found;
    }

    private static String checked(Kind kind, String uri) {
        if (!SIP_URI.matcher(uri).matches()) {
            throw new Problem(ErrorCode.TRUNK_INVALID, kind.address + " must be as sip:pbx.example, was " + uri);
        }
        return uri;
    }

    private Answer create(Exchange x, Kind kind, Representation<SipTarget> shape) {
        String owner = owner(x, kind);
        if (of(owner).size() >= TARGETS_MAX) {
            throw new Problem(ErrorCode.TRUNK_LIMIT, "There may be at most " + TARGETS_MAX + " of them");
        }
        SipTarget made = new SipTarget(
                kind.trunk
                        ? records.newSid(OriginationUrlSid.PREFIX, OriginationUrlSid::new)
                                .value()
                        : records.newSid(ConnectionPolicyTargetSid.PREFIX, ConnectionPolicyTargetSid::new)
                                .value(),
                x.account().sid(),
                owner,
                x.get(FRIENDLY_NAME, ""),
                checked(kind, x.need(kind.target())),
                x.get(PRIORITY, 10),
                x.get(WEIGHT, 10),
                x.get(ENABLED, true),
                x.place().now(),
                x.place().now());
        return x.answer(201, shape, records.put(x, made));
    }

    private Answer update(Exchange x, Kind kind, Representation<SipTarget> shape) {
        SipTarget before = target(x, kind);
        SipTarget after = new SipTarget(
                before.sid(),
                before.account(),
                before.owner(),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                checked(kind, x.get(kind.target(), before.sipUrl())),
                x.get(PRIORITY, before.priority()),
                x.get(WEIGHT, before.weight()),
                x.get(ENABLED, before.enabled()),
                before.dateCreated(),
                x.place().now());
        return x.ok(shape, records.put(x, after));
    }
}
