package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.GuardList;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.entity.VoiceRecord;
import org.jspecify.annotations.Nullable;

/// The lists that guard domains and trunks (11.1), of one kind: addresses or credentials. They are made, renamed and deleted
/// alike; what stands in them is the resource's own.
final class GuardLists<L extends VoiceRecord & GuardList> {
    private static final int LISTS_MAX = 100;

    /// @param path as `CredentialLists`
    /// @param shape its name among the published shapes; the lists' key in answers is its plural
    /// @param operation as in `ListSipCredentialList`
    /// @param below what stands in a list, as `Credentials`
    /// @param belowKey its key among the links of a list
    /// @param invalid for a bad name
    /// @param limit when there are too many
    /// @param inUse when one that guards something is to go
    record Kind<L>(
            Class<L> type,
            String path,
            String shape,
            String operation,
            String below,
            String belowKey,
            ErrorCode invalid,
            ErrorCode limit,
            ErrorCode inUse) {}

    /// Makes a list, or one like `before` with another name.
    @FunctionalInterface
    interface Maker<L> {
        L make(Exchange x, @Nullable L before, String name);
    }

    private final Records records;
    private final Kind<L> kind;
    private final Maker<L> maker;
    private final Function<L, List<? extends Entity>> contents;
    private final Parameter<String> name;
    private final Representation<L> shape;

    /// @param contents what is deleted together with a list
    GuardLists(Records records, Kind<L> kind, Maker<L> maker, Function<L, List<? extends Entity>> contents) {
        this.records = records;
        this.kind = kind;
        this.maker = maker;
        this.contents = contents;
        this.name = Parameter.text("FriendlyName", 64).required().codes(kind.invalid, kind.invalid);
        this.shape = Representation.<L>named(kind.shape)
                .text("sid", (l, at) -> l.key())
                .text("account_sid", (l, at) -> l.account().value())
                .text("friendly_name", (l, at) -> l.friendlyName())
                .rfc2822("date_created", (l, at) -> l.dateCreated())
                .rfc2822("date_updated", (l, at) -> l.dateUpdated())
                .text("uri", (l, at) -> uri(l))
                .links("subresource_uris", (l, at) -> Uris.below(uri(l), kind.belowKey, kind.below))
                .build();
    }

    List<Endpoint> endpoints() {
        String list = ACCOUNT + "/SIP/" + kind.path;
        String item = list + "/{Sid}";
        String key = kind.shape + "s";
        return List.of(
                Endpoint.get("api", list, "List" + kind.operation)
                        .takes(Paging.with())
                        .lists(key, shape)
                        .by(x -> Paging.v2010(x, key, shape, own(x), Order.newestFirst(GuardList::dateCreated, GuardList::key))),
                Endpoint.create("api", list, "Create" + kind.operation)
                        .takes(name)
                        .answers(shape)
                        .by(this::create),
                Endpoint.get("api", item, "Fetch" + kind.operation)
                        .answers(shape)
                        .by(x -> x.ok(shape, need(x, "Sid"))),
                Endpoint.post("api", item, "Update" + kind.operation)
                        .takes(name)
                        .answers(shape)
                        .by(x -> x.ok(shape, records.put(x, maker.make(x, need(x, "Sid"), x.need(name))))),
                Endpoint.delete("api", item, "Delete" + kind.operation).by(this::delete));
    }

    /// The list that a variable of the path names.
    L need(Exchange x, String variable) {
        return records.need(x, kind.type, x.path(variable), GuardList::account);
    }

    private List<L> own(Exchange x) {
        return records.all(kind.type, l -> l.account().equals(x.account().sid()));
    }

    private Answer create(Exchange x) {
        if (own(x).size() >= LISTS_MAX) {
            throw new Problem(kind.limit, "An account has at most " + LISTS_MAX + " lists of a kind");
        }
        return x.answer(201, shape, records.put(x, maker.make(x, null, x.need(name))));
    }

    private Answer delete(Exchange x) {
        L list = need(x, "Sid");
        List<SipMapping> users = records.all(SipMapping.class, m -> m.list().equals(list.key()));
        if (!users.isEmpty()) {
            throw new Problem(
                    kind.inUse, "The list guards " + users.getFirst().owner() + "; take it away there first");
        }
        List<Entity> gone = new ArrayList<>(contents.apply(list));
        gone.add(list);
        records.remove(x, gone);
        return Answer.empty(204);
    }

    private String uri(L list) {
        return Uris.of(list.account(), "SIP", kind.path, list.key());
    }
}
