package org.cordboard.api.trunking;

import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.voice.GuardMappings;
import org.cordboard.api.voice.GuardMappings.Kind;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.Trunk;

/// The lists that guard a trunk; a list is found under its own SID.
final class TrunkLists {
    private final Records records;
    private final GuardMappings mappings;
    private final Representation<SipMapping> shape;

    TrunkLists(Records records) {
        this.records = records;
        this.mappings = new GuardMappings(records);
        this.shape = Representation.<SipMapping>named("trunk_list")
                .text("account_sid", (m, at) -> m.account().value())
                .text("sid", (m, at) -> m.list())
                .text("trunk_sid", (m, at) -> m.owner())
                .text("friendly_name", (m, at) -> mappings.name(m))
                .iso("date_created", (m, at) -> m.dateCreated())
                .iso("date_updated", (m, at) -> m.dateCreated())
                .text("url", (m, at) -> Trunks.url(m.owner(), at) + "/" + path(m) + "/" + m.list())
                .build();
    }

    List<Endpoint> endpoints() {
        return Stream.concat(
                        rows("CredentialList", "credential_lists", Kind.CREDENTIALS),
                        rows("IpAccessControlList", "ip_access_control_lists", Kind.ADDRESSES))
                .toList();
    }

    private Stream<Endpoint> rows(String name, String key, Kind kind) {
        String list = Trunks.PART + "/" + name + "s";
        String item = list + "/{Sid}";
        return Stream.of(
                Endpoint.get("trunking", list, "List" + name)
                        .takes(Paging.with())
                        .lists(key, shape)
                        .by(x -> Paging.v1(
                                x,
                                key,
                                shape,
                                mappings.of(trunk(x), SipMapping.CALLS, kind),
                                Order.newestFirst(SipMapping::dateCreated, SipMapping::list))),
                Endpoint.create("trunking", list, "Create" + name)
                        .takes(kind.parameter())
                        .answers(shape)
                        .by(x -> x.answer(
                                201,
                                shape,
                                mappings.map(x, trunk(x), SipMapping.CALLS, kind, ErrorCode.TRUNK_INVALID))),
                Endpoint.get("trunking", item, "Fetch" + name).answers(shape).by(x -> x.ok(shape, mapping(x, kind))),
                Endpoint.delete("trunking", item, "Delete" + name).by(x -> {
                    records.remove(x, List.of(mapping(x, kind)));
                    return Answer.empty(204);
                }));
    }

    private String trunk(Exchange x) {
        return records.need(x, Trunk.class, x.path("TrunkSid"), Trunk::account)
                .sid()
                .value();
    }

    private SipMapping mapping(Exchange x, Kind kind) {
        return mappings.need(x, trunk(x), SipMapping.CALLS, kind);
    }

    private static String path(SipMapping mapping) {
        return Kind.of(mapping) == Kind.CREDENTIALS ? "CredentialLists" : "IpAccessControlLists";
    }
}
