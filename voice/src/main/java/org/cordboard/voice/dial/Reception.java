package org.cordboard.voice.dial;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.InboundMessage;
import org.cordboard.sip.SipListener;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.twiml.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where calls come in: a known number gets a leg and the program of its settings, everything else a refusal.
public final class Reception implements SipListener {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int NOT_FOUND = 404;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int OVERLOADED = 503;
    private static final int CANCELED = 487;

    private final Engine engine;
    private final Legs legs;
    private final Sids sids;
    private final MediaEngine media;
    private volatile @Nullable Answering answering;
    private volatile @Nullable Consumer<InboundMessage> texts;

    public Reception(Engine engine, Legs legs, Sids sids, MediaEngine media) {
        this.engine = engine;
        this.legs = legs;
        this.sids = sids;
        this.media = media;
    }

    /// What answers a number.
    ///
    /// @param callback where the end of the call is told
    public record Reaction(Program program, @Nullable Callback callback) {}

    /// Knows what answers which number.
    @FunctionalInterface
    public interface Answering {
        Reaction of(PhoneNumber number, Account account);
    }

    /// Calls before this are refused.
    public void open(Answering knowledge) {
        answering = knowledge;
    }

    /// Texts before this are refused.
    public void texts(Consumer<InboundMessage> reader) {
        texts = reader;
    }

    @Override
    public void onMessage(InboundMessage message) {
        var reader = texts;
        if (reader == null) {
            message.answer(OVERLOADED);
        } else {
            reader.accept(message);
        }
    }

    @Override
    public void onInvite(InboundInvite invite) {
        var knowledge = answering;
        if (knowledge == null) {
            invite.reject(OVERLOADED);
            return;
        }
        var number = called(invite.request().uri());
        if (number.isEmpty()) {
            LOG.info(
                    "a call from {} to an unknown number is refused",
                    invite.source().remote());
            invite.reject(NOT_FOUND);
            return;
        }
        var account = engine.read(view -> view.account(number.get().account()));
        if (account == null || !account.status().equals("active")) {
            invite.reject(NOT_FOUND);
            return;
        }
        welcome(invite, number.get(), account, knowledge.of(number.get(), account));
    }

    private Optional<PhoneNumber> called(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return Optional.empty();
        }
        return sip.user()
                .flatMap(Numbers::e164)
                .flatMap(number -> engine.read(view -> view.records(PhoneNumber.class).stream()
                        .filter(record -> record.phoneNumber().equals(number))
                        .findFirst()));
    }

    private void welcome(InboundInvite invite, PhoneNumber number, Account account, Reaction reaction) {
        var from = caller(invite.request().from());
        var origin = new Leg.Origin(
                sids.call(),
                account,
                Leg.Direction.INBOUND,
                from,
                number.phoneNumber(),
                null,
                number.sid(),
                extra(invite, from));
        var leg = legs.add(origin, CallStatus.RINGING, reaction.callback());
        var ears = new EndpointEars(leg);
        try {
            var endpoint = media.openRtp(ears);
            leg.atEnd(_ -> endpoint.close());
            var agreed = invite.sdp().flatMap(offer -> AudioSdp.answer(offer, endpoint.localAddress()));
            if (invite.sdp().isPresent() && agreed.isEmpty()) {
                refuse(invite, leg, NOT_ACCEPTABLE);
                return;
            }
            var line = new InboundLine(invite, agreed.orElse(null), leg, endpoint, new Legs.Progress(leg));
            ears.of(line);
            var progress = legs.connect(leg, line, endpoint);
            invite.onCancel(() -> progress.ended(CallStatus.NO_ANSWER, CANCELED));
            invite.request()
                    .headers()
                    .first("Diversion")
                    .flatMap(Reception::address)
                    .ifPresent(diverted -> leg.detail("forwarded_from", caller(diverted)));
            line.ring();
            legs.run(leg, reaction.program());
        } catch (IOException e) {
            LOG.warn("{} gets no audio: {}", leg, e.getMessage());
            refuse(invite, leg, OVERLOADED);
        }
    }

    private static void refuse(InboundInvite invite, Leg leg, int status) {
        invite.reject(status);
        new Legs.Progress(leg).ended(CallStatus.FAILED, status);
    }

    private static Optional<NameAddress> address(String text) {
        try {
            return Optional.of(NameAddress.parse(text));
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    /// A caller as applications see him: a number where it can be one, else the SIP address.
    public static String caller(NameAddress from) {
        if (!(from.uri() instanceof SipUri uri)) {
            return from.uri().toString();
        }
        var user = uri.user().orElse("anonymous");
        return Numbers.e164(user).orElseGet(() -> uri.bare().toString());
    }

    private static Map<String, String> extra(InboundInvite invite, String from) {
        var extra = new LinkedHashMap<String, String>();
        if (from.startsWith("sip:") || from.startsWith("sips:")) {
            extra.put("SipCallId", invite.request().callId());
            extra.put("SipSourceIp", invite.source().remote().getAddress().getHostAddress());
        }
        invite.request().headers().forEach(field -> {
            if ((field.name().startsWith("X-") || field.name().equalsIgnoreCase("User-to-User")) && extra.size() < 32) {
                extra.put("SipHeader_" + field.name(), field.value());
            }
        });
        return extra;
    }
}
