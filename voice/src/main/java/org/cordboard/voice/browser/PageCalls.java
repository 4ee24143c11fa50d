package org.cordboard.voice.browser;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.cordboard.voice.browser.BrowserTokens.Admitted;
import org.cordboard.voice.browser.Messages.Message;
import org.cordboard.voice.dial.PagePhones;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Line;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// The calls of one page by the names it knows them by: how they begin, what it says of them, which are left when it goes.
/// Any thread; messages of the page come one at a time.
final class PageCalls {
    private static final int CALLS_MAX = 16;
    private static final int PARAMETERS_MAX = 4_096;
    private static final int MESSAGE_MAX = 10_000;

    private final BrowserSession session;
    private final Map<String, BrowserCall> calls = new ConcurrentHashMap<>();

    private volatile boolean everAny;

    PageCalls(BrowserSession session) {
        this.session = session;
    }

    /// Ends a call that never came to be.
    void refuse(String callsid, SignalError error, String why) {
        var payload = Messages.payload().put("callsid", callsid);
        payload.set("error", Messages.problem(error, why));
        session.tell("hangup", payload);
    }

    /// The page calls out.
    void invite(Message message, Admitted page, boolean expired) {
        var callsid = message.text("callsid");
        var application = page.application();
        var parameters = message.payload().path("twilio").path("params").asText("");
        if (callsid.isEmpty() || message.text("sdp").isEmpty()) {
            session.tellError(SignalError.MALFORMED_REQUEST, "an invite needs a callsid and an sdp", null);
        } else if (expired) {
            refuse(callsid, SignalError.EXPIRED_TOKEN, "the token has expired");
        } else if (application == null) {
            refuse(callsid, SignalError.APPLICATION_NOT_FOUND, "the token names no application for outgoing calls");
        } else if (calls.size() >= CALLS_MAX) {
            refuse(callsid, SignalError.RATE_LIMIT, "too many calls on this connection");
        } else if (parameters.length() > PARAMETERS_MAX) {
            refuse(callsid, SignalError.PARAMETERS_TOO_LONG, "the parameters are too long");
        } else {
            try {
                session.phones().call(session, page, application, callsid, message.text("sdp"), Fields.decoded(parameters).asMap());
            } catch (IllegalArgumentException e) {
                refuse(callsid, SignalError.BAD_REQUEST, String.valueOf(e.getMessage()));
            }
        }
    }

    /// What the page says of one of its calls.
    void take(Message message, String callsid) {
        var call = calls.get(callsid);
        switch (message.type()) {
            case "message" -> said(message, callsid);
            case "answer" -> {
                if (call == null) {
                    // Accepted too late: the caller is gone or someone else was faster.
                    session.tell("hangup", Messages.payload().put("callsid", callsid));
                } else {
                    call.accepted(message.text("sdp"));
                }
            }
            default -> {
                if (call != null) {
                    act(call, message);
                }
            }
        }
    }

    private static void act(BrowserCall call, Message message) {
        switch (message.type()) {
            case "reject" -> call.rejected();
            case "hangup" -> call.hungUp();
            case "dtmf" -> call.digits(message.text("dtmf"));
            case "reinvite" -> call.reinvited(message.text("sdp"));
            default -> {
                // A later version of the protocol says more; what we do not know we need not do.
            }
        }
    }

    private void said(Message message, String callsid) {
        var id = message.text("voiceeventsid");
        SignalError error = null;
        if (!calls.containsKey(callsid)) {
            error = SignalError.NOT_FOUND;
        } else if (message.text("messagetype").isEmpty()) {
            error = SignalError.MESSAGE_TYPE;
        } else if (message.payload().path("content").toString().length() > MESSAGE_MAX) {
            error = SignalError.MESSAGE_TOO_LARGE;
        }
        var call = calls.get(callsid);
        if (error == null && call != null) {
            call.said(message.payload());
            session.tell("ack", Messages.payload().put("acktype", "message").put("callsid", callsid).put("voiceeventsid", id));
        } else {
            var payload = Messages.payload().put("callsid", callsid).put("voiceeventsid", id);
            payload.set("error", Messages.problem(error == null ? SignalError.NOT_FOUND : error, "the message was not taken"));
            session.tell("error", payload);
        }
    }

    /// We call the page.
    Line ring(Leg leg, Map<String, String> parameters, PagePhones.Fate fate) throws IOException {
        if (session.isClosed() || calls.size() >= CALLS_MAX) {
            throw new IOException(session.isClosed() ? "its connection is lost" : "it has too many calls");
        }
        var call = BrowserCall.to(session, leg, session.phones().media(), fate);
        everAny = true;
        calls.put(call.sid(), call);
        if (call.isOver()) {
            forget(call);
            throw new IOException("the caller is gone already");
        }
        var invite = Messages.payload()
                .put("callsid", call.sid())
                .put("sdp", call.endpoint().offer())
                .put("reconnect", session.reconnectToken());
        invite.putObject("parameters")
                .put("CallSid", call.sid())
                .put("AccountSid", leg.account().sid().value())
                .put("From", leg.from())
                .put("To", leg.to())
                .put("ApiVersion", "2010-04-01")
                .put("Params", params(parameters));
        session.tell("invite", invite);
        // Apart, because the caller may hold what ringing needs.
        Thread.ofVirtual().name("page-rings").start(fate::ringing);
        return call;
    }

    /// A form whose names stay as they are but for what divides it, because the SDK decodes only the values.
    private static String params(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey().replace("&", "%26").replace("=", "%3D") + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    void add(BrowserCall call, @Nullable String temporary) {
        everAny = true;
        calls.put(call.sid(), call);
        if (temporary != null) {
            calls.put(temporary, call);
        }
    }

    @Nullable BrowserCall find(String callsid) {
        return calls.get(callsid);
    }

    void forget(BrowserCall call) {
        calls.values().removeIf(each -> each == call);
    }

    boolean idle() {
        return calls.isEmpty();
    }

    boolean everAny() {
        return everAny;
    }

    // ---- time and the end

    void tick(long now) {
        calls.values().forEach(call -> call.tick(now));
    }

    /// The page is lost; answered calls wait for it.
    void abandoned() {
        List.copyOf(calls.values()).forEach(BrowserCall::abandoned);
    }

    /// The page did not come back.
    void giveUp() {
        List.copyOf(calls.values()).forEach(BrowserCall::giveUp);
    }
}
