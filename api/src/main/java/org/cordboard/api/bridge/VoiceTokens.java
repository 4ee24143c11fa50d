package org.cordboard.api.bridge;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ApiKeySid;
import org.jspecify.annotations.Nullable;

/// Reads the tokens of browser phones: access tokens with a voice grant, and the older capability tokens (Voice
/// reference 13.1, 13.2). What is wrong with a bad one is told apart, because the SDK treats each fault differently.
public final class VoiceTokens {
    private static final Duration LIFETIME_MAX = Duration.ofDays(1);
    private static final Duration SKEW = Duration.ofSeconds(60);

    /// The published Java library computes the time in a token's id with `float`, milliseconds first and seconds then:
    /// it is up to 65.5 s and 64 s off, to either side. One token of seven would be of tomorrow if we believed it.
    private static final Duration ID_IMPRECISION = Duration.ofSeconds(130);
    private static final int IDENTITY_MAX = 256;
    private static final String INCOMING = "scope:client:incoming";
    private static final String OUTGOING = "scope:client:outgoing";
    private static final Pattern ISSUED_IN_ID = Pattern.compile("SK[0-9a-f]{32}-(\\d{9,11})");

    private final Engine engine;
    private final InstantSource clock;

    public VoiceTokens(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    public sealed interface Verdict {}

    /// @param application SID of the application that calls out, null when it may not call
    /// @param parameters of every outgoing call
    public record Good(
            Account account,
            String identity,
            boolean incoming,
            @Nullable String application,
            Map<String, String> parameters,
            Instant expires)
            implements Verdict {}

    public record Bad(Fault fault, String why) implements Verdict {}

    public enum Fault {
        MALFORMED,
        FORGED,
        UNKNOWN_ACCOUNT,
        EXPIRED,
        TOO_LONG,
        BAD_IDENTITY
    }

    public Verdict check(String token) {
        DecodedJWT read;
        JsonNode claims;
        try {
            read = Tokens.read(token);
            claims = Tokens.claims(read);
        } catch (Problem unreadable) {
            return new Bad(Fault.MALFORMED, unreadable.message());
        }
        if (!"HS256".equals(read.getAlgorithm())) {
            return new Bad(Fault.MALFORMED, "The token's signature is not HS256");
        }
        return Tokens.ACCESS_TOKEN.equals(read.getContentType()) ? access(read, claims) : capability(read, claims);
    }

    private Verdict access(DecodedJWT read, JsonNode claims) {
        String issuer = read.getIssuer();
        if (issuer == null || !ApiKeySid.valid(issuer)) {
            return new Bad(Fault.MALFORMED, "The token names no key");
        }
        ApiKey key = engine.read(view -> view.apiKey(new ApiKeySid(issuer)));
        if (key == null) {
            return new Bad(Fault.FORGED, "The token's key is not known");
        }
        if (!key.account().value().equals(read.getSubject())) {
            return new Bad(Fault.UNKNOWN_ACCOUNT, "The token's key is not of this account");
        }
        Account account = engine.read(view -> view.account(key.account()));
        if (account == null || !account.status().equals("active")) {
            return new Bad(Fault.UNKNOWN_ACCOUNT, "The token's account is not active");
        }
        JsonNode voice = claims.path("grants").path("voice");
        String identity = claims.path("grants").path("identity").asText("");
        return proved(read, key.secret())
                .<Verdict>map(bad -> bad)
                .orElseGet(() -> good(
                        read,
                        account,
                        identity,
                        voice.path("incoming").path("allow").asBoolean(false),
                        voice.path("outgoing").path("application_sid").asText(""),
                        texts(voice.path("outgoing").path("params"))));
    }

    private Verdict capability(DecodedJWT read, JsonNode claims) {
        String issuer = read.getIssuer();
        if (issuer == null || !AccountSid.valid(issuer)) {
            return new Bad(Fault.MALFORMED, "This is neither an access token nor a capability token");
        }
        Account account = engine.read(view -> view.account(new AccountSid(issuer)));
        if (account == null || !account.status().equals("active")) {
            return new Bad(Fault.UNKNOWN_ACCOUNT, "The token's account is not known");
        }
        Optional<Bad> bad = proved(read, account.authToken());
        if (bad.isPresent()) {
            return bad.get();
        }
        String identity = "";
        String application = "";
        boolean incoming = false;
        Map<String, String> parameters = Map.of();
        for (String scope : claims.path("scope").asText("").split(" ", 20)) {
            Map<String, String> values = form(scope.substring(scope.indexOf('?') + 1));
            if (scope.startsWith(INCOMING)) {
                incoming = true;
                identity = values.getOrDefault("clientName", identity);
            } else if (scope.startsWith(OUTGOING)) {
                application = values.getOrDefault("appSid", "");
                identity = values.getOrDefault("clientName", identity);
                parameters = form(values.getOrDefault("appParams", ""));
            }
        }
        return good(read, account, identity, incoming, application, parameters);
    }

    private static Verdict good(
            DecodedJWT read,
            Account account,
            String identity,
            boolean incoming,
            String application,
            Map<String, String> parameters) {
        boolean bad = identity.length() > IDENTITY_MAX || identity.chars().anyMatch(Character::isISOControl);
        if (bad || (incoming && identity.isBlank())) {
            return new Bad(Fault.BAD_IDENTITY, "The token's identity cannot be a client's name");
        }
        return new Good(
                account,
                identity,
                incoming,
                application.isEmpty() ? null : application,
                parameters,
                read.getExpiresAtAsInstant());
    }

    /// What is wrong with signature or dates, by our own clock.
    private Optional<Bad> proved(DecodedJWT read, String secret) {
        try {
            Algorithm.HMAC256(secret).verify(read);
        } catch (JWTVerificationException forged) {
            return Optional.of(new Bad(Fault.FORGED, "The token's signature is wrong"));
        }
        Instant now = clock.instant();
        Instant expires = read.getExpiresAtAsInstant();
        if (expires == null) {
            return Optional.of(new Bad(Fault.MALFORMED, "The token does not say when it expires"));
        }
        if (!expires.isAfter(now)) {
            return Optional.of(new Bad(Fault.EXPIRED, "The token has expired"));
        }
        Instant from = read.getNotBeforeAsInstant();
        Instant issued = read.getIssuedAtAsInstant();
        if ((from != null && from.isAfter(now.plus(SKEW))) || (issued != null && issued.isAfter(now.plus(SKEW)))) {
            return Optional.of(new Bad(Fault.MALFORMED, "The token is not valid yet"));
        }
        Instant latestBirth = issued == null ? latestBirth(read, now) : issued;
        return Duration.between(latestBirth, expires).compareTo(LIFETIME_MAX) > 0
                ? Optional.of(new Bad(Fault.TOO_LONG, "The token lives longer than a day"))
                : Optional.empty();
    }

    /// Some libraries tell the time of issue only inside the id, which bounds a token's life but promises no precision:
    /// no token is refused as early for it.
    private static Instant latestBirth(DecodedJWT read, Instant now) {
        var id = ISSUED_IN_ID.matcher(read.getId() == null ? "" : read.getId());
        return id.matches() ? Instant.ofEpochSecond(Long.parseLong(id.group(1))).plus(ID_IMPRECISION) : now;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.properties().forEach(member -> values.put(member.getKey(), member.getValue().asText()));
        return values;
    }

    private static Map<String, String> form(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&", 100)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
