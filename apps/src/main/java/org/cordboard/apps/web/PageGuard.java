package org.cordboard.apps.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may open the pages: with a `DASHBOARD_PASSWORD`, whoever gives it (any user name); without one, only a browser
/// on this machine, since a dashboard moves calls and a tunnel shows it to the world.
public final class PageGuard {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Optional<String> password;

    public PageGuard(Optional<String> password) {
        this.password = password;
    }

    boolean lets(@Nullable String host, @Nullable String authorization) {
        if (password.isPresent()) {
            return authorization != null && same(passwordIn(authorization), password.get());
        }
        return host != null && THIS_MACHINE.contains(host.replaceFirst(":\\d+$", ""));
    }

    void refuse(Context context) {
        if (password.isPresent()) {
            context.header("WWW-Authenticate", "Basic realm=\"dashboard\"");
            context.status(HttpStatus.UNAUTHORIZED).result("the dashboard's password, please");
        } else {
            context.status(HttpStatus.FORBIDDEN).result("set DASHBOARD_PASSWORD to open the pages from elsewhere");
        }
    }

    /// A socket opened by a page of another site is refused, whatever password the browser adds.
    static boolean sameSite(@Nullable String origin, @Nullable String host) {
        return origin != null && host != null && host.equals(URI.create(origin).getAuthority());
    }

    private static String passwordIn(String authorization) {
        if (!authorization.startsWith("Basic ")) {
            return "";
        }
        try {
            var pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
