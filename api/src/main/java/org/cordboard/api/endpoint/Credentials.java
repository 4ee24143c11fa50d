package org.cordboard.api.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ApiKeySid;
import org.jspecify.annotations.Nullable;

/// Proves who calls: account SID and token, or key SID and secret, compared in constant time.
/// An account named in the path must be the caller's own or one of its sub-accounts.
public final class Credentials {
    private static final String UNKNOWN_SECRET = "there is no such account; compared all the same to take equal time";
    private final Engine engine;

    public Credentials(Engine engine) {
        this.engine = engine;
    }

    Caller check(Request request, Access access, Map<String, String> path) {
        Request.BasicCredentials given = request.basicCredentials();
        Caller caller = given == null ? null : check(given.user(), given.password());
        if (caller == null) {
            throw new Problem(ErrorCode.NOT_AUTHENTICATED, "Authenticate");
        }
        if (access == Access.ACCOUNT_TOKEN && caller.key() != null) {
            throw new Problem(
                    ErrorCode.FORBIDDEN, "An API key may not use this resource; authenticate with the account's token");
        }
        if (!caller.account().status().equals("active")) {
            throw new Problem(
                    ErrorCode.ACCOUNT_NOT_ACTIVE, "Account " + caller.account().sid() + " is not active");
        }
        String named = path.get("AccountSid");
        return named == null ? caller : new Caller(named(named, caller.account(), request), caller.key());
    }

    private Account named(String sid, Account caller, Request request) {
        if (AccountSid.valid(sid)) {
            AccountSid wanted = new AccountSid(sid);
            if (wanted.equals(caller.sid())) {
                return caller;
            }
            Account other = engine.read(view -> view.account(wanted));
            if (other != null && caller.sid().equals(other.owner())) {
                active(other, request);
                return other;
            }
        }
        throw Problem.notFound(request.path());
    }

    /// An account at rest can be looked at and woken by its owner, and does nothing else.
    private static void active(Account account, Request request) {
        boolean itself = Format.withoutSuffix(request.path()).endsWith("/" + account.sid());
        if (request.method().equals("POST") && !itself && !account.status().equals("active")) {
            throw new Problem(ErrorCode.ACCOUNT_NOT_ACTIVE, "Account " + account.sid() + " is not active");
        }
    }

    /// The account behind a user name and password; null when they do not fit.
    public @Nullable Caller check(String user, String password) {
        return engine.read(view -> {
            Caller candidate = candidate(view, user);
            String secret = candidate == null ? UNKNOWN_SECRET : secretOf(candidate);
            boolean same = MessageDigest.isEqual(bytes(secret), bytes(password));
            return same && candidate != null ? candidate : null;
        });
    }

    private static @Nullable Caller candidate(RoutingView view, String user) {
        if (AccountSid.valid(user)) {
            Account account = view.account(new AccountSid(user));
            return account == null ? null : new Caller(account, null);
        }
        if (ApiKeySid.valid(user)) {
            ApiKey key = view.apiKey(new ApiKeySid(user));
            Account account = key == null ? null : view.account(key.account());
            return account == null ? null : new Caller(account, key);
        }
        return null;
    }

    private static String secretOf(Caller caller) {
        ApiKey key = caller.key();
        return key == null ? caller.account().authToken() : key.secret();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
