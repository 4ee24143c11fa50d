package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.List;
import java.util.regex.Pattern;
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
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.sid.CredentialListSid;
import org.cordboard.routing.sid.CredentialSid;
import org.jspecify.annotations.Nullable;

/// Who may register a phone or call a domain (11.1): credential lists and their credentials. Passwords go in and never
/// come out.
final class CredentialResource {
    private static final int CREDENTIALS_MAX = 1_000;
    private static final Pattern USERNAME = Pattern.compile("[^\\s@:;\"\\\\]{1,32}");
    private static final String LIST = ACCOUNT + "/SIP/CredentialLists";
    private static final String CREDENTIALS = LIST + "/{CredentialListSid}/Credentials";
    private static final Parameter<String> USERNAME_PARAMETER = Parameter.text("Username", 32)
            .required()
            .codes(ErrorCode.CREDENTIAL_INVALID, ErrorCode.CREDENTIAL_INVALID);
    private static final Parameter<String> PASSWORD = Parameter.text("Password", 256)
            .required()
            .codes(ErrorCode.CREDENTIAL_INVALID, ErrorCode.CREDENTIAL_INVALID);

    private static final Representation<SipCredential> CREDENTIAL = Representation.<SipCredential>named("credential")
            .text("sid", (c, at) -> c.sid().value())
            .text("account_sid", (c, at) -> c.account().value())
            .text("credential_list_sid", (c, at) -> listOf(c))
            .text("username", (c, at) -> c.identity())
            .rfc2822("date_created", (c, at) -> c.dateCreated())
            .rfc2822("date_updated", (c, at) -> c.dateUpdated())
            .text(
                    "uri",
                    (c, at) -> Uris.of(
                            c.account(), "SIP", "CredentialLists", String.valueOf(listOf(c)), "Credentials", c.sid()))
            .build();

    private final Records records;
    private final GuardLists<CredentialList> lists;

    CredentialResource(Records records) {
        this.records = records;
        this.lists = new GuardLists<>(
                records,
                new GuardLists.Kind<>(
                        CredentialList.class,
                        "CredentialLists",
                        "credential_list",
                        "SipCredentialList",
                        "Credentials",
                        "credentials",
                        ErrorCode.CREDENTIAL_LIST_INVALID,
                        ErrorCode.CREDENTIAL_LIST_LIMIT,
                        ErrorCode.CREDENTIAL_LIST_IN_USE),
                (x, before, name) -> new CredentialList(
                        before == null ? records.newSid(CredentialListSid.PREFIX, CredentialListSid::new) : before.sid(),
                        x.account().sid(),
                        name,
                        before == null ? x.place().now() : before.dateCreated(),
                        x.place().now()),
                this::of);
    }

    List<Endpoint> endpoints() {
        return Stream.concat(lists.endpoints().stream(), credentialRows()).toList();
    }

    private Stream<Endpoint> credentialRows() {
        return Stream.of(
                Endpoint.get("api", CREDENTIALS, "ListSipCredential")
                        .takes(Paging.with())
                        .lists("credentials", CREDENTIAL)
                        .by(this::credentials),
                Endpoint.create("api", CREDENTIALS, "CreateSipCredential")
                        .takes(USERNAME_PARAMETER, PASSWORD)
                        .answers(CREDENTIAL)
                        .by(this::create),
                Endpoint.get("api", CREDENTIALS + "/{Sid}", "FetchSipCredential")
                        .answers(CREDENTIAL)
                        .by(x -> x.ok(CREDENTIAL, credential(x))),
                Endpoint.post("api", CREDENTIALS + "/{Sid}", "UpdateSipCredential")
                        .takes(PASSWORD.optional())
                        .answers(CREDENTIAL)
                        .by(this::update),
                Endpoint.delete("api", CREDENTIALS + "/{Sid}", "DeleteSipCredential")
                        .by(x -> {
                            records.remove(x, List.of(credential(x)));
                            return Answer.empty(204);
                        }));
    }

    private List<SipCredential> of(CredentialList list) {
        return records.all(SipCredential.class, c -> list.sid().equals(c.list()));
    }

    private SipCredential credential(Exchange x) {
        CredentialList list = lists.need(x, "CredentialListSid");
        SipCredential found = records.need(x, SipCredential.class, x.path("Sid"), SipCredential::account);
        if (!list.sid().equals(found.list())) {
            throw x.notFound();
        }
        return found;
    }

    private Answer credentials(Exchange x) {
        return Paging.v2010(
                x,
                "credentials",
                CREDENTIAL,
                of(lists.need(x, "CredentialListSid")),
                Order.newestFirst(SipCredential::dateCreated, c -> c.sid().value()));
    }

    private Answer create(Exchange x) {
        CredentialList list = lists.need(x, "CredentialListSid");
        String username = x.need(USERNAME_PARAMETER);
        if (!USERNAME.matcher(username).matches()) {
            throw invalid("Username must be up to 32 characters without blanks, quotes, @, : and ;");
        }
        List<SipCredential> present = of(list);
        if (present.size() >= CREDENTIALS_MAX) {
            throw new Problem(
                    ErrorCode.CREDENTIAL_LIMIT, "A credential list holds at most " + CREDENTIALS_MAX + " credentials");
        }
        if (present.stream().anyMatch(c -> c.identity().equals(username))) {
            throw invalid("Username " + username + " is in the list already; update that credential");
        }
        SipCredential made = new SipCredential(
                records.newSid(CredentialSid.PREFIX, CredentialSid::new),
                list.account(),
                list.sid(),
                username,
                strong(x.need(PASSWORD)),
                x.place().now(),
                x.place().now());
        return x.answer(201, CREDENTIAL, records.put(x, made));
    }

    private static String strong(String password) {
        boolean strong = password.length() >= 12
                && password.chars().anyMatch(Character::isUpperCase)
                && password.chars().anyMatch(Character::isLowerCase)
                && password.chars().anyMatch(Character::isDigit);
        if (!strong) {
            throw invalid("Password must be at least 12 characters with upper case, lower case and a digit among them");
        }
        return password;
    }

    private static Problem invalid(String message) {
        return new Problem(ErrorCode.CREDENTIAL_INVALID, message);
    }

    private Answer update(Exchange x) {
        SipCredential before = credential(x);
        String password = x.get(PASSWORD);
        if (password == null) {
            return x.ok(CREDENTIAL, before);
        }
        SipCredential after = new SipCredential(
                before.sid(),
                before.account(),
                before.list(),
                before.identity(),
                strong(password),
                before.dateCreated(),
                x.place().now());
        return x.ok(CREDENTIAL, records.put(x, after));
    }

    private static @Nullable String listOf(SipCredential credential) {
        CredentialListSid list = credential.list();
        return list == null ? null : list.value();
    }
}
