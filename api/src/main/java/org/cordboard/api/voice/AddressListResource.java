package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.net.InetAddress;
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
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.IpAccessEntry;
import org.cordboard.routing.sid.IpAccessControlListSid;
import org.cordboard.routing.sid.IpAddressSid;

/// From where a domain may be called (11.1): address lists and their ranges.
final class AddressListResource {
    private static final int ADDRESSES_MAX = 100;
    private static final String LIST = ACCOUNT + "/SIP/IpAccessControlLists";
    private static final String ADDRESSES = LIST + "/{IpAccessControlListSid}/IpAddresses";
    private static final Parameter<String> ADDRESS_NAME = Parameter.text("FriendlyName", 64)
            .required()
            .codes(ErrorCode.ADDRESS_INVALID, ErrorCode.ADDRESS_INVALID);
    private static final Parameter<String> IP_ADDRESS = Parameter.text("IpAddress", 45)
            .required()
            .codes(ErrorCode.ADDRESS_INVALID, ErrorCode.ADDRESS_INVALID);
    private static final Parameter<Integer> PREFIX =
            Parameter.integer("CidrPrefixLength", 1, 128).code(ErrorCode.ADDRESS_INVALID);

    private static final Representation<IpAccessEntry> ADDRESS = Representation.<IpAccessEntry>named("ip_address")
            .text("sid", (a, at) -> a.sid().value())
            .text("account_sid", (a, at) -> a.account().value())
            .text("friendly_name", (a, at) -> a.friendlyName())
            .text("ip_address", (a, at) -> a.ipAddress())
            .integer("cidr_prefix_length", (a, at) -> a.prefixLength())
            .text("ip_access_control_list_sid", (a, at) -> a.list().value())
            .rfc2822("date_created", (a, at) -> a.dateCreated())
            .rfc2822("date_updated", (a, at) -> a.dateUpdated())
            .text(
                    "uri",
                    (a, at) -> Uris.of(a.account(), "SIP", "IpAccessControlLists", a.list(), "IpAddresses", a.sid()))
            .build();

    private final Records records;
    private final GuardLists<IpAccessControlList> lists;

    AddressListResource(Records records) {
        this.records = records;
        this.lists = new GuardLists<>(
                records,
                new GuardLists.Kind<>(
                        IpAccessControlList.class,
                        "IpAccessControlLists",
                        "ip_access_control_list",
                        "SipIpAccessControlList",
                        "IpAddresses",
                        "ip_addresses",
                        ErrorCode.ADDRESS_LIST_INVALID,
                        ErrorCode.ADDRESS_LIST_LIMIT,
                        ErrorCode.ADDRESS_LIST_IN_USE),
                (x, before, name) -> new IpAccessControlList(
                        before == null
                                ? records.newSid(IpAccessControlListSid.PREFIX, IpAccessControlListSid::new)
                                : before.sid(),
                        x.account().sid(),
                        name,
                        before == null ? x.place().now() : before.dateCreated(),
                        x.place().now()),
                this::of);
    }

    List<Endpoint> endpoints() {
        return Stream.concat(lists.endpoints().stream(), addressRows()).toList();
    }

    private Stream<Endpoint> addressRows() {
        return Stream.of(
                Endpoint.get("api", ADDRESSES, "ListSipIpAddress")
                        .takes(Paging.with())
                        .lists("ip_addresses", ADDRESS)
                        .by(this::addresses),
                Endpoint.create("api", ADDRESSES, "CreateSipIpAddress")
                        .takes(ADDRESS_NAME, IP_ADDRESS, PREFIX)
                        .answers(ADDRESS)
                        .by(this::create),
                Endpoint.get("api", ADDRESSES + "/{Sid}", "FetchSipIpAddress")
                        .answers(ADDRESS)
                        .by(x -> x.ok(ADDRESS, address(x))),
                Endpoint.post("api", ADDRESSES + "/{Sid}", "UpdateSipIpAddress")
                        .takes(ADDRESS_NAME.optional(), IP_ADDRESS.optional(), PREFIX)
                        .answers(ADDRESS)
                        .by(this::update),
                Endpoint.delete("api", ADDRESSES + "/{Sid}", "DeleteSipIpAddress")
                        .by(x -> {
                            records.remove(x, List.of(address(x)));
                            return Answer.empty(204);
                        }));
    }

    private List<IpAccessEntry> of(IpAccessControlList list) {
        return records.all(IpAccessEntry.class, a -> a.list().equals(list.sid()));
    }

    private IpAccessEntry address(Exchange x) {
        IpAccessControlList list = lists.need(x, "IpAccessControlListSid");
        IpAccessEntry found = records.need(x, IpAccessEntry.class, x.path("Sid"), IpAccessEntry::account);
        if (!found.list().equals(list.sid())) {
            throw x.notFound();
        }
        return found;
    }

    private Answer addresses(Exchange x) {
        return Paging.v2010(
                x,
                "ip_addresses",
                ADDRESS,
                of(lists.need(x, "IpAccessControlListSid")),
                Order.newestFirst(IpAccessEntry::dateCreated, a -> a.sid().value()));
    }

    private Answer create(Exchange x) {
        IpAccessControlList list = lists.need(x, "IpAccessControlListSid");
        List<IpAccessEntry> present = of(list);
        if (present.size() >= ADDRESSES_MAX) {
            throw new Problem(
                    ErrorCode.ADDRESS_LIST_LIMIT, "An address list holds at most " + ADDRESSES_MAX + " addresses");
        }
        String text = x.need(IP_ADDRESS);
        int bits = bits(text);
        IpAccessEntry made = new IpAccessEntry(
                records.newSid(IpAddressSid.PREFIX, IpAddressSid::new),
                list.account(),
                list.sid(),
                x.need(ADDRESS_NAME),
                text,
                within(x.get(PREFIX, bits), bits),
                x.place().now(),
                x.place().now());
        if (present.stream()
                .anyMatch(a -> a.ipAddress().equals(text) && a.prefixLength() == made.prefixLength())) {
            throw new Problem(ErrorCode.ADDRESS_INVALID, "The list holds this range already");
        }
        return x.answer(201, ADDRESS, records.put(x, made));
    }

    private Answer update(Exchange x) {
        IpAccessEntry before = address(x);
        String text = x.get(IP_ADDRESS, before.ipAddress());
        IpAccessEntry after = new IpAccessEntry(
                before.sid(),
                before.account(),
                before.list(),
                x.get(ADDRESS_NAME, before.friendlyName()),
                text,
                within(x.get(PREFIX, before.prefixLength()), bits(text)),
                before.dateCreated(),
                x.place().now());
        return x.ok(ADDRESS, records.put(x, after));
    }

    /// 32 or 128; names are refused, for their owners could change them.
    private static int bits(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress().length * 8;
        } catch (IllegalArgumentException e) {
            throw new Problem(ErrorCode.ADDRESS_INVALID, "IpAddress must be an IPv4 or IPv6 address, was " + text);
        }
    }

    private static int within(int prefix, int bits) {
        if (prefix > bits) {
            throw new Problem(ErrorCode.ADDRESS_INVALID, "CidrPrefixLength must be 1 to " + bits + ", was " + prefix);
        }
        return prefix;
    }
}
