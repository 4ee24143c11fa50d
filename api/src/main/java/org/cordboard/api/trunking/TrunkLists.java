package org.cordboard.api.trunking;

import java.util.List;
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
import org.cordboard.api.voice.Records;
import org.cordboard.routing.entity.CredentialList;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.IpAccessControlListSid;

/// The lists that guard a trunk; a list is found under its own SID.
final class TrunkLists {
    private static final Parameter<String> CREDENTIAL_LIST = Parameter.sid(
                    "CredentialListSid", "CL", CredentialListSid::valid, sid -> new CredentialListSid(sid).value())
            .required();
    private static final Parameter<String> ADDRESS_LIST = Parameter.sid(
                    "IpAccessControlListSid",
                    "AL",
                    IpAccessControlListSid::valid,
                    sid -> new IpAccessControlListSid(sid).value())
            .required();

    private final Records records;
    private final Representation<SipMapping> shape;

    TrunkLists(Records records) {
        this.records = records;
        this.shape = Representation.<SipMapping>named("trunk_list")
                .text("account_sid", (m, at) -> m.account().value())
                .text("sid", (m, at) -> m.list())
                .text("trunk_sid", (m, at) -> m.owner())
                .text("friendly_name", (m, at) -> name(m.list()))
                .iso("date_created", (m, at) -> m.dateCreated())
                .iso("date_updated", (m, at) -> m.dateCreated())
                .text("url", (m, at) -> Trunks.url(m.owner(), at) + "/" + path(m.list()) + "/" + m.list())
                .build();
    }

    List<Endpoint> endpoints() {
        return Stream.concat(
                        rows("CredentialList", "credential_lists", "CL", CREDENTIAL_LIST),
                        rows("IpAccessControlList", "ip_access_control_lists", "AL", ADDRESS_LIST))
                .toList();
    }

    private Stream<Endpoint> rows(String name, String key, String prefix, Parameter<String> wanted) {
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
                                of(trunk(x), prefix),
                                Order.newestFirst(SipMapping::dateCreated, SipMapping::list))),
                Endpoint.create("trunking", list, "Create" + name)
                        .takes(wanted)
                        .answers(shape)
                        .by(x -> create(x, prefix, x.need(wanted))),
                Endpoint.get("trunking", item, "Fetch" + name).answers(shape).by(x -> x.ok(shape, mapping(x, prefix))),
                Endpoint.delete("trunking", item, "Delete" + name).by(x -> {
                    records.remove(x, List.of(mapping(x, prefix)));
                    return Answer.empty(204);
                }));
    }

    private Trunk trunk(Exchange x) {
        return records.need(x, Trunk.class, x.path("TrunkSid"), Trunk::account);
    }

    private List<SipMapping> of(Trunk trunk, String prefix) {
        return records.all(
                SipMapping.class,
                m -> m.owner().equals(trunk.sid().value()) && m.list().startsWith(prefix));
    }

    private SipMapping mapping(Exchange x, String prefix) {
        String sid = x.path("Sid");
        return of(trunk(x), prefix).stream()
                .filter(m -> m.list().equalsIgnoreCase(sid))
                .findFirst()
                .orElseThrow(x::notFound);
    }

    private Answer create(Exchange x, String prefix, String list) {
        Trunk trunk = trunk(x);
        if (!owns(x, list)) {
            throw Problem.notFound(list);
        }
        if (of(trunk, prefix).stream().anyMatch(m -> m.list().equals(list))) {
            throw new Problem(ErrorCode.TRUNK_INVALID, "The list " + list + " guards this trunk already");
        }
        SipMapping made = new SipMapping(
                trunk.sid().value(), SipMapping.CALLS, list, trunk.account(), x.place().now());
        return x.answer(201, shape, records.put(x, made));
    }

    private boolean owns(Exchange x, String list) {
        CredentialList credentials = records.find(CredentialList.class, list);
        IpAccessControlList addresses = records.find(IpAccessControlList.class, list);
        return credentials != null && credentials.account().equals(x.account().sid())
                || addresses != null && addresses.account().equals(x.account().sid());
    }

    private String name(String list) {
        CredentialList credentials = records.find(CredentialList.class, list);
        IpAccessControlList addresses = records.find(IpAccessControlList.class, list);
        return credentials != null ? credentials.friendlyName() : addresses != null ? addresses.friendlyName() : "";
    }

    private static String path(String list) {
        return list.startsWith("CL") ? "CredentialLists" : "IpAccessControlLists";
    }
}
