package org.cordboard.api.voice;

import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.sid.AccountSid;

/// The account and its sub-accounts (15.4).
final class AccountResource {
    private static final String LIST = "/2010-04-01/Accounts";
    private static final String ITEM = LIST + "/{AccountSid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<String> STATUS = Parameter.word("Status", "active", "suspended", "closed");

    private static final Representation<Account> SHAPE = Representation.<Account>named("account")
            .text("sid", (a, at) -> a.sid().value())
            .text("friendly_name", (a, at) -> a.friendlyName())
            .text("status", (a, at) -> a.status())
            .text("type", (a, at) -> "Full")
            .text("auth_token", (a, at) -> a.authToken())
            .text("owner_account_sid", (a, at) -> {
                AccountSid owner = a.owner();
                return owner == null ? a.sid().value() : owner.value();
            })
            .rfc2822("date_created", (a, at) -> a.dateCreated())
            .rfc2822("date_updated", (a, at) -> a.dateUpdated())
            .text("uri", (a, at) -> Uris.of(a.sid()))
            .links(
                    "subresource_uris",
                    (a, at) -> Uris.below(
                            Uris.of(a.sid()),
                            "applications",
                            "Applications",
                            "available_phone_numbers",
                            "AvailablePhoneNumbers",
                            "calls",
                            "Calls",
                            "conferences",
                            "Conferences",
                            "incoming_phone_numbers",
                            "IncomingPhoneNumbers",
                            "keys",
                            "Keys",
                            "notifications",
                            "Notifications",
                            "queues",
                            "Queues",
                            "recordings",
                            "Recordings",
                            "signing_keys",
                            "SigningKeys",
                            "sip",
                            "SIP"))
            .build();

    private static final Representation<Account> BALANCE = Representation.<Account>named("balance")
            .text("account_sid", (a, at) -> a.sid().value())
            .text("balance", (a, at) -> "0.00")
            .text("currency", (a, at) -> "USD")
            .build();

    private final Records records;

    AccountResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("api", LIST, "ListAccount")
                        .open(Access.ACCOUNT_TOKEN)
                        .takes(Paging.with(FRIENDLY_NAME, STATUS))
                        .lists("accounts", SHAPE)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateAccount")
                        .open(Access.ACCOUNT_TOKEN)
                        .takes(FRIENDLY_NAME)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchAccount")
                        .open(Access.ACCOUNT_TOKEN)
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, x.account())),
                Endpoint.post("api", ITEM, "UpdateAccount")
                        .open(Access.ACCOUNT_TOKEN)
                        .takes(FRIENDLY_NAME, STATUS)
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.get("api", ITEM + "/Balance", "FetchBalance")
                        .answers(BALANCE)
                        .by(x -> x.ok(BALANCE, x.account())));
    }

    private Answer list(Exchange x) {
        String name = x.get(FRIENDLY_NAME);
        String status = x.get(STATUS);
        AccountSid own = x.account().sid();
        List<Account> all = records.read(view -> view.accounts()).stream()
                .filter(a -> Stream.of(a.sid(), a.owner()).anyMatch(own::equals))
                .filter(a -> name == null || a.friendlyName().equals(name))
                .filter(a -> status == null || a.status().equals(status))
                .toList();
        return Paging.v2010(
                x,
                "accounts",
                SHAPE,
                all,
                Order.newestFirst(Account::dateCreated, a -> a.sid().value()));
    }

    private Answer create(Exchange x) {
        if (x.account().owner() != null) {
            throw Problem.badRequest("A sub-account cannot have sub-accounts of its own");
        }
        Account made = new Account(
                records.newSid(AccountSid.PREFIX, AccountSid::new),
                x.get(FRIENDLY_NAME, "SubAccount"),
                records.newSecret(),
                "active",
                x.account().sid(),
                x.place().now(),
                x.place().now());
        return x.answer(201, SHAPE, records.put(x, made));
    }

    private Answer update(Exchange x) {
        Account before = x.account();
        String status = x.get(STATUS, before.status());
        if (before.owner() == null && !status.equals("active")) {
            throw Problem.badRequest("Only a sub-account can be suspended or closed");
        }
        Account after = new Account(
                before.sid(),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                before.authToken(),
                status,
                before.owner(),
                before.dateCreated(),
                x.place().now());
        return x.ok(SHAPE, records.put(x, after));
    }
}
