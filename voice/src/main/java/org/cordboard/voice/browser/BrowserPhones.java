package org.cordboard.voice.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.browser.BrowserTokens.Admitted;
import org.cordboard.voice.dial.PagePhones;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOrigin;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Sids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All pages that are connected or may come back: takes their sockets, rings them, lets them call. One timer looks after
/// heartbeats, registrations, tokens and pages that stay away.
public final class BrowserPhones implements PagePhones, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserPhones.class);
    private static final int RUNG_MAX = 10;
    private static final int SESSIONS_MAX = 10_000;
    private static final int TOKEN_BYTES = 24;
    private static final int OVERLOADED = 503;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int GOING_AWAY = 1001;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final long TICK_SECONDS = 2;
    /// What a request says of the call itself; a page cannot say it for us.
    private static final Set<String> RESERVED = Set.of(
            "CallSid", "AccountSid", "From", "To", "Caller", "Called", "CallStatus", "ApiVersion", "Direction",
            "ParentCallSid", "ForwardedFrom", "CallerName", "ApplicationSid", "CallToken", "Digits", "SpeechResult");

    private final Legs legs;
    private final Sids sids;
    private final MediaEngine media;
    private final InstantSource clock;
    private final LongSupplier millis;
    private final SecureRandom random = new SecureRandom();
    private final Set<BrowserSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<String, BrowserSession> byToken = new ConcurrentHashMap<>();
    private final Map<Name, Set<BrowserSession>> byName = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;
    private volatile @Nullable Applications applications;
    private volatile Listener listener = (leg, type, content) -> {};

    private record Name(AccountSid account, String identity) {}

    public BrowserPhones(Legs legs, Sids sids, MediaEngine media, InstantSource clock) {
        this(legs, sids, media, clock, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /// @param millis the monotonic clock that heartbeats and the like go by
    BrowserPhones(Legs legs, Sids sids, MediaEngine media, InstantSource clock, LongSupplier millis) {
        this.legs = legs;
        this.sids = sids;
        this.media = media;
        this.clock = clock;
        this.millis = millis;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("browser-phones").daemon().factory());
        timer.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    /// Calls of pages before this are refused.
    public void open(Applications knowledge) {
        applications = knowledge;
    }

    /// A page has connected.
    ///
    /// @param host the name of the host that it asked for; some name an edge
    public BrowserSession connected(BrowserSocket socket, BrowserTokens tokens, String host) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var session = new BrowserSession(this, socket, tokens, token, host);
        if (sessions.size() >= SESSIONS_MAX) {
            LOG.warn("a page is turned away: {} are connected", SESSIONS_MAX);
            session.end(TRY_AGAIN_LATER, "too many connections");
            return session;
        }
        sessions.add(session);
        byToken.put(token, session);
        return session;
    }

    @Override
    public List<PagePhone> of(Account account, String identity) {
        return byName.getOrDefault(new Name(account.sid(), identity), Set.of()).stream()
                .filter(session -> !session.isClosed())
                .sorted(Comparator.comparingLong(BrowserSession::registeredAt).reversed())
                .limit(RUNG_MAX)
                .map(PagePhone.class::cast)
                .toList();
    }

    /// Hears what pages say beside their calls.
    @FunctionalInterface
    public interface Listener {
        void said(Leg leg, String contentType, JsonNode content);
    }

    /// Who hears of it; one listener.
    public void onMessage(Listener hearer) {
        listener = hearer;
    }

    void said(Leg leg, String contentType, JsonNode content) {
        listener.said(leg, contentType, content);
    }

    /// Says something to the page that holds a call.
    ///
    /// @return false when none does
    public boolean message(CallSid call, String sid, JsonNode content) {
        for (var session : sessions) {
            var held = session.isClosed() ? null : session.calls().find(call.value());
            if (held != null && !held.isOver()) {
                var payload = Messages.payload()
                        .put("callsid", call.value())
                        .put("voiceeventsid", sid)
                        .put("messagetype", "user-defined-message")
                        .put("contenttype", "application/json");
                payload.set("content", content);
                session.tell("message", payload);
                return true;
            }
        }
        return false;
    }

    /// Pages connected now.
    public int connected() {
        return (int) sessions.stream().filter(session -> !session.isClosed()).count();
    }

    long millis() {
        return millis.getAsLong();
    }

    Instant now() {
        return clock.instant();
    }

    MediaEngine media() {
        return media;
    }

    void registered(BrowserSession session, Admitted page) {
        byName.compute(new Name(page.account().sid(), page.identity()), (_, known) -> {
            var all = known == null ? ConcurrentHashMap.<BrowserSession>newKeySet() : known;
            all.add(session);
            return all;
        });
        LOG.info("client:{} is registered", page.identity());
    }

    void unregistered(BrowserSession session, Admitted page) {
        byName.computeIfPresent(new Name(page.account().sid(), page.identity()), (_, known) -> {
            known.remove(session);
            return known.isEmpty() ? null : known;
        });
    }

    /// A page calls out: the application of its token answers.
    ///
    /// @throws IllegalArgumentException when its offer has no audio that we can carry
    void call(
            BrowserSession session,
            Admitted page,
            String application,
            String temporary,
            String offer,
            Map<String, String> said) {
        var known = applications;
        var reaction = known == null ? null : known.of(application, page.account()).orElse(null);
        if (reaction == null) {
            session.calls().refuse(temporary, SignalError.APPLICATION_NOT_FOUND, "the application is not known");
            return;
        }
        var parameters = new LinkedHashMap<>(page.parameters());
        parameters.putAll(said);
        var to = parameters.getOrDefault("To", "");
        var extra = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> {
            if (!name.isEmpty() && !RESERVED.contains(name)) {
                extra.put(name, value);
            }
        });
        extra.put("ApplicationSid", application);
        var from = "client:" + page.identity();
        var origin =
                new LegOrigin(sids.call(), page.account(), Direction.INBOUND, from, to, null, null, extra);
        var leg = legs.add(origin, CallStatus.RINGING, reaction.callback());
        try {
            var call = BrowserCall.from(session, leg, media, offer);
            session.calls().add(call, temporary);
            legs.connect(leg, call, call.endpoint());
            call.ring();
            legs.run(leg, reaction.program());
        } catch (IOException e) {
            LOG.warn("{} gets no audio: {}", leg, e.getMessage());
            session.calls().refuse(temporary, SignalError.UNAVAILABLE, "no audio port is free");
            new Legs.Progress(leg).ended(CallStatus.FAILED, OVERLOADED);
        } catch (IllegalArgumentException e) {
            new Legs.Progress(leg).ended(CallStatus.FAILED, NOT_ACCEPTABLE);
            throw e;
        }
    }

    /// A page is back, or hands a call over to another.
    void reconnect(BrowserSession session, String callsid, String token, String sdp) {
        var former = byToken.get(token);
        var page = session.admitted();
        var owner = former == null ? null : former.admitted();
        if (former == null
                || owner == null
                || page == null
                || !BrowserSession.sameName(owner, page)
                || !same(token, former.reconnectToken())) {
            session.calls().refuse(callsid, SignalError.RECONNECT_REFUSED, "this call is not yours to take up again");
            return;
        }
        var call = held(former, owner, callsid);
        var holder = call == null ? former : call.session();
        boolean ringing = call != null && !call.answered();
        if (call == null || !call.resumed(session, sdp)) {
            session.calls().refuse(callsid, SignalError.NOT_FOUND, "the call has ended");
            return;
        }
        session.calls().add(call, null);
        if (holder != session) {
            holder.calls().forget(call);
            holder.tell(ringing ? "cancel" : "hangup", Messages.payload().put("callsid", callsid));
        }
    }

    /// The SDK keeps one token for all its calls, the latest: a page whose connection broke again before all its calls had
    /// come over shows it for those that wait at an earlier one.
    private @Nullable BrowserCall held(BrowserSession former, Admitted owner, String callsid) {
        var call = former.calls().find(callsid);
        if (call != null) {
            return call;
        }
        for (var other : sessions) {
            var page = other.admitted();
            var found = page != null && other.isClosed() && BrowserSession.sameName(owner, page)
                    ? other.calls().find(callsid)
                    : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /// Looks after every session; forgets those that are closed and wait for nothing.
    void tick() {
        try {
            long now = millis();
            for (var session : sessions) {
                session.tick(now);
                if (session.isForgotten(now)) {
                    sessions.remove(session);
                    byToken.remove(session.reconnectToken());
                }
            }
        } catch (RuntimeException e) {
            LOG.error("looking after the browser phones failed; it is tried again", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        sessions.forEach(session -> session.end(GOING_AWAY, "the server stops"));
    }
}
