package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.sid.ApiKeySid;

/// API keys (13.3), under both their names. The secret is shown once, in the answer to the creation.
final class KeyResource {
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);

    private static final Representation<ApiKey> SHAPE = shape("key").build();
    private static final Representation<ApiKey> NEW_SHAPE =
            shape("new_key").text("secret", (k, at) -> k.secret()).build();

    private static Representation.Builder<ApiKey> shape(String name) {
        return Representation.<ApiKey>named(name)
                .text("sid", (k, at) -> k.sid().value())
                .text("friendly_name", (k, at) -> k.friendlyName())
                .rfc2822("date_created", (k, at) -> k.dateCreated())
                .rfc2822("date_updated", (k, at) -> k.dateUpdated());
    }

    private final Records records;

    KeyResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> rows = new ArrayList<>(collection("Keys", "keys", "Key"));
        rows.addAll(collection("SigningKeys", "signing_keys", "SigningKey"));
        return rows;
    }

    private List<Endpoint> collection(String path, String listKey, String name) {
        String list = ACCOUNT + "/" + path;
        String item = list + "/{Sid}";
        return List.of(
                Endpoint.get("api", list, "List" + name)
                        .open(Access.ACCOUNT_TOKEN)
                        .takes(Paging.with())
                        .lists(listKey, SHAPE)
                        .by(x -> list(x, listKey)),
                Endpoint.create("api", list, "CreateNew" + name)
                        .open(Access.ACCOUNT_TOKEN)
                        .takes(FRIENDLY_NAME)
                        .answers(NEW_SHAPE)
                        .by(this::create),
                Endpoint.get("api", item, "Fetch" + name)
                        .open(Access.ACCOUNT_TOKEN)
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, key(x))),
                Endpoint.post("api", item, "Update" + name)
                        .open(Access.ACCOUNT_TOKEN)
                        .takes(FRIENDLY_NAME)
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("api", item, "Delete" + name)
                        .open(Access.ACCOUNT_TOKEN)
                        .by(x -> {
                            records.remove(x, List.of(key(x)));
                            return Answer.empty(204);
                        }));
    }

    private ApiKey key(Exchange x) {
        ApiKeySid sid = x.sid("Sid", ApiKeySid::valid, ApiKeySid::new);
        ApiKey key = records.read(view -> view.apiKey(sid));
        if (key == null || !key.account().equals(x.account().sid())) {
            throw x.notFound();
        }
        return key;
    }

    private Answer list(Exchange x, String listKey) {
        List<ApiKey> all = records.read(view -> view.apiKeys(x.account().sid()));
        return Paging.v2010(
                x,
                listKey,
                SHAPE,
                all,
                Order.newestFirst(ApiKey::dateCreated, k -> k.sid().value()));
    }

    private Answer create(Exchange x) {
        ApiKey made = new ApiKey(
                records.newSid(ApiKeySid.PREFIX, ApiKeySid::new),
                x.account().sid(),
                x.get(FRIENDLY_NAME, ""),
                records.newSecret(),
                x.place().now(),
                x.place().now());
        return x.answer(201, NEW_SHAPE, records.put(x, made));
    }

    private Answer update(Exchange x) {
        ApiKey before = key(x);
        ApiKey after = new ApiKey(
                before.sid(),
                before.account(),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                before.secret(),
                before.dateCreated(),
                x.place().now());
        return x.ok(SHAPE, records.put(x, after));
    }
}
