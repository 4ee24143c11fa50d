package org.cordboard.api.desk;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.cordboard.api.bridge.Tokens;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Conferences;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.ApiKeySid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// The endpoints behind the worker desk. The cookie is a token signed with a key of the account that only the desk
/// uses; deleting that key logs every desk out.
public final class Desk {
    static final String COOKIE = "cordboard_desk";
    private static final String KEY_NAME = "Worker desk";
    private static final String CSRF_HEADER = "X-Cordboard-Csrf";
    private static final Duration SESSION_LIFE = Duration.ofHours(12);
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final Parameter<String> WORKER = Parameter.text("worker", 64).required();
    private static final Parameter<String> PASSWORD =
            Parameter.text("password", 256).required();
    private static final Parameter<String> NEW_PASSWORD =
            Parameter.text("Password", 256).required();

    /// Who sits at the desk.
    private record Seat(Account account, Workspace workspace, Worker worker) {}

    private record Session(Seat seat, String token, String csrf, Instant expires) {}

    private static final Representation<Session> SHAPE = Representation.<Session>named("desk_session")
            .text("account_sid", (s, at) -> s.seat().account().sid().value())
            .text("workspace_sid", (s, at) -> s.seat().workspace().sid().value())
            .text("workspace_name", (s, at) -> s.seat().workspace().friendlyName())
            .text("worker_sid", (s, at) -> s.seat().worker().sid().value())
            .text("worker_name", (s, at) -> s.seat().worker().friendlyName())
            .text("token", (s, at) -> s.token())
            .text("csrf", (s, at) -> s.csrf())
            .epoch("expires", (s, at) -> s.expires())
            .build();

    private final Engine engine;
    private final Records records;
    private final Tokens tokens;
    private final Conferences conferences;
    private final Passwords passwords;
    private final Attempts attempts;

