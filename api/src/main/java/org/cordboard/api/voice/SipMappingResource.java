package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.List;
import java.util.Locale;
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
import org.cordboard.routing.entity.CredentialList;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.IpAccessControlListSid;

/// Which lists guard a domain (11.1). The short paths and those below `Auth/Calls` are two names of the same mappings;
/// those below `Auth/Registrations` are others.
final class SipMappingResource {
    private static final int LISTS_MAX = 100;
    private static final String DOMAIN = ACCOUNT + "/SIP/Domains/{DomainSid}";

    /// One of the five collections.
    private record Collection(String path, String operation, String use, boolean credentials) {
        String listKey() {
            boolean old = !path.contains("/");
            String name = credentials ? "credential_list_mappings" : "ip_access_control_list_mappings";
            return old ? name : "contents";
        }

        boolean holds(SipMapping mapping) {
            return mapping.use().equals(use) && mapping.list().startsWith(credentials ? "CL" : "AL");
        }
    }

    private static final List<Collection> COLLECTIONS = List.of(
            new Collection("CredentialListMappings", "SipCredentialListMapping", SipMapping.CALLS, true),
            new Collection("IpAccessControlListMappings", "SipIpAccessControlListMapping", SipMapping.CALLS, false),
            new Collection(
                    "Auth/Calls/CredentialListMappings", "SipAuthCallsCredentialListMapping", SipMapping.CALLS, true),
            new Collection(
                    "Auth/Calls/IpAccessControlListMappings",
                    "SipAuthCallsIpAccessControlListMapping",
                    SipMapping.CALLS,
                    false),
            new Collection(
                    "Auth/Registrations/CredentialListMappings",
                    "SipAuthRegistrationsCredentialListMapping",
                    SipMapping.REGISTRATIONS,
                    true));

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

    SipMappingResource(Records records) {
        this.records = records;
        this.shape = Representation.<SipMapping>named("sip_mapping")
                .text("sid", (m, at) -> m.list())
                .text("account_sid", (m, at) -> m.account().value())
                .text("domain_sid", (m, at) -> m.owner())
                .text("friendly_name", (m, at) -> name(m))
                .rfc2822("date_created", (m, at) -> m.dateCreated())
                .rfc2822("date_updated", (m, at) -> m.dateCreated())
                .text("uri", (m, at) -> uri(m))
                .build();
    }

    List<Endpoint> endpoints() {
        return COLLECTIONS.stream().flatMap(this::rows).toList();
    }

    private Stream<Endpoint> rows(Collection kind) {
        String list = DOMAIN + "/" + kind.path;
        String item = list + "/{Sid}";
        return Stream.of(
                Endpoint.get("api", list, "List" + kind.operation)
                        .takes(Paging.with())
                        .lists(kind.listKey(), shape)
                        .by(x -> list(x, kind)),
                Endpoint.create("api", list, "Create" + kind.operation)
                        .takes(kind.credentials ? CREDENTIAL_LIST : ADDRESS_LIST)
                        .answers(shape)
                        .by(x -> create(x, kind)),
                Endpoint.get("api", item, "Fetch" + kind.operation).answers(shape).by(x -> x.ok(shape, mapping(x, kind))),
                Endpoint.delete("api", item, "Delete" + kind.operation).by(x -> {
                    records.remove(x, List.of(mapping(x, kind)));
                    return Answer.empty(204);
                }));
    }

    private SipDomain domain(Exchange x) {
        return records.need(x, SipDomain.class, x.path("DomainSid"), SipDomain::account);
    }

    private List<SipMapping> of(SipDomain domain, Collection kind) {
        return records.all(SipMapping.class, m -> m.owner().equals(domain.sid().value()) && kind.holds(m));
    }

    private SipMapping mapping(Exchange x, Collection kind) {
        SipDomain domain = domain(x);
        String sid = x.path("Sid");
        return of(domain, kind).stream()
                .filter(m -> m.list().equalsIgnoreCase(sid))
                .findFirst()
                .orElseThrow(x::notFound);
    }

    private Answer list(Exchange x, Collection kind) {
        return Paging.v2010(
                x,
                kind.listKey(),
                shape,
                of(domain(x), kind),
                Order.newestFirst(SipMapping::dateCreated, SipMapping::list));
    }

    private Answer create(Exchange x, Collection kind) {
        SipDomain domain = domain(x);
        String list = x.need(kind.credentials ? CREDENTIAL_LIST : ADDRESS_LIST);
        if (!owns(x, list)) {
            throw Problem.notFound(list);
        }
        List<SipMapping> present = of(domain, kind);
        if (present.size() >= LISTS_MAX) {
            throw new Problem(
                    kind.credentials ? ErrorCode.CREDENTIAL_LIST_LIMIT : ErrorCode.ADDRESS_LIST_LIMIT,
                    "A domain has at most " + LISTS_MAX + " lists of a kind");
        }
        if (present.stream().anyMatch(m -> m.list().equals(list))) {
            throw new Problem(
                    kind.credentials ? ErrorCode.CREDENTIAL_LIST_INVALID : ErrorCode.ADDRESS_LIST_INVALID,
                    "The list " + list + " is mapped to this domain already");
        }
        SipMapping made = new SipMapping(
                domain.sid().value(), kind.use, list, domain.account(), x.place().now());
        return x.answer(201, shape, records.put(x, made));
    }

    private boolean owns(Exchange x, String list) {
        CredentialList credentials = records.find(CredentialList.class, list);
        IpAccessControlList addresses = records.find(IpAccessControlList.class, list);
        return credentials != null && credentials.account().equals(x.account().sid())
                || addresses != null && addresses.account().equals(x.account().sid());
    }

    private String name(SipMapping mapping) {
        CredentialList credentials = records.find(CredentialList.class, mapping.list());
        IpAccessControlList addresses = records.find(IpAccessControlList.class, mapping.list());
        return credentials != null ? credentials.friendlyName() : addresses != null ? addresses.friendlyName() : "";
    }

    private static String uri(SipMapping mapping) {
        String kind = mapping.list().startsWith("CL") ? "CredentialListMappings" : "IpAccessControlListMappings";
        return mapping.use().equals(SipMapping.CALLS)
                ? Uris.of(mapping.account(), "SIP", "Domains", mapping.owner(), kind, mapping.list())
                : Uris.of(
                        mapping.account(),
                        "SIP",
                        "Domains",
                        mapping.owner(),
                        "Auth",
                        capitalised(mapping.use()),
                        kind,
                        mapping.list());
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
