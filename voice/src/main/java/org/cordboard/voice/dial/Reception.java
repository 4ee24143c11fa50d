package org.cordboard.voice.dial;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.cordboard.sip.Flow;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.InboundMessage;
import org.cordboard.sip.SipListener;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOrigin;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.twiml.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where calls come in: a known number or domain gets a leg and the program of its settings, everything else a refusal.
public final class Reception implements SipListener {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int OVERLOADED = 503;
    private static final int CANCELED = 487;
    private static final int EXTRA_MAX = 32;

    private final Engine engine;
    private final Legs legs;
    private final Sids sids;
    private final MediaEngine media;
    private final Entrance entrance;
    private final String countryCode;
    private volatile @Nullable SipStack sip;
    private volatile @Nullable Answering answering;
    private volatile @Nullable Texting texts;

    public Reception(
            Engine engine, Legs legs, Sids sids, MediaEngine media, Entrance entrance, String countryCode) {
        this.engine = engine;
        this.entrance = entrance;
        this.countryCode = countryCode;
        this.legs = legs;
        this.sids = sids;
        this.media = media;
    }

    /// What answers a number.
    ///
    /// @param callback where the end of the call is told
    public record Reaction(Program program, @Nullable Callback callback) {}

    /// Knows what answers whom.
    public interface Answering {
        Reaction of(PhoneNumber number, Account account);

        Reaction of(SipDomain domain, Account account);
    }

    /// Calls before this are refused.
    ///
    /// @param stack whose phones may call our numbers
    public void open(Answering knowledge, SipStack stack) {
        sip = stack;
        answering = knowledge;
    }

    /// Takes texts in.
    @FunctionalInterface
    public interface Texting {
        /// @param trusted whether it comes from where calls to numbers are taken without a password
        void received(InboundMessage message, boolean trusted);
    }

    /// Texts before this are refused.
    public void texts(Texting reader) {
        texts = reader;
    }

    @Override
    public void onMessage(InboundMessage message) {
        var reader = texts;
        if (reader == null) {
            message.answer(OVERLOADED);
        } else {
            boolean trusted = entrance.open(message.source().remote().getAddress()) || ofOurPhone(message.source());
            reader.received(message, trusted);
        }
    }

    @Override
    public boolean admits(Flow source, SipRequest request) {
        return !request.is(SipRequest.INVITE)
                || !(request.uri() instanceof SipUri uri)
                || entrance.admits(uri.host(), source.remote().getAddress());
    }

    @Override
    public boolean expects(Flow source) {
        return entrance.expects(source.remote().getAddress());
    }

    @Override
    public void onInvite(InboundInvite invite) {
        var knowledge = answering;
        if (knowledge == null) {
            invite.reject(OVERLOADED);
            return;
        }
        var uri = invite.request().uri() instanceof SipUri called ? called : null;
        var domain = uri == null ? Optional.<SipDomain>empty() : entrance.domain(uri.host());
        if (uri != null && domain.isPresent()) {
            domainCalled(invite, uri, domain.get(), knowledge);
        } else {
            numberCalled(invite, uri, knowledge);
        }
    }

    private void numberCalled(InboundInvite invite, @Nullable SipUri uri, Answering knowledge) {
        var source = invite.source().remote().getAddress();
        if (!entrance.open(source) && !ofOurPhone(invite.source()) && !knows(invite)) {
            return;
        }
        var number = called(uri);
        if (number.isEmpty()) {
            LOG.info("a call from {} to an unknown number is refused", source.getHostAddress());
            invite.reject(NOT_FOUND);
            return;
        }
        var account = active(number.get().account());
        if (account.isEmpty()) {
            invite.reject(NOT_FOUND);
            return;
        }
        var carrier = entrance.carrier(source);
        var from = carrier.isPresent() ? identity(invite) : invite.request().from();
        var origin = new Callee(number.get().phoneNumber(), number.get().sid(), caller(from, countryCode), Map.of(), false);
        welcome(invite, origin, account.get(), knowledge.of(number.get(), account.get()));
    }

    /// A phone that is registered proves by its connection that it may call.
    private boolean ofOurPhone(Flow source) {
        var stack = sip;
        return stack != null
                && stack.registrar().bindings().stream()
                        .anyMatch(binding -> binding.flow().equals(source));
    }

    /// A stranger who says to be of ours must know the password; everybody else is refused.
    private boolean knows(InboundInvite invite) {
        if (invite.request().from().uri() instanceof SipUri from && entrance.house(from.host())) {
            var realm = from.host().toLowerCase(Locale.ROOT);
            return invite.authenticate(realm, entrance::houseSecret) instanceof InboundInvite.Authentication.Accepted;
        }
        LOG.info("a call from {} is refused: it is no trunk's and no phone's of ours", invite.source().remote());
        invite.reject(FORBIDDEN);
        return false;
    }

    private Optional<Account> active(AccountSid sid) {
        return Optional.ofNullable(engine.read(view -> view.account(sid)))
                .filter(account -> account.status().equals("active"));
    }

