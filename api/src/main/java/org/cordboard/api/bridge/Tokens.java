package org.cordboard.api.bridge;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Caller;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ApiKeySid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Reads and makes the tokens of the browser protocols. A bad or expired one is 401.
public final class Tokens {
    private static final int MAX_LENGTH = 30_000;
    static final String ACCESS_TOKEN = "twilio-fpa;v=1";
    private final Engine engine;
    private final InstantSource clock;

    public Tokens(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /// A capability token of the older protocol (11.5).
    record Capability(Caller caller, String channel, String workspace, List<Policy> policies, Instant expires) {}

    /// The grant of an access token (11.1).
    ///
    /// @param worker null in the token of a supervisor who is no worker himself
    record Grant(Caller caller, WorkspaceSid workspace, @Nullable WorkerSid worker, String role, Instant expires) {
        boolean supervises() {
            return supervises(role);
        }

        static boolean supervises(String role) {
            return role.equals("supervisor") || role.equals("admin");
        }
    }

    Capability capability(@Nullable String token, AccountSid account) {
        DecodedJWT read = read(token);
        Account owner = engine.read(view -> view.account(account));
        if (owner == null || !account.value().equals(read.getIssuer())) {
            throw refused("The token is not of this account");
        }
        DecodedJWT proved = prove(read, owner.authToken());
        JsonNode claims = claims(proved);
        return new Capability(
                new Caller(owner, null),
                claims.path("channel").asText(""),
                claims.path("workspace_sid").asText(""),
                Policy.read(claims.path("policies")),
                proved.getExpiresAtAsInstant());
    }

    Grant grant(@Nullable String token) {
        DecodedJWT read = read(token);
        if (!ACCESS_TOKEN.equals(read.getContentType())) {
            throw refused("The token is not an access token");
        }
        String issuer = read.getIssuer();
        ApiKey key = issuer == null || !ApiKeySid.valid(issuer)
                ? null
                : engine.read(view -> view.apiKey(new ApiKeySid(issuer)));
        if (key == null || !key.account().value().equals(read.getSubject())) {
            throw refused("The token's key is not known");
        }
        DecodedJWT proved = prove(read, key.secret());
        Account account = engine.read(view -> view.account(key.account()));
        JsonNode grant = claims(proved).path("grants").path("task_router");
        String workspace = grant.path("workspace_sid").asText("");
        String worker = grant.path("worker_sid").asText("");
        String role = grant.path("role").asText("worker");
        boolean workerless = worker.isEmpty() && Grant.supervises(role);
        if (account == null || !WorkspaceSid.valid(workspace) || !(workerless || WorkerSid.valid(worker))) {
            throw new Problem(ErrorCode.FORBIDDEN, "The token has no grant for a worker");
        }
        return new Grant(
                new Caller(account, key),
                new WorkspaceSid(workspace),
                workerless ? null : new WorkerSid(worker),
                role,
                proved.getExpiresAtAsInstant());
    }

    /// An access token for a worker, signed with a key.
    public String issue(ApiKey key, WorkspaceSid workspace, WorkerSid worker, String identity, Instant expires) {
        Instant now = clock.instant();
        return JWT.create()
                .withHeader(Map.of("cty", ACCESS_TOKEN))
                .withJWTId(key.sid() + "-" + now.getEpochSecond())
                .withIssuer(key.sid().value())
                .withSubject(key.account().value())
                .withIssuedAt(now)
                .withExpiresAt(expires)
                .withClaim(
                        "grants",
                        Map.of(
                                "identity",
                                identity,
                                "task_router",
                                Map.of(
                                        "workspace_sid",
                                        workspace.value(),
                                        "worker_sid",
                                        worker.value(),
                                        "role",
                                        "worker")))
                .sign(Algorithm.HMAC256(key.secret()));
    }

    static DecodedJWT read(@Nullable String token) {
        if (token == null || token.isEmpty() || token.length() > MAX_LENGTH) {
            throw refused("A token is needed");
        }
        try {
            return JWT.decode(token);
        } catch (JWTVerificationException malformed) {
            throw refused("The token cannot be read");
        }
    }

    /// Signature and dates, by our own clock.
    private DecodedJWT prove(DecodedJWT read, String secret) {
        try {
            Algorithm.HMAC256(secret).verify(read);
        } catch (JWTVerificationException forged) {
            throw refused("The token's signature is wrong");
        }
        if (!"HS256".equals(read.getAlgorithm())) {
            throw refused("The token's signature is not HS256");
        }
        Instant expires = read.getExpiresAtAsInstant();
        Instant now = clock.instant();
        if (expires == null || !expires.isAfter(now)) {
            throw refused("The token has expired");
        }
        Instant from = read.getNotBeforeAsInstant();
        if (from != null && from.isAfter(now.plusSeconds(60))) {
            throw refused("The token is not valid yet");
        }
        return read;
    }

    static JsonNode claims(DecodedJWT token) {
        try {
            return Json.MAPPER.readTree(
                    new String(Base64.getUrlDecoder().decode(token.getPayload()), StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException malformed) {
            throw refused("The token cannot be read");
        }
    }

    static Problem refused(String why) {
        return new Problem(ErrorCode.NOT_LOGGED_IN, why);
    }
}
