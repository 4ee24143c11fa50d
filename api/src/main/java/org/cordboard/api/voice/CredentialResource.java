package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.CredentialSid;

/// Who may register a phone (11.1): credential lists and their credentials.
///
/// A list is kept as a setting named after it, its credentials' membership as a setting each; the registrar itself only
/// needs the credentials.
final class CredentialResource {
    private static final int MAX_CREDENTIALS = 1_000;
    private static final Pattern USERNAME = Pattern.compile("[^\\s@:;]{1,32}");
    private static final String LIST = ACCOUNT + "/SIP/CredentialLists";
    private static final String ITEM = LIST + "/{Sid}";
    private static final String CREDENTIALS = LIST + "/{CredentialListSid}/Credentials";
    private static final Parameter<String> FRIENDLY_NAME =
            Parameter.text("FriendlyName", 64).required();
    private static final Parameter<String> USERNAME_PARAMETER =
            Parameter.text("Username", 32).required();
    private static final Parameter<String> PASSWORD =
            Parameter.text("Password", 256).required();

    private record CredentialList(
            CredentialListSid sid, AccountSid account, Instant dateCreated, Instant dateUpdated, String friendlyName) {
        static final String PREFIX = "sip.credential-list.";

        /// Fields that never hold a line feed come first, the name last.
        Setting kept() {
            return new Setting(PREFIX + sid, account + "\n" + dateCreated + "\n" + dateUpdated + "\n" + friendlyName);
        }

        static CredentialList of(Setting setting) {
            String[] fields = setting.value().split("\n", 4);
            return new CredentialList(
                    new CredentialListSid(setting.name().substring(PREFIX.length())),
                    new AccountSid(fields[0]),
                    Instant.parse(fields[1]),
                    Instant.parse(fields[2]),
                    fields[3]);
        }
    }

    private record Member(SipCredential credential, CredentialListSid list) {}

    private static final Representation<CredentialList> SHAPE = Representation.<CredentialList>named("credential_list")
            .text("sid", (l, at) -> l.sid().value())
            .text("account_sid", (l, at) -> l.account().value())
            .text("friendly_name", (l, at) -> l.friendlyName())
            .rfc2822("date_created", (l, at) -> l.dateCreated())
            .rfc2822("date_updated", (l, at) -> l.dateUpdated())
            .text("uri", (l, at) -> uri(l))
            .links("subresource_uris", (l, at) -> Uris.below(uri(l), "credentials", "Credentials"))
            .build();

    private static final Representation<Member> MEMBER = Representation.<Member>named("credential")
            .text("sid", (m, at) -> m.credential().sid().value())
            .text("account_sid", (m, at) -> m.credential().account().value())
            .text("credential_list_sid", (m, at) -> m.list().value())
            .text("username", (m, at) -> m.credential().identity())
            .rfc2822("date_created", (m, at) -> m.credential().dateCreated())
            .rfc2822("date_updated", (m, at) -> m.credential().dateUpdated())
            .text(
                    "uri",
                    (m, at) -> Uris.of(
                            m.credential().account(),
                            "SIP",
                            "CredentialLists",
                            m.list(),
                            "Credentials",
                            m.credential().sid()))
            .build();

    private final Records records;

    CredentialResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("api", LIST, "ListSipCredentialList")
                        .takes(Paging.with())
                        .lists("credential_lists", SHAPE)
                        .by(this::lists),
                Endpoint.create("api", LIST, "CreateSipCredentialList")
                        .takes(FRIENDLY_NAME)
                        .answers(SHAPE)
                        .by(this::createList),
                Endpoint.get("api", ITEM, "FetchSipCredentialList")
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, list(x, "Sid"))),
                Endpoint.post("api", ITEM, "UpdateSipCredentialList")
                        .takes(FRIENDLY_NAME)
                        .answers(SHAPE)
                        .by(this::renameList),
                Endpoint.delete("api", ITEM, "DeleteSipCredentialList").by(this::deleteList),
                Endpoint.get("api", CREDENTIALS, "ListSipCredential")
                        .takes(Paging.with())
                        .lists("credentials", MEMBER)
                        .by(this::credentials),
                Endpoint.create("api", CREDENTIALS, "CreateSipCredential")
                        .takes(USERNAME_PARAMETER, PASSWORD)
                        .answers(MEMBER)
                        .by(this::create),
                Endpoint.get("api", CREDENTIALS + "/{Sid}", "FetchSipCredential")
                        .answers(MEMBER)
                        .by(x -> x.ok(MEMBER, member(x))),
                Endpoint.post("api", CREDENTIALS + "/{Sid}", "UpdateSipCredential")
                        .takes(PASSWORD)
                        .answers(MEMBER)
                        .by(this::update),
                Endpoint.delete("api", CREDENTIALS + "/{Sid}", "DeleteSipCredential")
                        .by(x -> {
                            Member member = member(x);
                            records.remove(x, List.of(member.credential(), membership(member)));
                            return Answer.empty(204);
                        }));
    }

    private List<CredentialList> listsOf(AccountSid account) {
        return records.all(Setting.class, s -> s.name().startsWith(CredentialList.PREFIX)).stream()
                .map(CredentialList::of)
                .filter(l -> l.account().equals(account))
                .toList();
    }

    private CredentialList list(Exchange x, String variable) {
        CredentialListSid sid = x.sid(variable, CredentialListSid::valid, CredentialListSid::new);
        for (CredentialList list : listsOf(x.account().sid())) {
            if (list.sid().equals(sid)) {
                return list;
            }
        }
        throw x.notFound();
    }

    private Answer lists(Exchange x) {
        return Paging.v2010(
                x,
                "credential_lists",
                SHAPE,
                listsOf(x.account().sid()),
                Order.newestFirst(CredentialList::dateCreated, l -> l.sid().value()));
    }

    private Answer createList(Exchange x) {
        CredentialList made = new CredentialList(
                records.newSid(CredentialListSid.PREFIX, CredentialListSid::new),
                x.account().sid(),
                x.place().now(),
                x.place().now(),
                x.need(FRIENDLY_NAME));
        records.put(x, made.kept());
        return x.answer(201, SHAPE, made);
    }

    private Answer renameList(Exchange x) {
        CredentialList before = list(x, "Sid");
        CredentialList after = new CredentialList(
                before.sid(), before.account(), before.dateCreated(), x.place().now(), x.need(FRIENDLY_NAME));
        records.put(x, after.kept());
        return x.ok(SHAPE, after);
    }

    private Answer deleteList(Exchange x) {
        CredentialList list = list(x, "Sid");
        for (Member member : members(list)) {
            records.remove(x, List.of(member.credential(), membership(member)));
        }
        records.remove(x, List.of(list.kept()));
        return Answer.empty(204);
    }

    private static Setting membership(Member member) {
        return new Setting(
                "sip.credential." + member.credential().sid(), member.list().value());
    }

    private List<Member> members(CredentialList list) {
        return records.all(SipCredential.class, c -> c.account().equals(list.account())).stream()
                .map(c -> new Member(c, list.sid()))
                .filter(m -> membership(m)
                        .equals(records.find(Setting.class, membership(m).name())))
                .toList();
    }

    private Member member(Exchange x) {
        CredentialSid sid = x.sid("Sid", CredentialSid::valid, CredentialSid::new);
        for (Member member : members(list(x, "CredentialListSid"))) {
            if (member.credential().sid().equals(sid)) {
                return member;
            }
        }
        throw x.notFound();
    }

    private Answer credentials(Exchange x) {
        return Paging.v2010(
                x,
                "credentials",
                MEMBER,
                members(list(x, "CredentialListSid")),
                Order.newestFirst(
                        m -> m.credential().dateCreated(),
                        m -> m.credential().sid().value()));
    }

    private Answer create(Exchange x) {
        CredentialList list = list(x, "CredentialListSid");
        String username = x.need(USERNAME_PARAMETER);
        if (!USERNAME.matcher(username).matches()) {
            throw Problem.badRequest("Username must be up to 32 characters without blanks, @, : and ;");
        }
        List<Member> members = members(list);
        if (members.size() >= MAX_CREDENTIALS) {
            throw Problem.badRequest("A credential list holds at most " + MAX_CREDENTIALS + " credentials");
        }
        if (!records.all(
                        SipCredential.class,
                        c -> c.account().equals(list.account()) && c.identity().equals(username))
                .isEmpty()) {
            throw Problem.badRequest("Username " + username + " is in use; choose another or update that credential");
        }
        SipCredential made = new SipCredential(
                records.newSid(CredentialSid.PREFIX, CredentialSid::new),
                list.account(),
                username,
                password(x),
                x.place().now(),
                x.place().now());
        Member member = new Member(made, list.sid());
        records.putAll(x, List.of(made, membership(member)));
        return x.answer(201, MEMBER, member);
    }

    private static String password(Exchange x) {
        String password = x.need(PASSWORD);
        boolean strong = password.length() >= 12
                && password.chars().anyMatch(Character::isUpperCase)
                && password.chars().anyMatch(Character::isLowerCase)
                && password.chars().anyMatch(Character::isDigit);
        if (!strong) {
            throw Problem.badRequest(
                    "Password must be at least 12 characters with upper case, lower case and a digit among them");
        }
        return password;
    }

    private Answer update(Exchange x) {
        Member before = member(x);
        SipCredential credential = before.credential();
        SipCredential after = new SipCredential(
                credential.sid(),
                credential.account(),
                credential.identity(),
                password(x),
                credential.dateCreated(),
                x.place().now());
        records.put(x, after);
        return x.ok(MEMBER, new Member(after, before.list()));
    }

    private static String uri(CredentialList list) {
        return Uris.of(list.account(), "SIP", "CredentialLists", list.sid());
    }
}