    /// Voice reference 11.1: addresses first, then passwords, then protection.
    private void domainCalled(InboundInvite invite, SipUri uri, SipDomain domain, Answering knowledge) {
        var guard = entrance.guard(domain);
        var account = active(domain.account());
        if (account.isEmpty()) {
            invite.reject(NOT_FOUND);
        } else if (guard.none() || !guard.allows(invite.source().remote().getAddress())) {
            LOG.info("a call to {} is refused: nothing mapped to it lets the caller in", domain.domainName());
            invite.reject(FORBIDDEN);
        } else if (guard.credentials().isEmpty()
                || invite.authenticate(
                                domain.domainName(), (realm, user) -> entrance.secret(realm, user, guard.credentials()))
                        instanceof InboundInvite.Authentication.Accepted) {
            if (domain.secure() && invite.source().transport() != Transport.TLS) {
                invite.reject(FORBIDDEN);
                return;
            }
            var extra = Map.of(
                    "SipDomain", domain.domainName(), "SipDomainSid", domain.sid().value());
            var to = SipUri.of(uri.user().orElse(""), domain.domainName(), 0).toString();
            var callee = new Callee(to, null, address(invite.request().from()), extra, domain.secure());
            welcome(invite, callee, account.get(), knowledge.of(domain, account.get()));
        }
    }

    private Optional<PhoneNumber> called(@Nullable SipUri uri) {
        return Optional.ofNullable(uri)
                .flatMap(SipUri::user)
                .map(user -> user.split(";", 2)[0])
                .flatMap(user -> Numbers.e164(user, countryCode))
                .flatMap(number -> engine.read(view -> view.records(PhoneNumber.class).stream()
                        .filter(record -> record.phoneNumber().equals(number))
                        .findFirst()));
    }

    /// Who is called by whom.
    ///
    /// @param extra parameters of requests that only this kind of call has
    private record Callee(
            String to,
            @Nullable PhoneNumberSid number,
            String from,
            Map<String, String> extra,
            boolean secure) {}

    private void welcome(InboundInvite invite, Callee callee, Account account, Reaction reaction) {
        var origin = new LegOrigin(
                sids.call(),
                account,
                Direction.INBOUND,
                callee.from,
                callee.to,
                null,
                callee.number,
                extra(invite, callee));
        var leg = legs.add(origin, CallStatus.RINGING, reaction.callback());
        var ears = new EndpointEars(leg);
        try {
            var endpoint = media.openRtp(ears);
            leg.atEnd(_ -> endpoint.close());
            var terms = new LegTerms(
                    endpoint.localAddress(),
                    callee.secure ? LegTerms.Protection.REQUIRED : LegTerms.Protection.AS_OFFERED);
            var agreed = invite.sdp().flatMap(terms::answer);
            if (invite.sdp().isPresent() && agreed.isEmpty()) {
                refuse(invite, leg, NOT_ACCEPTABLE);
                return;
            }
            var line = new InboundLine(invite, terms, agreed.orElse(null), leg, endpoint, new Legs.Progress(leg));
            ears.of(line);
            var progress = legs.connect(leg, line, endpoint);
            invite.onCancel(() -> progress.ended(CallStatus.NO_ANSWER, CANCELED));
            forwarded(invite).ifPresent(diverted -> leg.detail("forwarded_from", caller(diverted, countryCode)));
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

    /// Whom the call was for first: Diversion (RFC 5806), else the first entry of History-Info (RFC 7044).
    private static Optional<NameAddress> forwarded(InboundInvite invite) {
        var headers = invite.request().headers();
        return headers.first("Diversion").flatMap(Reception::parsed).or(() -> {
            var history = headers.values("History-Info");
            return history.size() > 1 ? parsed(history.getFirst()) : Optional.empty();
        });
    }

    /// Whose call a trunk says it is: P-Asserted-Identity (RFC 3325), else Remote-Party-ID, else From.
    private static NameAddress identity(InboundInvite invite) {
        var headers = invite.request().headers();
        return headers.values("P-Asserted-Identity").stream()
                .flatMap(text -> parsed(text).stream())
                .findFirst()
                .or(() -> headers.first("Remote-Party-ID").flatMap(Reception::parsed))
                .filter(address -> address.uri() instanceof SipUri uri && uri.user().isPresent())
                .orElse(invite.request().from());
    }

    private static Optional<NameAddress> parsed(String text) {
        try {
            return Optional.of(NameAddress.parse(text));
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    /// A caller as applications see him: a number where it can be one, else the SIP address.
    public static String caller(NameAddress from) {
        return caller(from, "");
    }

    private static String caller(NameAddress from, String countryCode) {
        if (!(from.uri() instanceof SipUri uri)) {
            return from.uri().toString();
        }
        return Numbers.e164(uri.user().orElse("anonymous"), countryCode).orElseGet(() -> address(from));
    }

    /// Without port and parameters.
    private static String address(NameAddress from) {
        return from.uri() instanceof SipUri uri
                ? SipUri.of(uri.user().orElse("anonymous"), uri.host(), 0).toString()
                : from.uri().toString();
    }

    private static Map<String, String> extra(InboundInvite invite, Callee callee) {
        var extra = new LinkedHashMap<String, String>(callee.extra);
        if (callee.from.startsWith("sip:") || callee.from.startsWith("sips:")) {
            extra.put("SipCallId", invite.request().callId());
            extra.put("SipSourceIp", invite.source().remote().getAddress().getHostAddress());
        }
        invite.request().headers().forEach(field -> {
            if ((field.name().startsWith("X-") || field.name().equalsIgnoreCase("User-to-User"))
                    && extra.size() < EXTRA_MAX) {
                extra.put("SipHeader_" + field.name(), field.value());
            }
        });
        return extra;
    }
}
