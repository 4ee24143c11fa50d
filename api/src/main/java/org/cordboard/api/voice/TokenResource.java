package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cordboard.api.IceServers;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.sid.AccountSid;
import org.jspecify.annotations.Nullable;

/// Where browsers behind difficult networks find help (15.3): the configured STUN and TURN servers, with a user name that
/// expires and the password a TURN server with a shared secret expects of it.
final class TokenResource {
    private static final Parameter<Integer> TTL = Parameter.integer("Ttl", 1, 86_400);
    private static final int DEFAULT_TTL = 86_400;

    private record Server(String url, @Nullable String username, @Nullable String credential) {}

    private record Token(
            AccountSid account, String username, String password, int ttl, List<Server> servers, Instant now) {}

    private static final Representation<Server> SERVER = Representation.<Server>named("ice_server")
            .text("url", (s, at) -> s.url())
            .text("urls", (s, at) -> s.url())
            .textIfAny("username", (s, at) -> s.username())
            .textIfAny("credential", (s, at) -> s.credential())
            .build();

    private static final Representation<Token> SHAPE = Representation.<Token>named("token")
            .text("username", (t, at) -> t.username())
            .text("password", (t, at) -> t.password())
            .text("ttl", (t, at) -> Integer.toString(t.ttl()))
            .text("account_sid", (t, at) -> t.account().value())
            .list("ice_servers", SERVER, (t, at) -> t.servers())
            .rfc2822("date_created", (t, at) -> t.now())
            .rfc2822("date_updated", (t, at) -> t.now())
            .build();

    private final IceServers ice;

    TokenResource(IceServers ice) {
        this.ice = ice;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.create("api", ACCOUNT + "/Tokens", "CreateToken")
                .takes(TTL)
                .answers(SHAPE)
                .by(this::create));
    }

    private Answer create(Exchange x) {
        int ttl = x.get(TTL, DEFAULT_TTL);
        String username = x.place().now().plusSeconds(ttl).getEpochSecond() + ":" + x.account().sid();
        String password = ice.secret().isEmpty() ? "" : credential(ice.secret(), username);
        List<Server> servers = new ArrayList<>();
        ice.stun().forEach(url -> servers.add(new Server(url, null, null)));
        ice.turn().forEach(url -> servers.add(new Server(url, username, password)));
        return x.answer(
                201,
                SHAPE,
                new Token(x.account().sid(), username, password, ttl, servers, x.place().now()));
    }

    /// As TURN servers with a shared secret compute it themselves.
    private static String credential(String secret, String username) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has HmacSHA1", impossible);
        }
    }
}
