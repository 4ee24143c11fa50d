package org.cordboard.api.voice;

import java.util.List;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.CredentialList;
import org.cordboard.routing.entity.GuardList;
import org.cordboard.routing.entity.IpAccessControlList;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.IpAccessControlListSid;
import org.jspecify.annotations.Nullable;

/// Which lists guard a domain or a trunk (11.1, 11.7): lists are mapped alike to both, shown each in its own way.
public final class GuardMappings {
    private static final int LISTS_MAX = 100;

    private final Records records;

    public GuardMappings(Records records) {
        this.records = records;
    }

    /// The two kinds of lists.
    public enum Kind {
        CREDENTIALS(
                "CL",
                Parameter.sid(
                        "CredentialListSid", "CL", CredentialListSid::valid, sid -> new CredentialListSid(sid).value()),
                ErrorCode.CREDENTIAL_LIST_LIMIT),
        ADDRESSES(
                "AL",
                Parameter.sid(
                        "IpAccessControlListSid",
                        "AL",
                        IpAccessControlListSid::valid,
                        sid -> new IpAccessControlListSid(sid).value()),
                ErrorCode.ADDRESS_LIST_LIMIT);

        private final String prefix;
        private final Parameter<String> parameter;
        private final ErrorCode limit;

        Kind(String prefix, Parameter<String> parameter, ErrorCode limit) {
            this.prefix = prefix;
            this.parameter = parameter.required();
            this.limit = limit;
        }

        /// Names the list to map.
        public Parameter<String> parameter() {
            return parameter;
        }

        public static Kind of(SipMapping mapping) {
            return mapping.list().startsWith(CREDENTIALS.prefix) ? CREDENTIALS : ADDRESSES;
        }
    }

    /// @param owner SID of the domain or trunk
    public List<SipMapping> of(String owner, String use, Kind kind) {
        return records.all(
                SipMapping.class, m -> m.owner().equals(owner) && m.use().equals(use) && Kind.of(m) == kind);
    }

    /// The one that `Sid` in the path names.
    public SipMapping need(Exchange x, String owner, String use, Kind kind) {
        String sid = x.path("Sid");
        return of(owner, use, kind).stream()
                .filter(m -> m.list().equalsIgnoreCase(sid))
                .findFirst()
                .orElseThrow(x::notFound);
    }

    /// Maps a list of the account's.
    ///
    /// @param twice answered when it is mapped already
    public SipMapping map(Exchange x, String owner, String use, Kind kind, ErrorCode twice) {
        String list = x.need(kind.parameter);
        GuardList found = list(list);
        if (found == null || !found.account().equals(x.account().sid())) {
            throw Problem.notFound(list);
        }
        List<SipMapping> present = of(owner, use, kind);
        if (present.size() >= LISTS_MAX) {
            throw new Problem(kind.limit, "At most " + LISTS_MAX + " lists of a kind are mapped to one owner");
        }
        if (present.stream().anyMatch(m -> m.list().equals(list))) {
            throw new Problem(twice, "The list " + list + " is mapped to " + owner + " already");
        }
        return records.put(x, new SipMapping(owner, use, list, x.account().sid(), x.place().now()));
    }

    public String name(SipMapping mapping) {
        GuardList list = list(mapping.list());
        return list == null ? "" : list.friendlyName();
    }

    private @Nullable GuardList list(String sid) {
        return sid.startsWith(Kind.CREDENTIALS.prefix)
                ? records.find(CredentialList.class, sid)
                : records.find(IpAccessControlList.class, sid);
    }
}
