package org.cordboard.api.voice;

import static org.cordboard.api.voice.GuardMappings.Kind.ADDRESSES;
import static org.cordboard.api.voice.GuardMappings.Kind.CREDENTIALS;
import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;

/// Which lists guard a domain (11.1). The short paths and those below `Auth/Calls` are two names of the same mappings;
/// those below `Auth/Registrations` are others.
final class SipMappingResource {
    private static final String DOMAIN = ACCOUNT + "/SIP/Domains/{DomainSid}";

    /// One of the five collections.
    private record Collection(String path, String operation, String use, GuardMappings.Kind kind) {
        String listKey() {
            boolean old = !path.contains("/");
            String name = kind == CREDENTIALS ? "credential_list_mappings" : "ip_access_control_list_mappings";
            return old ? name : "contents";
        }
    }

    private static final List<Collection> COLLECTIONS = List.of(
            new Collection("CredentialListMappings", "SipCredentialListMapping", SipMapping.CALLS, CREDENTIALS),
            new Collection("IpAccessControlListMappings", "SipIpAccessControlListMapping", SipMapping.CALLS, ADDRESSES),
            new Collection(
                    "Auth/Calls/CredentialListMappings", "SipAuthCallsCredentialListMapping", SipMapping.CALLS, CREDENTIALS),
            new Collection(
                    "Auth/Calls/IpAccessControlListMappings",
                    "SipAuthCallsIpAccessControlListMapping",
                    SipMapping.CALLS,
                    ADDRESSES),
            new Collection(
                    "Auth/Registrations/CredentialListMappings",
                    "SipAuthRegistrationsCredentialListMapping",
                    SipMapping.REGISTRATIONS,
                    CREDENTIALS));

    private final Records records;
    private final GuardMappings mappings;
    private final Representation<SipMapping> shape;

    SipMappingResource(Records records) {
        this.records = records;
        this.mappings = new GuardMappings(records);
        this.shape = Representation.<SipMapping>named("sip_mapping")
                .text("sid", (m, at) -> m.list())
                .text("account_sid", (m, at) -> m.account().value())
                .text("domain_sid", (m, at) -> m.owner())
                .text("friendly_name", (m, at) -> mappings.name(m))
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
                        .takes(kind.kind.parameter())
                        .answers(shape)
                        .by(x -> create(x, kind)),
                Endpoint.get("api", item, "Fetch" + kind.operation).answers(shape).by(x -> x.ok(shape, mapping(x, kind))),
                Endpoint.delete("api", item, "Delete" + kind.operation).by(x -> {
                    records.remove(x, List.of(mapping(x, kind)));
                    return Answer.empty(204);
                }));
    }

    private String domain(Exchange x) {
        return records.need(x, SipDomain.class, x.path("DomainSid"), SipDomain::account)
                .sid()
                .value();
    }

    private SipMapping mapping(Exchange x, Collection kind) {
        return mappings.need(x, domain(x), kind.use, kind.kind);
    }

    private Answer list(Exchange x, Collection kind) {
        return Paging.v2010(
                x,
                kind.listKey(),
                shape,
                mappings.of(domain(x), kind.use, kind.kind),
                Order.newestFirst(SipMapping::dateCreated, SipMapping::list));
    }

    private Answer create(Exchange x, Collection kind) {
        ErrorCode twice =
                kind.kind == CREDENTIALS ? ErrorCode.CREDENTIAL_LIST_INVALID : ErrorCode.ADDRESS_LIST_INVALID;
        return x.answer(201, shape, mappings.map(x, domain(x), kind.use, kind.kind, twice));
    }

    private static String uri(SipMapping mapping) {
        String kind = GuardMappings.Kind.of(mapping) == CREDENTIALS ? "CredentialListMappings" : "IpAccessControlListMappings";
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