    public Desk(Engine engine, Tokens tokens, Conferences conferences, String sharedPassword, InstantSource clock) {
        this.engine = engine;
        this.records = new Records(engine, null);
        this.tokens = tokens;
        this.conferences = conferences;
        this.passwords = new Passwords(engine, sharedPassword);
        this.attempts = new Attempts(clock);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("desk", "/desk/session", "DeskLogIn")
                        .open(Access.ANYONE)
                        .takes(WORKER, PASSWORD)
                        .answers(SHAPE)
                        .by(this::logIn),
                Endpoint.get("desk", "/desk/session", "DeskResume")
                        .open(Access.ANYONE)
                        .answers(SHAPE)
                        .by(x -> shown(x, cookie(x))),
                Endpoint.delete("desk", "/desk/session", "DeskLogOut")
                        .open(Access.ANYONE)
                        .by(x -> ownPagesOnly(Answer.empty(204)).with("Set-Cookie", cookieLine(x, "", Duration.ZERO))),
                Endpoint.post("desk", "/desk/token", "DeskRenewToken")
                        .open(Access.ANYONE)
                        .answers(SHAPE)
                        .by(x -> shown(x, guarded(x))),
                Endpoint.post("desk", "/desk/conferences/{FriendlyName}/end", "DeskEndConference")
                        .open(Access.ANYONE)
                        .by(this::endConference),
                Endpoint.post(
                                "taskrouter",
                                "/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/DeskPassword",
                                "SetDeskPassword")
                        .takes(NEW_PASSWORD)
                        .by(this::setPassword));
    }

    private Answer logIn(Exchange x) {
        String name = x.need(WORKER);
        String byAddress = "address " + x.request().remote();
        String byName = "worker " + name.toLowerCase(Locale.ROOT);
        if (attempts.tooMany(byAddress) || attempts.tooMany(byName)) {
            throw new Problem(ErrorCode.TOO_MANY_REQUESTS, "Too many failed log-ins; wait a minute");
        }
        Seat seat = seat(name);
        WorkerSid worker = seat == null ? null : seat.worker().sid();
        if (!passwords.fits(worker, x.need(PASSWORD)) || seat == null) {
            attempts.failed(byAddress);
            attempts.failed(byName);
            throw new Problem(ErrorCode.NOT_LOGGED_IN, "Worker name or password is wrong");
        }
        attempts.succeeded(byName);
        String csrf = records.newSecret();
        ApiKey key = key(x, seat.account());
        String cookie = JWT.create()
                .withIssuer(key.sid().value())
                .withSubject(seat.worker().sid().value())
                .withClaim("csrf", csrf)
                .withAudience("desk")
                .withExpiresAt(x.place().now().plus(SESSION_LIFE))
                .sign(Algorithm.HMAC256(key.secret()));
        return shown(x, new Known(seat, key, csrf)).with("Set-Cookie", cookieLine(x, cookie, SESSION_LIFE));
    }

    /// A session that has proved itself.
    private record Known(Seat seat, ApiKey key, String csrf) {}

    private Answer shown(Exchange x, Known known) {
        Instant expires = x.place().now().plus(TOKEN_LIFE);
        String token = tokens.issue(
                known.key(),
                known.seat().workspace().sid(),
                known.seat().worker().sid(),
                known.seat().worker().friendlyName(),
                expires);
        return ownPagesOnly(x.ok(SHAPE, new Session(known.seat(), token, known.csrf(), expires)));
    }

    private static Answer ownPagesOnly(Answer answer) {
        return answer.with("Cross-Origin-Resource-Policy", "same-origin").with("Cache-Control", "no-store");
    }

    private static String cookieLine(Exchange x, String value, Duration life) {
        String secure = x.place().base().startsWith("https:") ? "; Secure" : "";
        return COOKIE + "=" + value + "; Path=/desk; HttpOnly; SameSite=Strict; Max-Age=" + life.toSeconds() + secure;
    }

    /// The first worker of that name, in any workspace; names are unique within one, whatever their case.
    private @Nullable Seat seat(String name) {
        return engine.read(view -> {
            for (Account account : view.accounts()) {
                for (Workspace workspace : view.workspaces(account.sid())) {
                    for (Worker worker : view.workers(workspace.sid())) {
                        if (worker.friendlyName().equalsIgnoreCase(name)) {
                            return new Seat(account, workspace, worker);
                        }
                    }
                }
            }
            return null;
        });
    }

    private ApiKey key(Exchange x, Account account) {
        for (ApiKey key : engine.read(view -> view.apiKeys(account.sid()))) {
            if (key.friendlyName().equals(KEY_NAME)) {
                return key;
            }
        }
        return records.put(
                x,
                new ApiKey(
                        records.newSid(ApiKeySid.PREFIX, ApiKeySid::new),
                        account.sid(),
                        KEY_NAME,
                        records.newSecret(),
                        x.place().now(),
                        x.place().now()));
    }

    private Known cookie(Exchange x) {
        String cookie = x.request().cookie(COOKIE);
        Known known = cookie == null || cookie.isEmpty()
                ? null
                : read(cookie, x.place().now());
        if (known == null) {
            throw new Problem(ErrorCode.NOT_LOGGED_IN, "Log in first");
        }
        return known;
    }

    private @Nullable Known read(String cookie, Instant now) {
        try {
            DecodedJWT token = JWT.decode(cookie);
            String issuer = String.valueOf(token.getIssuer());
            ApiKey key = ApiKeySid.valid(issuer) ? engine.read(view -> view.apiKey(new ApiKeySid(issuer))) : null;
            if (key == null) {
                return null;
            }
            Algorithm.HMAC256(key.secret()).verify(token);
            Instant expires = token.getExpiresAtAsInstant();
            Seat seat = seatOf(String.valueOf(token.getSubject()), key);
            boolean ours = List.of("desk").equals(token.getAudience()) && "HS256".equals(token.getAlgorithm());
            return ours && seat != null && expires != null && expires.isAfter(now)
                    ? new Known(seat, key, String.valueOf(token.getClaim("csrf").asString()))
                    : null;
        } catch (JWTVerificationException forged) {
            return null;
        }
    }

    private @Nullable Seat seatOf(String workerSid, ApiKey key) {
        return engine.read(view -> {
            Worker worker = WorkerSid.valid(workerSid) ? view.worker(new WorkerSid(workerSid)) : null;
            Workspace workspace = worker == null ? null : view.workspace(worker.workspace());
            Account account = workspace == null ? null : view.account(workspace.account());
            if (worker == null || workspace == null || account == null) {
                return null;
            }
            return account.sid().equals(key.account()) ? new Seat(account, workspace, worker) : null;
        });
    }

    /// For requests that change something: the header proves that our own page sent it.
    private Known guarded(Exchange x) {
        Known known = cookie(x);
        String given = x.request().header(CSRF_HEADER);
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), known.csrf().getBytes(StandardCharsets.UTF_8))) {
            throw new Problem(ErrorCode.FORBIDDEN, "The header " + CSRF_HEADER + " is missing or wrong");
        }
        return known;
    }

    /// The conference is named by its task; only a worker who holds a reservation of it may end it.
    private Answer endConference(Exchange x) {
        Known known = guarded(x);
        String name = x.path("FriendlyName");
        WorkerSid worker = known.seat().worker().sid();
        boolean holds = TaskSid.valid(name)
                && engine.read(view -> view.reservationsOfTask(new TaskSid(name))).stream()
                        .anyMatch(r -> r.worker().equals(worker) && isActive(r));
        if (!holds) {
            throw x.notFound();
        }
        for (Conference conference :
                records.all(Conference.class, c -> c.friendlyName().equalsIgnoreCase(name))) {
            if (!conference.status().equals("completed")
                    && conference.account().equals(known.seat().account().sid())) {
                conferences.end(conference);
                return ownPagesOnly(Answer.empty(204));
            }
        }
        throw x.notFound();
    }

    private static boolean isActive(Reservation reservation) {
        return reservation.status().isOpen();
    }

    private Answer setPassword(Exchange x) {
        WorkspaceSid workspaceSid = x.sid("WorkspaceSid", WorkspaceSid::valid, WorkspaceSid::new);
        WorkerSid workerSid = x.sid("WorkerSid", WorkerSid::valid, WorkerSid::new);
        Workspace workspace = engine.read(view -> view.workspace(workspaceSid));
        Worker worker = engine.read(view -> view.worker(workerSid));
        if (workspace == null
                || worker == null
                || !workspace.account().equals(x.account().sid())
                || !worker.workspace().equals(workspaceSid)) {
            throw x.notFound();
        }
        String password = x.need(NEW_PASSWORD);
        if (password.length() < 8) {
            throw Problem.badRequest("Password must be at least 8 characters");
        }
        passwords.set(workerSid, password);
        return Answer.empty(204);
    }
}
