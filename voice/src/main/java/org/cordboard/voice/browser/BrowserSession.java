package org.cordboard.voice.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.cordboard.voice.browser.BrowserTokens.Admitted;
import org.cordboard.voice.browser.BrowserTokens.Refused;
import org.cordboard.voice.browser.Messages.Message;
import org.cordboard.voice.dial.PagePhones;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Line;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One socket of one page, from `listen` to its end and a little beyond: answered calls wait for the page to come back.
/// Frames come in one at a time; everything else may come from any thread. Times are of the monotonic clock.
public final class BrowserSession implements PagePhones.PagePhone {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserSession.class);
    private static final long HEARTBEAT_MILLIS = 8_000;
    private static final long SILENCE_MILLIS = 25_000;
    private static final long LISTEN_MILLIS = 15_000;
    /// The SDK shows a better token on the same socket, once the application has one.
    private static final long BETTER_TOKEN_MILLIS = 600_000;
    private static final long REGISTRATION_MILLIS = 90_000;
    private static final int GRACE_SECONDS = 15;
    private static final int GRACE_SECONDS_MAX = 30;
    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;
    private static final String HOME = "us1";
    private static final String EDGE = "ashburn";
    private static final Pattern EDGE_OF_HOST = Pattern.compile("voice-js\\.([a-z][a-z-]{0,30})\\.twilio\\.com(?::\\d+)?");

    private final BrowserPhones phones;
    private final BrowserSocket socket;
    private final BrowserTokens tokens;
    private final String reconnectToken;
    private final String edge;
    private final PageCalls calls;
    private final long openedAt;
    private volatile @Nullable Admitted admitted;
    private volatile boolean expired;
    /// A token was refused; logged once for a socket, or a page that insists would fill the log.
    private volatile boolean refused;
    private volatile boolean registered;
    private volatile long registeredAt;
    private volatile long heardAt;
    private volatile long toldAt;
    private volatile long closedAt = -1;
    private volatile long graceMillis = GRACE_SECONDS * 1_000L;

    BrowserSession(
            BrowserPhones phones, BrowserSocket socket, BrowserTokens tokens, String reconnectToken, String host) {
        this.phones = phones;
        this.socket = socket;
        this.tokens = tokens;
        this.reconnectToken = reconnectToken;
        this.edge = edge(host);
        this.calls = new PageCalls(this);
        this.openedAt = phones.millis();
        this.heardAt = openedAt;
        this.toldAt = openedAt;
    }

    /// What the page proves itself with when it comes back. One for all calls of the page, because the SDK keeps only
    /// the latest.
    String reconnectToken() {
        return reconnectToken;
    }

    BrowserPhones phones() {
        return phones;
    }

    /// What it talks about.
    PageCalls calls() {
        return calls;
    }

    @Nullable Admitted admitted() {
        return admitted;
    }

    long registeredAt() {
        return registeredAt;
    }

    void tell(String type, ObjectNode payload) {
        if (closedAt < 0) {
            toldAt = phones.millis();
            socket.send(Messages.message(type, payload));
        }
    }

    void tellError(SignalError error, String why, @Nullable String callsid) {
        if (closedAt < 0) {
            toldAt = phones.millis();
            socket.send(Messages.error(error, why, callsid));
        }
    }

    // ---- frames

    /// A text frame of the page.
    public void received(String frame) {
        heardAt = phones.millis();
        if (frame.equals(Messages.HEARTBEAT)) {
            return;
        }
        var message = Messages.parse(frame);
        if (message.isEmpty()) {
            tellError(SignalError.MALFORMED_REQUEST, "not a message of this protocol", null);
        } else if (message.get().type().equals("listen")) {
            listen(message.get());
        } else {
            var page = admitted;
            if (page == null) {
                tellError(SignalError.INVALID_TOKEN, "no token was accepted yet", null);
            } else {
                dispatch(message.get(), page);
            }
        }
    }

    private void dispatch(Message message, Admitted page) {
        var callsid = message.text("callsid");
        switch (message.type()) {
            case "register" -> register(message, page);
            case "invite" -> {
                if (message.payload().hasNonNull("reconnect")) {
                    phones.reconnect(this, callsid, message.text("reconnect"), message.text("sdp"));
                } else {
                    calls.invite(message, page, expired);
                }
            }
            default -> calls.take(message, callsid);
        }
    }

    private void listen(Message message) {
        var token = message.text("token");
        if (token.isEmpty()) {
            tellError(SignalError.TOKEN_MISSING, "listen without a token", null);
            return;
        }
        int wanted = message.payload().path("reconnectTimeout").asInt(0);
        graceMillis = 1_000L * (wanted <= 0 ? GRACE_SECONDS : Math.min(wanted, GRACE_SECONDS_MAX));
        switch (tokens.check(token)) {
            case Refused(var error, var why) -> {
                if (!refused) {
                    refused = true;
                    LOG.info("The token of a browser phone was refused ({}): {}", error.code(), why);
                }
                tellError(error, why, null);
            }
            case Admitted page -> {
                var before = admitted;
                if (before != null && !sameName(before, page)) {
                    unregister();
                }
                admitted = page;
                expired = false;
                var payload = Messages.payload().put("region", HOME).put("home", HOME).put("edge", edge);
                payload.putObject("token")
                        .put("identity", page.identity())
                        .put("ttl", Math.max(0, Duration.between(phones.now(), page.expires()).toSeconds()));
                tell("connected", payload);
            }
        }
    }

    /// The place that the page asked for by the name of the host; the home's where it left the choice open.
    private static String edge(String host) {
        var named = EDGE_OF_HOST.matcher(host);
        return named.matches() && !named.group(1).equals("roaming") ? named.group(1) : EDGE;
    }

    static boolean sameName(Admitted one, Admitted other) {
        return one.identity().equals(other.identity())
                && one.account().sid().equals(other.account().sid());
    }

    private void register(Message message, Admitted page) {
        if (!message.payload().path("media").path("audio").asBoolean(false)) {
            unregister();
            tell("offline", Messages.payload());
        } else if (expired) {
            tellError(SignalError.EXPIRED_TOKEN, "the token has expired", null);
        } else if (!page.incoming()) {
            tellError(SignalError.AUTHORIZATION, "the token does not permit incoming calls", null);
        } else {
            if (!registered) {
                registered = true;
                registeredAt = phones.millis();
                phones.registered(this, page);
            }
            registeredAt = phones.millis();
            tell("ready", Messages.payload());
        }
    }

    private void unregister() {
        registered = false;
        var page = admitted;
        if (page != null) {
            phones.unregistered(this, page);
        }
    }

    @Override
    public Line ring(Leg leg, Map<String, String> parameters, PagePhones.Fate fate) throws IOException {
        return calls.ring(leg, parameters, fate);
    }

    // ---- time and the end

    /// Sees to what is due.
    void tick(long now) {
        if (closedAt >= 0) {
            unregister();
            if (now - closedAt > graceMillis) {
                calls.giveUp();
            }
            return;
        }
        calls.tick(now);
        if (now - heardAt > SILENCE_MILLIS) {
            end(GOING_AWAY, "silent");
            return;
        }
        var page = admitted;
        if (page == null && now - openedAt > (refused ? BETTER_TOKEN_MILLIS : LISTEN_MILLIS)) {
            end(POLICY, "no token");
            return;
        }
        if (now - toldAt >= HEARTBEAT_MILLIS) {
            toldAt = now;
            socket.send(Messages.HEARTBEAT);
        }
        if (page == null) {
            return;
        }
        if (!expired && !page.expires().isAfter(phones.now())) {
            expired = true;
            unregister();
            tellError(SignalError.EXPIRED_TOKEN, "the token has expired", null);
        }
        if (registered && now - registeredAt > REGISTRATION_MILLIS) {
            unregister();
        }
    }

    void end(int code, String why) {
        socket.close(code, why);
        closed();
    }

    /// The socket is gone, whoever closed it.
    public void closed() {
        if (closedAt < 0) {
            closedAt = phones.millis();
            unregister();
            calls.abandoned();
        }
    }

    boolean isClosed() {
        return closedAt >= 0;
    }

    /// Whether nobody can come back to it: its token may stand for calls of an earlier connection.
    boolean isForgotten(long now) {
        return closedAt >= 0 && calls.idle() && (!calls.everAny() || now - closedAt > graceMillis);
    }
}
