package org.cordboard.voice.text;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.InboundMessage;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.digest.DigestSecrets;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.dial.Entrance;
import org.cordboard.voice.dial.CallingParty;
import org.cordboard.voice.dial.TextLines;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.text.Ways.Way;
import org.cordboard.voice.webhook.Webhooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes texts in and sends them out. Each is a record first; bringing it to its application, its phone or the gateway
/// happens on a virtual thread, a bounded number at a time.
public final class Texts {
    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);
    private static final int UNDER_WAY_MAX = 500;
    private static final String NODE = "node";
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int OVERLOADED = 503;

    private final Engine engine;
    private final InstantSource clock;
    private final CallRecords records;
    private final Alerts alerts;
    private final Sids sids;
    private final DigestSecrets secrets;
    private final ExecutorService executor;
    private final TextLines lines;
    private final Ways ways;
    private final Applications applications;
    private final Deliveries deliveries;
    private final Pace pace = new Pace();
    private final Semaphore room = new Semaphore(UNDER_WAY_MAX);
    private volatile String gateway = "";

    /// @param webhooks of flows too, which are answered inside
    /// @param entrance knows what phones of ours log in with
    /// @param executor of virtual threads
    public Texts(
            VoiceConfig config,
            CallRecords records,
            Alerts alerts,
            Sids sids,
            SipStack sip,
            Webhooks webhooks,
            Entrance entrance,
            InstantSource clock,
            ExecutorService executor) {
        this.engine = records.engine();
        this.clock = clock;
        this.records = records;
        this.alerts = alerts;
        this.sids = sids;
        this.secrets = entrance::houseSecret;
        this.executor = executor;
        this.lines = new TextLines(config, engine, sip, entrance);
        this.ways = new Ways(engine, lines);
        this.applications = new Applications(engine, webhooks, alerts, this::reply);
        this.deliveries = new Deliveries(sip, webhooks, records, alerts, clock);
        closeLeftOvers();
    }

    /// What was on its way when the last process of this node ended got lost.
    private void closeLeftOvers() {
        var lost = engine.read(view -> view.records(TextMessage.class)).stream()
                .filter(message -> !message.settled() && records.node().equals(message.details().get(NODE)))
                .map(message -> message.withStatus("failed", Deliveries.FAILED, null, clock.instant()))
                .toArray(TextMessage[]::new);
        if (lost.length > 0) {
            records.put(lost);
        }
    }

    /// Where texts to the world outside go: an address of the operator's own program; empty for nowhere.
    public void gateway(String url) {
        gateway = url;
    }

    // ---- in

    /// A text that came by SIP to a number of ours. Who claims to be one of our phones has to prove it; strangers write
    /// from where they may call.
    ///
    /// @param trusted whether calls are taken from there without a password
    public void received(InboundMessage message, boolean trusted) {
        var claimed = lines.claimed(message.request().from());
        if (claimed.isPresent() && !proved(message, claimed.get())) {
            return;
        }
        if (claimed.isEmpty() && !trusted) {
            LOG.info("a text from {} is refused: it is no trunk's and no phone's of ours", message.source().remote());
            message.answer(FORBIDDEN);
            return;
        }
        var text = message.text();
        var user = message.request().uri() instanceof SipUri uri ? uri.user().orElse("") : "";
        var number = lines.own(user);
        var account = number.map(own -> engine.read(view -> view.account(own.account())));
        if (text.codePointCount(0, text.length()) > TextOrder.BODY_MAX) {
            message.answer(TOO_LARGE);
        } else if (account.isEmpty() || !account.get().status().equals("active")) {
            message.answer(NOT_FOUND);
        } else if (!room.tryAcquire()) {
            message.answer(OVERLOADED);
        } else {
            take(account.get(), number.get(), CallingParty.caller(message.request().from()), text);
            message.answer(OK);
        }
    }

    private boolean proved(InboundMessage message, SipUri claimed) {
        var realm = claimed.host().toLowerCase(Locale.ROOT);
        if (!(message.authenticate(realm, secrets) instanceof InboundInvite.Authentication.Accepted(var user))) {
            return false;
        }
        boolean same = claimed.user().orElse("").equals(user);
        if (!same) {
            message.answer(FORBIDDEN);
        }
        return same;
    }

    /// A text that the gateway brings.
    ///
    /// @param to a number of the account
    public TextMessage bring(Account account, String from, String to, String body) throws TextRefused {
        var number = ways.owned(account, to)
                .orElseThrow(() -> new TextRefused(TextRefused.TO_INVALID, "The 'To' number is not one of the account"));
        Ways.check(body);
        if (Addresses.parse(from).isEmpty()) {
            throw new TextRefused(TextRefused.FROM_INVALID, "The 'From' number is not a valid phone number or address");
        }
        if (!room.tryAcquire()) {
            throw tooMany();
        }
        return take(account, number, from, body);
    }

    /// Keeps it and brings it to the number's application. Holds a place until that is done.
    private TextMessage take(Account account, PhoneNumber number, String from, String text) {
        var message = record(account, from, number.phoneNumber(), text, "inbound", "received");
        records.put(message);
        executor.execute(() -> {
            try {
                applications.bring(account, number, message);
            } catch (InterruptedException e) {
                LOG.debug("interrupted while bringing {}", message, e);
            } finally {
                room.release();
            }
        });
        return message;
    }

    // ---- out

    /// Checks and keeps the text, then sends it in the background.
    ///
    /// @return as it is kept, `queued`
    public TextMessage send(TextOrder order) throws TextRefused {
        var to = ways.checked(order);
        var way = ways.find(order, to, gateway);
        boolean mayCircle = way instanceof Way.Own || order.direction().equals("outbound-reply");
        if (mayCircle && !pace.allows(order.from(), Addresses.shown(to), clock.instant())) {
            throw new TextRefused(TextRefused.PACE, "more than 15 texts from one address to another in 30 seconds");
        }
        if (!room.tryAcquire()) {
            throw tooMany();
        }
        var message = record(
                order.account(), order.from(), Addresses.shown(to), order.body(), order.direction(), "queued");
        records.put(message);
        executor.execute(() -> {
            try {
                deliver(order, way, message);
            } finally {
                room.release();
            }
        });
        return message;
    }

    private void deliver(TextOrder order, Way way, TextMessage message) {
        switch (way) {
            case Way.Own(var account, var number) -> {
                if (room.tryAcquire()) {
                    take(account, number, order.from(), order.body());
                    deliveries.tell(order, message, "delivered", null);
                } else {
                    deliveries.tell(order, message, "failed", Deliveries.QUEUE_OVERFLOW);
                }
            }
            case Way.Phones(var texts) -> deliveries.toPhones(order, message, texts);
            case Way.Gateway(var url) -> deliveries.toGateway(order, message, url);
        }
    }

    private static TextRefused tooMany() {
        return new TextRefused(TextRefused.TOO_MANY, "Too many texts are on their way");
    }

    /// An application's answer to a text.
    private void reply(TextOrder order) {
        try {
            send(order);
        } catch (TextRefused e) {
            alerts.error(order.account(), Ways.replyCode(e.code()), String.valueOf(e.getMessage()));
        }
    }

    private TextMessage record(
            Account account, String from, String to, String body, String direction, String status) {
        var now = clock.instant();
        return new TextMessage(
                sids.message(),
                account.sid(),
                from,
                to,
                body,
                direction,
                status,
                null,
                Segments.of(body),
                Map.of(NODE, records.node()),
                status.equals("received") ? now : null,
                now,
                now);
    }
}
